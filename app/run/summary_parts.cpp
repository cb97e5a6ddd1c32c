// Pieces of text that the summaries of a run and of a comparison share.

#include "app/run/summary_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "app/figures.hpp"
#include "app/table.hpp"

namespace app {

std::string goal_name(const Goal& g) {
  if (!g.title.empty()) return g.title;
  return g.breakdown == "total" ? g.metric : fmt::format("{} ({} {})", g.metric, g.breakdown, g.category);
}

std::string aim_text(const Goal& g) {
  const std::string_view sign = g.aim == "at_least" ? ">=" : g.aim == "above" ? ">" : "<=";
  if (g.about.unit == sim::Unit::pence && std::abs(g.value) >= 1e6)  // a whole one is too wide for tables
    return fmt::format("{} {}£{}m", sign, g.value < 0 ? "-" : "", millions(std::abs(g.value)));
  return fmt::format("{} {}", sign, in_unit(g.about, g.value));
}

std::string cut(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::string out;
  for (std::size_t i = 0, used = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
    if (starts && ++used > width - 3) break;
    out += text[i];
  }
  return out.substr(0, out.find_last_not_of(' ') + 1) + "...";
}

std::vector<std::string> lines_of(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream in(folded(text, "", "  ", width));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string error_of(double mcse) { return std::isfinite(mcse) ? "+-" + decimal(100 * mcse, 1) : "-"; }

std::string layers_table(const std::vector<LayerResult>& layers, const Style& style) {
  if (layers.empty()) return {};
  Table table({"Share of variance, %", "period", "assumptions", "years", "luck", "sd"});
  table.left(1);
  for (const auto& layer : layers) {
    const auto& v = layer.variance;
    const double total = v.assumptions.value + v.years.value + v.luck.value;
    const auto part = [&](double x) { return total > 0 ? decimal(100 * x / total, 0) : "-"; };
    table.row({layer.metric.name, layer.period, part(v.assumptions.value), part(v.years.value),
               part(v.luck.value), total >= 0 ? in_unit(layer.metric, std::sqrt(total)) : "-"});
  }
  return table.text(style) + folded("Estimates; a small layer may come out below zero.", "  ", "  ") + '\n';
}

std::string notes_and_files(std::uint32_t replicates, const std::vector<std::string>& notes,
                            const std::filesystem::path& folder, const std::vector<std::string>& files) {
  std::string out;
  if (replicates < sim::fewest_replicates)
    out += folded(fmt::format("Under {} replicates there are too few to state Monte Carlo errors: raise -n.",
                              sim::fewest_replicates),
                  "Note: ", "  ");
  for (const auto& note : notes) out += folded(note, "Note: ", "  ");
  if (files.empty()) return out;
  std::string names;
  for (const auto& file : files) names += (names.empty() ? "" : ", ") + file;
  return out + fmt::format("Files in {}:\n", folder.string()) + folded(names, "  ", "  ");
}

}  // namespace app

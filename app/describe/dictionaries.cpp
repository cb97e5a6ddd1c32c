// What the program knows of itself, as text and as the Markdown dictionaries in docs/.

#include "app/describe/dictionaries.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/figures.hpp"
#include "app/table.hpp"
#include "models/metrics.hpp"
#include "models/model.hpp"
#include "models/schema.hpp"

namespace app {
namespace {

constexpr std::string_view generated =
    "<!-- Written by `sendcast describe {} --markdown`. Do not edit. -->\n\n";

std::string bound(double x) { return std::isinf(x) ? (x < 0 ? "-inf" : "inf") : fmt::format("{:g}", x); }

std::string parameter(const sim::ParamSpec& p, const std::string& prefix) {
  std::string axes;
  for (const auto& axis : p.axes) axes += (axes.empty() ? " by " : ", ") + axis;
  const std::string otherwise =
      p.fallback ? fmt::format("default {:g}", *p.fallback) : std::string("must be set");
  return folded(fmt::format("{}{}{}: {}, {} to {}, {}", prefix, p.name, axes, p.unit, bound(p.lower),
                            bound(p.upper), otherwise),
                "  ", "      ") +
         folded(p.text, "      ", "      ");
}

std::string field(const sim::FieldSpec& f, const std::string& prefix) {
  static constexpr std::string_view kinds[] = {"text", "list of texts", "whole number", "true or false",
                                               "date"};
  std::string allowed;
  for (const auto& a : f.allowed) allowed += (allowed.empty() ? ": " : ", ") + a;
  const std::string otherwise = f.required           ? "must be set"
                                : f.fallback.empty() ? "optional"
                                                     : "default " + f.fallback;
  return folded(fmt::format("{}{}: {}{}; {}", prefix, f.name, kinds[static_cast<std::size_t>(f.kind)],
                            allowed, otherwise),
                "  ", "      ") +
         folded(f.text, "      ", "      ");
}

std::string family(const sim::FamilySpec& spec, const std::string& name) {
  std::string out = fmt::format("\n{}.<id>\n", name) + folded(spec.text, "  ", "  ");
  for (const auto& f : spec.fields) out += field(f, ".");
  for (const auto& p : spec.params) out += parameter(p, ".");
  for (const auto& part : spec.parts) out += family(part, name + ".<id>." + part.name);
  return out;
}

/// "|" would end a cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

}  // namespace

std::string parameters_text() {
  const sim::Schema& s = models::schema();
  std::string out = "Settings\n";
  for (const auto& f : s.fields) out += field(f, "");
  out += "\nParameters\n";
  for (const auto& p : s.params) out += parameter(p, "");
  for (const auto& f : s.families) out += family(f, f.name);
  return out;
}

std::string parameters_markdown() {
  return fmt::format(generated, "parameters") + sim::dictionary_markdown(models::schema());
}

std::string metrics_text() {
  std::string out;
  for (const auto& m : models::metric_dictionary()) {
    out += fmt::format("{} ({}, {}{})\n", m.name, sim::to_string(m.unit), sim::to_string(m.period_type),
                       m.headline ? ", headline" : "");
    out += folded(m.text, "    ", "    ");
    if (m.is_ratio()) out += folded(fmt::format("{} / {}", m.numerator, m.denominator), "    = ", "      ");
  }
  return out;
}

std::string metrics_markdown() {
  std::string out =
      fmt::format(generated, "metrics") +
      "# Metrics\n\nEvery metric of `summary.csv`. A headline metric keeps its draws with `--store headline` "
      "too. A ratio is taken "
      "inside each replicate; one whose base is empty has no value, and `n` counts the replicates that have "
      "one.\n\n| metric | unit | period | headline | meaning |\n|---|---|---|---|---|\n";
  for (const auto& m : models::metric_dictionary()) {
    const std::string ratio = m.is_ratio() ? fmt::format(" `{}` / `{}`", m.numerator, m.denominator) : "";
    out += fmt::format("| `{}` | {} | {} | {} | {}{} |\n", m.name, sim::to_string(m.unit),
                       sim::to_string(m.period_type), m.headline ? "yes" : "", cell(m.text), ratio);
  }
  return out;
}

std::string stages_text() {
  std::string out = "Each term runs these stages in this order:\n";
  int n = 0;
  for (const auto& stage : models::stage_list())
    out += folded(fmt::format("{}: {}", stage.name, stage.text), fmt::format("{:3}. ", ++n), "     ");
  return out;
}

std::string placements_text(const sim::Config& config) {
  const models::Structure structure(config);
  Table table({"type", "group", "places", "stock", "unit £", "line"});
  table.left(1);
  table.left(2);
  table.left(5);
  const auto at = [&](const sim::Slot& slot) { return config.base()[slot.offset]; };
  const auto stock = models::stock_by_type(structure, models::Values(config.base()));
  for (std::size_t t = 0; t < stock.size(); ++t) {
    const auto& type = structure.types[t];
    table.row({type.id, config.text("placement", type.id, "group"), type.finite ? "finite" : "any",
               whole(stock[t]), whole(at(type.unit_cost)), config.text("placement", type.id, "line")});
  }
  table.fit(page_width);
  return table.text();
}

}  // namespace app

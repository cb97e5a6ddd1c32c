// Bridges as people and programs read them: parts with their intervals, rounded so that they add up.

#include "app/bridge/bridge_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.hpp"
#include "app/json_values.hpp"
#include "app/run/summary_parts.hpp"
#include "app/table.hpp"
#include "sim/largest_remainder.hpp"
#include "sim/summary_csv.hpp"
#include "sim/text_file.hpp"

namespace app {
namespace {

constexpr double hundredths = 100;  // pence of a pound, or of a plan

BridgeLine line_of(std::string part, std::string detail, const Whole& values, double divisor) {
  std::vector<double> figures;
  figures.reserve(values.size());
  for (const auto v : values) figures.push_back(static_cast<double>(v) / divisor);
  return {std::move(part), std::move(detail), sim::summarise(figures), 0};
}

double in_hundredths(const BridgeLine& line) { return hundredths * line.summary.mean; }

/// Rounds the means of lines so that they add up to a sum in hundredths.
void show(std::vector<BridgeLine*> lines, double sum) {
  std::vector<double> means;
  means.reserve(lines.size());
  for (const auto* line : lines) means.push_back(in_hundredths(*line));
  const auto rounded = sim::rounded_to(means, sum);
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i]->shown = rounded[i] / hundredths;
}

std::string in_words(const BridgeSummary& s, const BridgeTable& t) {
  const bool money = t.metric.unit == sim::Unit::pence;
  if (s.within)
    return fmt::format("{}{}, {} to {}", t.measure.text, money ? ", £" : " in January", t.from, t.to);
  return fmt::format("{} {} {}{}", t.measure.text, money ? "of" : "of January", t.to, money ? ", £" : "");
}

std::string title_of(std::string_view part) {
  for (const auto& p : bridge_parts())
    if (p.part == part) return std::string(p.title);
  return std::string(part);
}

std::string table_text(const BridgeSummary& s, const BridgeTable& t, const Style& style) {
  const bool money = t.metric.unit == sim::Unit::pence;
  const auto rest = [&](double x) { return money ? decimal(x / 1e6, 3) : decimal(x, 0); };
  Table table({"Part", "mean", "P10", "median", "P90"});
  table.group(2, 3, money ? "£ million" : "plans");
  const auto row = [&](const std::string& name, const BridgeLine& line, const std::string& indent = "") {
    const auto words = lines_of(name, 34);
    const auto& f = line.summary;
    table.row({indent + words.front(), decimal(line.shown, 2), rest(f.p10), rest(f.p50), rest(f.p90)});
    for (std::size_t i = 1; i < words.size(); ++i) table.row({indent + words[i], "", "", "", ""});
  };
  row(s.within ? t.from : s.name_a, t.before);
  for (const auto& part : t.parts) {
    row(title_of(part.part), part);
    std::vector<const BridgeLine*> own;
    for (const auto& detail : t.details)
      if (detail.part == part.part && (detail.summary.min != 0 || detail.summary.max != 0))
        own.push_back(&detail);
    if (own.size() > 1)
      for (const auto* detail : own) row(detail->detail, *detail, "  ");
  }
  row(s.within ? t.to : s.name_b, t.after);
  return style.bold(in_words(s, t)) + '\n' + table.text(style) + '\n';
}

std::string csv_line(const BridgeSummary& s, const BridgeTable& t, const BridgeLine& line,
                     std::string_view kind) {
  const sim::Summary& f = line.summary;
  const auto unit = t.metric.unit;
  std::string text =
      fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}", sim::csv_field(s.area), t.measure.name,
                  sim::csv_field(s.name_a), t.from, sim::csv_field(s.name_b), t.to, kind, line.part,
                  sim::csv_field(line.detail), sim::to_string(unit), f.n, fmt::format("{:.2f}", line.shown));
  for (const double x : {f.mean, f.sd, f.p05, f.p10, f.p25, f.p50, f.p75, f.p90, f.p95, f.mcse_mean,
                         f.mcse_p10, f.mcse_p50, f.mcse_p90})
    text += ',' + sim::format_figure(unit, x);
  return text + '\n';
}

Json line_json(const BridgeLine& line) {
  const auto& f = line.summary;
  return {{"part", line.part},           {"detail", line.detail},
          {"shown", number(line.shown)}, {"mean", number(f.mean)},
          {"p10", number(f.p10)},        {"p50", number(f.p50)},
          {"p90", number(f.p90)},        {"mcse_mean", number(f.mcse_mean)}};
}

Json lines_json(const std::vector<BridgeLine>& lines) {
  Json out = Json::array();
  for (const auto& line : lines) out.push_back(line_json(line));
  return out;
}

}  // namespace

BridgeTable bridge_table(const BridgeMeasure& measure, const Bridge& b) {
  const double unit = sim::divisor(b.metric.unit);
  BridgeTable t{
      measure, b.metric, b.from, b.to, line_of("from", "", b.before, unit), line_of("to", "", b.after, unit),
      {},      {}};
  for (const auto& part : bridge_parts()) {
    const auto has = [&](const BridgeItem& item) { return item.part == part.part; };
    if (std::none_of(b.items.begin(), b.items.end(), has)) continue;
    t.parts.push_back(line_of(std::string(part.part), "", part_values(b, part.part), unit));
    for (const auto& item : b.items)
      if (has(item)) t.details.push_back(line_of(item.part, item.detail, item.values, unit));
  }
  t.before.shown = std::round(in_hundredths(t.before)) / hundredths;
  t.after.shown = std::round(in_hundredths(t.after)) / hundredths;
  std::vector<BridgeLine*> all;
  for (auto& part : t.parts) all.push_back(&part);
  show(all, std::round(in_hundredths(t.after)) - std::round(in_hundredths(t.before)));
  for (const auto& part : t.parts) {
    std::vector<BridgeLine*> own;
    for (auto& detail : t.details)
      if (detail.part == part.part) own.push_back(&detail);
    show(own, std::round(hundredths * part.shown));
  }
  return t;
}

std::string bridge_text(const BridgeSummary& s, const Style& style) {
  std::string out =
      style.bold(folded(s.within ? fmt::format("{}: why {} differs between years", s.area, s.name_a)
                                 : fmt::format("{}: from {} to {}", s.area, s.name_a, s.name_b)));
  out += folded(fmt::format("{} replicate{}", whole(s.replicates), s.replicates == 1 ? "" : "s")) + '\n';
  for (const auto& t : s.tables) out += table_text(s, t, style);
  out += folded(
             "Means, which add up as printed, as each replicate does to the penny; quantiles do not add up. "
             "Volume: more or fewer child-years with a plan; mix: other placements; price: a child-year in a "
             "placement costs more or less; each over all orders in which the three can change.",
             "  ", "  ") +
         '\n';
  return out + notes_and_files(s.replicates, s.notes, s.folder, s.files);
}

std::string bridge_csv(const BridgeSummary& s) {
  std::string out =
      "area,measure,from_run,from_period,to_run,to_period,kind,part,detail,unit,n,shown,mean,sd,p05,p10,p25,"
      "p50,p75,p90,p95,mcse_mean,mcse_p10,mcse_p50,mcse_p90\n";
  for (const auto* tables : {&s.tables, &s.also})
    for (const auto& t : *tables) {
      out += csv_line(s, t, t.before, "from");
      for (const auto& part : t.parts) {
        out += csv_line(s, t, part, "part");
        for (const auto& detail : t.details)
          if (detail.part == part.part) out += csv_line(s, t, detail, "detail");
      }
      out += csv_line(s, t, t.after, "to");
    }
  return out;
}

std::string bridge_json(const BridgeSummary& s) {
  Json tables = Json::array();
  for (const auto& t : s.tables)
    tables.push_back({{"measure", t.measure.name},
                      {"metric", t.metric.name},
                      {"unit", sim::to_string(t.metric.unit)},
                      {"from", t.from},
                      {"to", t.to},
                      {"before", line_json(t.before)},
                      {"parts", lines_json(t.parts)},
                      {"details", lines_json(t.details)},
                      {"after", line_json(t.after)}});
  const Json json = {{"area", s.area},
                     {"a", s.name_a},
                     {"b", s.name_b},
                     {"replicates", s.replicates},
                     {"bridges", std::move(tables)},
                     {"notes", s.notes},
                     {"folder", s.folder.string()},
                     {"files", s.files}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace app

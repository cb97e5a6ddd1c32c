// What the figures rest on, by reliability; and Monte Carlo error apart from uncertainty.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/report/report_words.hpp"
#include "app/report/sections.hpp"

namespace app {
namespace {

constexpr std::pair<const char*, const char*> reliabilities[] = {
    {"green", "Green: published, recent, the same definition"},
    {"amber", "Amber: published, adapted"},
    {"red", "Red: no source, a judgement"},
    {"", "Not rated"}};

bool is_assumption(const AssumptionLine& a) {
  return !a.name.starts_with("target.") && !a.name.starts_with("outturn.");
}
/// "request.rate" of "request.rate[7]".
std::string parameter_of(const std::string& name) { return name.substr(0, name.find('[')); }

struct Rated {
  std::map<std::string, bool> parameters;  ///< by name: whether any value of it is uncertain
  double share = 0;                        ///< of the variance of the deficit
};

}  // namespace

PageSection assumptions_section(const ReportSources& s) {
  PageSection section{"assumptions", "What the figures rest on", {}};
  if (s.assumptions.empty()) return section;
  std::map<std::string, Rated> rated;
  std::map<std::string, const AssumptionLine*> lines;
  for (const auto& a : s.assumptions) {
    if (!is_assumption(a)) continue;
    lines[a.name] = &a;
    auto& uncertain = rated[a.reliability].parameters[parameter_of(a.name)];
    uncertain = uncertain || !a.p10.empty();
  }
  const bool shares = s.sensitivity && s.sensitivity->why_not.empty();
  const bool sums = shares && s.sensitivity->needed_together == 0;  // of few replicates chance adds up too
  if (sums)
    for (const auto& one : s.sensitivity->singles)
      if (const auto found = lines.find(one.assumption.name);
          found != lines.end() && one.first.interval.low > 0)
        rated[found->second->reliability].share += one.first.index.value;
  PageTable t{
      sums ? "Assumptions by reliability, and the share of the deficit's variance of those that stand out"
           : "Assumptions by reliability",
      {"Reliability", "Parameters", "Of these uncertain"},
      {}};
  if (sums) t.columns.emplace_back("Share of the variance");
  for (const auto& [key, title] : reliabilities) {
    const auto found = rated.find(key);
    if (found == rated.end()) continue;
    const auto& all = found->second.parameters;
    const auto uncertain = std::count_if(all.begin(), all.end(), [](const auto& p) { return p.second; });
    t.rows.push_back({{title, NAN},
                      cell(sim::Unit::count, static_cast<double>(all.size())),
                      cell(sim::Unit::count, static_cast<double>(uncertain))});
    if (sums) t.rows.back().push_back(cell(sim::Unit::share, found->second.share));
  }
  section.blocks.emplace_back(std::move(t));
  if (!shares) return section;
  PageTable main{"The ten assumptions that move the cumulative deficit most",
                 {"Assumption", "Value", "Unit", "Reliability", "Source", "Share of the variance",
                  "95 % interval (Monte Carlo)"},
                 {}};
  for (const auto& one : s.sensitivity->singles) {
    if (main.rows.size() == 10) break;
    const auto found = lines.find(one.assumption.name);
    if (found == lines.end()) continue;
    const auto& a = *found->second;
    main.rows.push_back({{a.name, NAN},
                         {a.value, NAN},
                         {a.unit, NAN},
                         {a.reliability, NAN},
                         {a.source, NAN},
                         cell(sim::Unit::share, one.first.index.value),
                         {interval_words(one.first.interval), NAN}});
  }
  section.blocks.emplace_back(std::move(main));
  section.blocks.emplace_back(
      PageText{"Every parameter with its source is in assumptions.csv beside the run; `sendcast report "
               "--assurance` makes the "
               "log for a quality assurance review."});
  return section;
}

PageSection error_section(const ReportSources& s) {
  PageSection section{"errors", "Uncertainty and Monte Carlo error", {}};
  section.blocks.emplace_back(
      PageText{fmt::format("The bands say how uncertain the forecast is: what the assumptions do not know, "
                           "what years bring and what luck "
                           "does. That does not shrink with more histories. Monte Carlo error is another "
                           "thing: how far a printed figure "
                           "would move if other random numbers had been drawn for the {}. It "
                           "shrinks with their number, and is "
                           "never part of the uncertainty of the forecast.",
                           histories(s.run().info().replicates))});
  PageTable t{
      "The last period", {"Figure", "Half the middle 80 %", "Monte Carlo error of the median", "Ratio"}, {}};
  for (const auto* metric : {"ehcp_stock", "independent_share", "hnb_spend", "cumulative_deficit"}) {
    const auto line = s.line({metric});
    if (!line) continue;
    const auto& f = line->figures.back();
    const double half = (f.p90 - f.p10) / 2;
    t.rows.push_back({{fmt::format("{}, {}", metric_title(metric), line->periods.back()), NAN},
                      difference_cell(line->metric.unit, half),
                      error_cell(line->metric.unit, f.mcse_p50),
                      half > 0 ? cell(sim::Unit::share, f.mcse_p50 / half) : PageCell{"-", NAN}});
  }
  if (!t.rows.empty()) section.blocks.emplace_back(std::move(t));
  return section;
}

}  // namespace app

// Forecasts of special provision in the layout of the school capacity survey.

#include "app/export/scap.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "app/export/return_map.hpp"
#include "app/export/run_names.hpp"
#include "app/export/sums.hpp"
#include "app/export/whole_parts.hpp"
#include "app/user_error.hpp"
#include "sim/axis_labels.hpp"
#include "sim/faults.hpp"

namespace app {
namespace {

struct Provision {
  std::string_view name, title;
  std::vector<std::string> placements = {};
};

struct Phase {
  std::string_view name, year_groups;
  std::size_t years;  ///< that the survey asks for
};
constexpr std::array<Phase, 2> phases{
    {{"primary", "Reception to Year 6", 5}, {"secondary", "Year 7 to Year 11", 7}}};
constexpr std::size_t most_years = 7;

/// "2019-20" of January 2020.
std::string academic_year(const std::string& january) {
  const int year = sim::starting_year(january).value_or(0);
  return fmt::format("{}-{:02}", year - 1, year % 100);
}

std::vector<Provision> provisions(const StoredRun& run, std::vector<std::string>& notes) {
  std::vector<Provision> out{{"units", "SEN units and resourced provision"},
                             {"state_special", "State-funded special schools"},
                             {"independent", "Independent and non-maintained special schools"},
                             {"alternative_provision", "Alternative provision"}};
  const RunNames names(run);
  if (!names.note().empty()) notes.push_back(names.note());
  const ReturnMap map(RunNames::configs(run) / "returns" / "placements.csv", "placement", {"scap"});
  for (const auto& id : categories_of(run, "placement_stock", "placement")) {
    const auto group = names.group_of_placement(id);
    const auto wanted = map.of(id, group, "scap");
    for (auto& provision : out)
      if (provision.name == wanted) provision.placements.push_back(id);
    if (!map.knows(id, group))
      notes.push_back(fmt::format("{} is not in configs/returns/placements.csv; it is left out.", id));
  }
  return out;
}

/// The forecast years: academic years, those after the end of the run included.
struct Years {
  std::vector<std::string> januaries;  ///< of the run, from the first forecast year on
  std::vector<std::string> names;      ///< most_years academic years
};

Years years_of(const StoredRun& run, const std::string& from) {
  const auto all = periods_of(run, "placement_stock", "placement_phase");
  std::size_t first = all.size();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (from.empty() ? i == 1 || all.size() == 1 : academic_year(all[i]) == from) {
      first = i;
      break;
    }
  if (first == all.size())
    throw UserError(
        fmt::format("--from {}: the run has a January census in {} to {}; write an academic year, "
                    "for example {}",
                    from, academic_year(all.front()), academic_year(all.back()), academic_year(all.front())));
  Years out;
  for (std::size_t i = first; i < all.size() && out.januaries.size() < most_years; ++i)
    out.januaries.push_back(all[i]);
  const int start = sim::starting_year(all[first]).value_or(0);
  for (int i = 0; i < static_cast<int>(most_years); ++i)
    out.names.push_back(fmt::format("{}-{:02}", start - 1 + i, (start + i) % 100));
  return out;
}

/// What is said of one provision and phase by year, and in whole numbers.
struct Line {
  std::string provision;
  const Phase* phase = nullptr;
  std::vector<Said> said;
  std::vector<double> mean, median;  ///< whole; of the phase's provisions together they add up
  bool nobody = false;               ///< the run has no such placement
};

/// Rounds the four provisions of a phase to the rounded figure of them all.
void round_phase(std::vector<Line>& lines, const Phase& phase, const std::vector<Said>& together) {
  std::vector<Line*> own;
  for (auto& line : lines)
    if (line.phase == &phase) own.push_back(&line);
  for (std::size_t y = 0; y < together.size(); ++y) {
    std::vector<Part> means, medians;
    for (const auto* line : own) {
      means.push_back(part_of(line->said[y], line->said[y].mean));
      medians.push_back(part_of(line->said[y], line->said[y].median));
    }
    const auto mean = whole_parts(means, std::round(together[y].mean));
    const auto median = whole_parts(medians, std::round(together[y].median));
    for (std::size_t i = 0; i < own.size(); ++i) {
      own[i]->mean.push_back(mean[i]);
      own[i]->median.push_back(median[i]);
    }
  }
}

std::vector<Line> lines_of(const StoredRun& run, const std::vector<Provision>& provisions,
                           const std::vector<std::string>& januaries) {
  std::vector<Line> lines;
  for (const auto& phase : phases) {
    ByPeriod together(januaries.size(), std::vector<double>(run.replicates(), 0));
    for (const auto& provision : provisions) {
      std::vector<SeriesName> parts;
      for (const auto& id : provision.placements)
        parts.push_back({"placement_stock", "placement_phase", id + "/" + std::string(phase.name)});
      const auto sums = sum_of(run, parts, januaries);
      Line line{std::string(provision.title), &phase, {}, {}, {}, parts.empty()};
      for (std::size_t y = 0; y < sums.size(); ++y) {
        line.said.push_back(said_of(sim::Unit::count, sums[y]));
        for (std::size_t r = 0; r < sums[y].size(); ++r) together[y][r] += sums[y][r];
      }
      lines.push_back(std::move(line));
    }
    std::vector<Said> said;
    for (const auto& sum : together) said.push_back(said_of(sim::Unit::count, sum));
    round_phase(lines, phase, said);
  }
  return lines;
}

std::string note_of(const Line& line, const Years& years) {
  std::string note;
  if (line.nobody) note = "the run has no such placement";
  if (years.januaries.size() < line.phase->years)
    note += fmt::format("{}x: the run ends in January {}", note.empty() ? "" : "; ", years.januaries.back());
  if (line.phase->years < most_years)
    note += fmt::format("{}z: {} years of {} are asked for", note.empty() ? "" : "; ", line.phase->years,
                        line.phase->name);
  return note;
}

ResultTable form(const std::vector<Line>& lines, const Years& years) {
  ResultTable table{"scap_send_forecast", {"statistic", "phase", "year_groups", "provision"}};
  table.columns.insert(table.columns.end(), years.names.begin(), years.names.end());
  table.columns.emplace_back("note");
  for (const bool median : {false, true})
    for (const auto& line : lines) {
      std::vector<Cell> row{std::string(median ? "median, rounded" : "mean, rounded"),
                            std::string(line.phase->name), std::string(line.phase->year_groups),
                            line.provision};
      for (std::size_t y = 0; y < most_years; ++y)
        if (y >= line.phase->years)
          row.emplace_back(std::string("z"));
        else if (y >= years.januaries.size())
          row.emplace_back(std::string("x"));
        else
          row.emplace_back(static_cast<std::int64_t>((median ? line.median : line.mean)[y]));
      row.emplace_back(note_of(line, years));
      table.rows.push_back(std::move(row));
    }
  return table;
}

ResultTable detail(const std::vector<Line>& lines, const Years& years) {
  ResultTable table{"scap_detail",
                    {"academic_year", "january", "phase", "year_groups", "provision", "mean_rounded",
                     "median_rounded", "mean", "p10", "median", "p90", "asked_for"}};
  for (const auto& line : lines)
    for (std::size_t y = 0; y < years.januaries.size(); ++y) {
      const Said& s = line.said[y];
      table.rows.push_back({years.names[y], years.januaries[y], std::string(line.phase->name),
                            std::string(line.phase->year_groups), line.provision,
                            static_cast<std::int64_t>(line.mean[y]),
                            static_cast<std::int64_t>(line.median[y]), s.mean, s.p10, s.median, s.p90,
                            std::string(y < line.phase->years ? "yes" : "no")});
    }
  return table;
}

}  // namespace

ScapReturn scap_return(const StoredRun& run, const std::string& from) {
  if (!has_breakdown(run, "placement_stock", "placement_phase"))
    throw UserError(fmt::format(
        "{}: has no plans by placement and phase (placement_stock by placement_phase), which SCAP asks for: "
        "a "
        "run of a published ledger has no plans, one by an earlier version not these; run it again",
        run.folder().string()));
  ScapReturn out;
  const auto types = provisions(run, out.notes);
  const Years years = years_of(run, from);
  const auto lines = lines_of(run, types, years.januaries);
  out.tables = {form(lines, years), detail(lines, years)};
  out.notes.emplace_back(
      "Residents with a plan who are in the provision on the January census day of the academic year, "
      "Reception to Year 11. Where places are full, children who want one sit elsewhere: see place_demand "
      "and "
      "place_shortfall in summary.csv before this is read as the need for places.");
  out.notes.emplace_back(
      "The survey takes one number; mean and median are both offered, as whole numbers. The four provisions "
      "of a phase are rounded to their rounded total by largest remainder, so that they add up. Medians of "
      "parts do not add up to the median of the whole; what is missing is put on them by their spread (P90 - "
      "P10). The medians themselves, with P10 and P90, are in scap_detail.csv.");
  out.notes.emplace_back(
      "x: not available (the run is too short). z: not asked for. The base year of the run is left out "
      "unless "
      "--from names it.");
  return out;
}

}  // namespace app

#pragma once
// Targets and outturns of a configuration, and the series of the results that each of them speaks of.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config.hpp"
#include "sim/layout.hpp"

namespace app {

/// A target or an outturn, found in the layout.
struct Goal {
  std::string id, title, source, aim;  ///< aim: "at_most", "at_least" or "above"; empty for an outturn
  std::string kind;                    ///< of an outturn: "outturn" or "forecast"
  std::string metric, breakdown, category, period;
  sim::Metric about;  ///< the metric as declared
  std::uint32_t series = 0, period_index = 0;
  double value = 0;  ///< in the unit of summary.csv (counts, pounds, ratios)
};

/// A member of the family ("target" or "outturn") as it is written: not yet found in a layout.
Goal written_goal(const sim::Config& config, std::string_view family, const std::string& id);

/// A goal, or the first thing wrong with it; neither where the run has no figures of it or of its period.
struct FoundGoal {
  std::optional<Goal> goal;
  std::optional<sim::Diagnostic> fault;
};
/// Finds the series of a goal as it is written. `called`: what a fault calls it; `origin`: where a field of
/// it stands ("metric", "breakdown", "category", "period").
FoundGoal find_goal(Goal written, const sim::Layout& layout, const std::string& area,
                    const std::string& called,
                    const std::function<sim::Origin(std::string_view field)>& origin);

/// The members of the family ("target" or "outturn"), by period and id. Those that check_goals finds fault
/// with or that lie outside the run are left out.
std::vector<Goal> goals(const sim::Config& config, const sim::Layout& layout, std::string_view family);

/// Targets and outturns that name no series of the results, or no period such as theirs, with the nearest
/// name.
std::vector<sim::Diagnostic> check_goals(const sim::Config& config, const sim::Layout& layout);
/// Notes on those whose period lies outside the run, which is no fault: a plan of four years may be run for
/// two.
std::vector<std::string> goals_outside(const sim::Config& config, const sim::Layout& layout);

/// 1 where a draw meets the aim, 0 where it does not, NaN where it has no value.
std::vector<double> met(const std::vector<double>& values, const Goal& goal);
/// Share of the draws that meet an aim, of those that have a value (a ratio to an empty base has none; NaN if
/// all lack it). `at_most` counts values up to the goal, `at_least` from it on, `above` those over it.
double share_met(const std::vector<double>& values, const Goal& goal);
/// The same with its Monte Carlo error (NaN for too few replicates).
struct Chance {
  double value = 0, mcse = 0;
};
Chance chance_met(const std::vector<double>& values, const Goal& goal);
/// Where a value lies among the draws that have one, 0 to 1: the share below it and half of those equal to
/// it.
double percentile_of(const std::vector<double>& draws, double value);
/// Its Monte Carlo error (NaN for too few replicates).
double percentile_error(const std::vector<double>& draws, double value);

}  // namespace app

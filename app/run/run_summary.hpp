#pragma once
// What a planner is told at the end of a run: a few figures read back from the store, as values, text or
// JSON.

#include <filesystem>
#include <string>
#include <vector>

#include "app/compare/assumption_changes.hpp"
#include "app/compare/programme.hpp"
#include "app/goal/goals.hpp"
#include "app/run/forecast_discrepancy.hpp"
#include "app/run/sampling.hpp"
#include "app/terminal.hpp"
#include "sim/config.hpp"
#include "sim/statistics.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// One figure by period: its name in summary.csv and a distribution for each period.
struct FigureByPeriod {
  sim::Metric metric;
  std::vector<std::string> periods;
  std::vector<sim::Summary> figures;
};

/// A placement type with limited places on one 1 September, after the allocation.
struct PlacesResult {
  std::string type, title, period;
  sim::Summary places, wanted, short_of;  ///< commissioned; children who prefer it; those of them not in it
};

struct TargetResult {
  Goal goal;
  bool known = false;  ///< false where `--store headline` kept no draws of the series
  Chance met;
};

struct OutturnResult {
  Goal goal;
  bool known = false;
  double percentile = 0, percentile_mcse = 0;
  Chance at_most;
};

struct LayerResult {
  sim::Metric metric;
  std::string period;
  sim::Layers variance;
};

struct RunSummary : Sampling {
  std::string area, scenario, start;
  std::int64_t years = 0;
  double seconds = 0;
  std::vector<ScenarioChanges> scenarios;
  std::vector<FigureByPeriod> january, financial_year;
  std::vector<PlacesResult> places;  ///< by type: a year on, half-way, and at the end of the run
  std::vector<TargetResult> targets;
  std::vector<OutturnResult> outturns;
  std::optional<Programme> programme;
  std::vector<LayerResult> layers;
  std::vector<WidenedFigure> widened;  ///< with the discrepancy of past forecasts; empty without one
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;

  double replicates_per_second() const { return seconds > 0 ? replicates / seconds : 0; }
};

/// Reads the figures back from the store; programme, discrepancy, seconds, notes, folder and files are for
/// the caller to add.
RunSummary run_summary(const sim::Config& config, const sim::StoreReader& store, unsigned threads);

/// 80 columns of text.
std::string run_summary_text(const RunSummary& summary, const Style& style);
std::string run_summary_json(const RunSummary& summary);

}  // namespace app

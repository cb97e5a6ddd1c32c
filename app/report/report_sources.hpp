#pragma once
// What a report is made from: finished runs, their configuration where it can be read, and what happened.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/bridge/bridge_figures.hpp"
#include "app/compare/comparison_summary.hpp"
#include "app/compare/paired_runs.hpp"
#include "app/goal/goals.hpp"
#include "app/report/report_options.hpp"
#include "app/risk/risk_summary.hpp"
#include "app/run/forecast_discrepancy.hpp"
#include "app/sensitivity/sensitivity.hpp"
#include "app/stored/run_config.hpp"

namespace app {

/// A row of assumptions.csv, as it is written there.
struct AssumptionLine {
  std::string name, value, mean, p10, p90, unit, source, reliability, note, set_in;
};

/// A row of attribution.csv: what an action adds to the cumulative deficit, or what is left.
struct AttributionLine {
  std::string part, action;  ///< part: "share", "other" or "total"
  double mean = 0, p10 = 0, p90 = 0, mcse = 0;
};

/// Two runs, replicate by replicate: B less A.
struct ReportPair {
  std::size_t a = 0, b = 0;  ///< places in ReportSources::runs
  PairSummary summary;
  std::string attributed_in;  ///< financial year; empty where there is no attribution
  std::vector<AttributionLine> attribution;
};

/// A target, a forecast by others or an outturn of the configuration or of a file.
struct StatedFigure {
  std::string title;
  double value = 0;
};

struct ReportSources {
  ReportOptions options;
  std::vector<PairedRun> runs;
  std::size_t main = 0;            ///< of which the report speaks
  std::vector<RunConfig> configs;  ///< of each run
  std::vector<ReportPair> pairs;
  std::vector<Goal> targets, outturns;    ///< of the main run's configuration
  std::unique_ptr<BridgeFigures> stated;  ///< the file of --outturns
  std::vector<AssumptionLine> assumptions;
  std::vector<WidenedFigure> widened;  ///< with what past forecasts missed, where the run is to show it
  std::optional<RiskSummary> risk;
  std::optional<FigureSensitivity> sensitivity;  ///< of the cumulative deficit in the last year
  std::string no_risk, no_sensitivity;           ///< why not, as clauses
  std::vector<std::string> not_as_written;  ///< files that are no longer what the run wrote, as sentences

  const StoredRun& run() const { return *runs[main].run; }
  const sim::Config* config() const { return configs[main].config ? &*configs[main].config : nullptr; }
  const sim::StoreReader& store() const { return run().store(); }

  /// Distributions of a figure by period; nothing where the run has none.
  struct Line {
    sim::Metric metric;
    std::vector<std::string> periods;
    std::vector<sim::Summary> figures;
  };
  std::optional<Line> line(const SeriesName& name) const;

  /// What happened, of a total at a period, from the file of --outturns or else from the configuration.
  std::optional<double> outturn(const sim::Metric& metric, const std::string& period) const;
  /// A target of a total at a period.
  std::optional<double> target(const std::string& metric, const std::string& period) const;
  /// "State-funded special school" of "state_special"; the id in words where the configuration is not there.
  std::string placement_title(const std::string& id) const;
};

/// Reads everything. Throws UserError for folders that hold no run, runs that are no pairs, and an outturn
/// file at fault (all its faults); sim::StoreError for a damaged store.
ReportSources report_sources(const ReportOptions& options);

}  // namespace app

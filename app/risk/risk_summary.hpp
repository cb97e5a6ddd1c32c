#pragma once
// How large the deficit can get, when, and what it is made of then: figures, tables and text.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/risk/risk_options.hpp"
#include "app/run/sampling.hpp"
#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"
#include "app/terminal.hpp"
#include "sim/tail_risk.hpp"

namespace app {

/// A sum of money in one financial year.
struct RiskYear {
  std::string year;
  sim::Summary summary;
  sim::TailRisk tail;
};

/// in_year_position, cumulative_deficit, ...: by year.
struct RiskMetric {
  std::string metric;
  std::vector<RiskYear> years;
  std::vector<double> thresholds;                        ///< the same for all years
  std::vector<std::vector<sim::ExceedancePoint>> above;  ///< by year, by threshold
};

struct LimitCrossing {
  DeficitLimit limit;
  std::vector<std::string> years;
  sim::Crossing crossing;
};

/// A line of spend or income, an event, or an assumption, in the worst cases.
struct TailLine {
  std::string kind, name;  ///< kind: opening, spend, income, event, assumption or rest
  sim::TailPart part;      ///< pounds; of an event: how often it was in force
};

struct Driver {
  std::string name, unit;
  sim::TailShift shift;
  bool told = false;  ///< its shift stands out from Monte Carlo error
};

/// Quantiles of a year: of the run, of its assumptions alone, or with what past forecasts have missed.
struct FanBand {
  std::string metric, period, band;
  double p05 = 0, p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0, p95 = 0;
};

struct StressResult {
  std::string name;
  sim::Summary summary;
  sim::TailRisk tail;
  sim::Estimate mean_difference;  ///< of the pairs; NaN for a run that is no pair
  std::string unpaired;           ///< why not
};

struct RiskSummary : Sampling {
  std::string area, scenario, year;  ///< year: of which the worst cases are taken apart
  double level = 0.95;
  std::vector<RiskMetric> metrics;
  std::vector<LimitCrossing> limits;
  std::vector<TailLine> lines;        ///< of the cumulative deficit; they add up to its tail mean
  std::vector<TailLine> events;       ///< how often each was in force
  std::vector<TailLine> assumptions;  ///< they add up, with the rest, to the excess of the tail
  double explained = 0;               ///< share of the variance that assumptions explain, linearly
  std::vector<Driver> drivers;        ///< reverse stress, by size of shift
  std::vector<FanBand> fan;
  std::string fan_by;  ///< how the assumptions' band was found: "layers", "regression" or empty
  std::vector<StressResult> stresses;  ///< the run itself first
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Throws UserError where the run cannot answer.
RiskSummary risk_summary(const StoredRun& run, const RiskOptions& options);

/// The parts that risk_summary is made of.
void add_tail(const StoredRun& run, RiskSummary& summary);
void add_fan(const StoredRun& run, RiskSummary& summary);
void add_stresses(const StoredRun& run, const RiskOptions& options, RiskSummary& summary);

std::vector<ResultTable> risk_tables(const RiskSummary& summary);
/// 80 columns of text.
std::string risk_text(const RiskSummary& summary, const Style& style);
std::string risk_json(const RiskSummary& summary);

}  // namespace app

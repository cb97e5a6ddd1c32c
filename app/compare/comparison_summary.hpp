#pragma once
// What a commissioner is told at the end of a comparison: a few figures of each pair of runs, as values, text
// or JSON.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/compare/affected.hpp"
#include "app/compare/assumption_changes.hpp"
#include "app/compare/attribution.hpp"
#include "app/compare/break_even.hpp"
#include "app/compare/savings.hpp"
#include "app/run/run_summary.hpp"
#include "sim/paired.hpp"

namespace app {

/// A run that is compared, by its letter. The store and the configuration outlive it.
struct ComparedRun {
  std::string letter, scenario;
  const sim::StoreReader* store = nullptr;
  const sim::Config* config = nullptr;  ///< of a finished run: none
  std::vector<AssumptionRow> assumptions;
  std::vector<AssumptionRow> settings = {};  ///< of a configuration; a finished run does not say them
};

/// One figure at one period in both runs.
struct ComparedPeriod {
  std::string period;
  double median_a = 0, median_b = 0;
  sim::Paired paired;             ///< B less A
  double mcse_lower = 0;          ///< Monte Carlo error of paired.p_lower
  double variance_reduction = 0;  ///< sim::variance_reduction
};

struct ComparedMetric {
  sim::Metric metric;
  std::vector<ComparedPeriod> periods;
};

/// A target of either configuration: its chance in both runs, and B less A.
struct ComparedTarget {
  Goal goal;
  Chance a, b, difference;
};

/// One financial year without and with what B does, in means, so that the figures of a year belong together:
/// income, spend, in-year position, cumulative deficit, in pounds.
struct YearSideBySide {
  std::string year;
  std::array<double, 4> a{}, b{};
};

/// A published figure of either configuration, an outturn or a forecast by others: where it lies in both
/// runs.
struct ComparedOutturn {
  Goal goal;
  double percentile_a = 0, percentile_b = 0;
  double mcse_a = 0, mcse_b = 0;
};

/// What becomes of the plan of one run.
struct ComparedProgramme {
  std::string letter;
  Programme programme;
};

/// B (or C, ...) against A.
struct PairSummary {
  std::string letter, scenario;
  std::vector<AssumptionChange> changes;  ///< from A to B
  std::vector<ComparedMetric> metrics;    ///< plans, independent share, spend, cumulative deficit
  std::vector<BreakEvenYear> break_even;
  std::vector<ComparedTarget> targets;
  std::vector<ComparedOutturn> outturns;
  std::vector<LayerResult> layers;  ///< of the difference
  std::optional<AttributionSummary> attribution;
  std::vector<YearSideBySide> side_by_side;
  SavingTable savings;
  std::vector<SavingYear> saving_years;
  CostPerPlan cost_per_plan;
  std::vector<CarriedByOthers> carried_by_others;
  std::vector<AffectedGroup> affected;
};

struct ComparisonSummary : Sampling {
  std::string area, first_term;
  double discount = 0, seconds = 0;
  std::string letter, scenario;  ///< of the reference
  std::vector<PairSummary> pairs;
  std::vector<ComparedProgramme> programmes;  ///< of the runs that were simulated
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Reads the figures of one pair back from the stores.
PairSummary pair_summary(const ComparedRun& a, const ComparedRun& b, double discount);

/// Unmitigated and mitigated, what the saving is made of, and who is affected.
std::string effects_text(const ComparisonSummary& summary, const PairSummary& pair, const Style& style);
/// The attribution of one pair as text: the cumulative deficit and the plans at the end of the run.
std::string attribution_text(const ComparisonSummary& summary, const PairSummary& pair, const Style& style);
/// savings.csv and break_even.csv: the header, and the lines of one pair.
std::string savings_csv_header();
std::string savings_csv(const ComparisonSummary& summary, const PairSummary& pair);
std::string break_even_csv_header();
std::string break_even_csv(const ComparisonSummary& summary, const PairSummary& pair);

/// 80 columns of text.
std::string comparison_text(const ComparisonSummary& summary, const Style& style);
std::string comparison_json(const ComparisonSummary& summary);

}  // namespace app

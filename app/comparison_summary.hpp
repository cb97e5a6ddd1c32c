#pragma once
// What a commissioner is told at the end of a comparison: a few figures of each pair of runs, as values, text
// or JSON.

#include <filesystem>
#include <string>
#include <vector>

#include "app/assumption_changes.hpp"
#include "app/break_even.hpp"
#include "app/run_summary.hpp"
#include "sim/paired.hpp"

namespace app {

/// A run that is compared, by its letter. The store and the configuration outlive it.
struct ComparedRun {
  std::string letter, scenario;
  const sim::StoreReader* store = nullptr;
  const sim::Config* config = nullptr;  ///< of a finished run: none
  std::vector<AssumptionRow> assumptions;
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

/// B (or C, ...) against A.
struct PairSummary {
  std::string letter, scenario;
  std::vector<AssumptionChange> changes;  ///< from A to B
  std::vector<ComparedMetric> metrics;    ///< plans, independent share, spend, cumulative deficit
  std::vector<BreakEvenYear> break_even;
  std::vector<ComparedTarget> targets;
  std::vector<LayerResult> layers;  ///< of the difference
};

struct ComparisonSummary {
  std::string area, first_term, design;
  std::uint32_t replicates = 0;
  std::uint64_t seed = 0;
  unsigned members = 1;
  double discount = 0, seconds = 0;
  std::string letter, scenario;  ///< of the reference
  std::vector<PairSummary> pairs;
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Reads the figures of one pair back from the stores.
PairSummary pair_summary(const ComparedRun& a, const ComparedRun& b, double discount);

/// 80 columns of text.
std::string comparison_text(const ComparisonSummary& summary, const Style& style);
std::string comparison_json(const ComparisonSummary& summary);

}  // namespace app

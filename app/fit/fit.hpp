#pragma once
// From counts of flows to what they say of an area: posteriors of its multipliers on what others have.

#include <string>
#include <vector>

#include "app/fit/flows.hpp"
#include "sim/config.hpp"
#include "sim/diagnostic.hpp"

namespace app {

struct FitOptions {
  double keep = 0.8;  ///< what a count is worth a year later
  int last_year = 0;  ///< counts of later years are not used (0: all are)
};

/// One multiplier over a range of ages, on a log scale (odds for shares).
struct FittedRow {
  std::string parameter;            ///< what is set: "cease.local_level", "placement.inmss_day.first_local"
  std::string of;                   ///< what it multiplies, and the name of the flow
  std::string ages;                 ///< label of the range, empty for a parameter without ages
  double events = 0, expected = 0;  ///< after forgetting; expected at others' rate
  double mu = 0, sigma = 0;         ///< of the log: a lognormal distribution
  double prior_sigma = 0;
  bool bounded = false;  ///< its tail passes the parameter's bounds: truncated there
  /// Share of the variance before the counts that they took away.
  double shrinkage() const { return 1 - sigma * sigma / (prior_sigma * prior_sigma); }
};

/// Spearman's rank correlation of two rows, by their places in Fit::rows.
struct FittedPair {
  std::size_t a = 0, b = 0;
  double spearman = 0;
};

/// Reasons for leaving at a range of ages: concentrations of a Dirichlet, by reason.
struct FittedMix {
  std::string parameter, ages;
  double events = 0;
  std::vector<std::pair<std::string, double>> concentration;
};

struct Fit {
  std::vector<FittedRow> rows;
  std::vector<FittedPair> pairs;
  std::vector<FittedMix> mixes;
  int first_year = 0, last_year = 0;
  std::size_t used = 0, later = 0;  ///< counts
  std::vector<std::string> notes;
  std::vector<sim::Diagnostic> faults;  ///< counts that say what no parameter can hold
};

/// `data` is the file of the counts, for faults. Ages are pooled in the five groups of the statistics; where
/// a count spans several, in one. Methods: see sim/pooling.hpp.
Fit fit(const sim::Config& config, const std::vector<Flow>& flows, const FitOptions& options,
        const std::string& data = "flows");

/// The layer that a run reads: it extends `base` (as the layer's folder sees it).
std::string fitted_toml(const Fit& fit, const std::string& base, const std::string& data);
/// Tables for people, 80 columns.
std::string fit_text(const Fit& fit);

}  // namespace app

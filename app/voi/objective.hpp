#pragma once
// What a choice is judged by: a figure of a run, at a period or summed over the years, as a net benefit.

#include <string>
#include <string_view>
#include <vector>

#include "app/compare/paired_runs.hpp"
#include "app/figure_words.hpp"

namespace app {

struct ObjectiveWords {
  std::string of = "hnb_spend";  ///< "METRIC" or "METRIC in PERIOD"
  double discount = 0.035;       ///< a year
  bool more_is_better = false;
};

class Objective {
 public:
  /// What the words say of runs that have it. Money that flows in financial years (spend, positions, income)
  /// is summed over the years that all runs have, later ones discounted, unless a period is named; any other
  /// figure is taken at its last period in all. Throws UserError.
  Objective(const ObjectiveWords& words, const std::vector<PairedRun>& runs);

  /// The net benefit in every replicate: the figure, with its sign changed if less is better.
  std::vector<double> benefit(const StoredRun& run) const;
  const sim::Metric& metric() const { return metric_; }
  bool money() const { return metric_.unit == sim::Unit::pence; }
  /// "Less hnb_spend of 2018-19 to 2027-28 is better, discounted by 3.5 % a year."
  std::string text() const;

 private:
  ObjectiveWords words_;
  FigureWords figure_;
  sim::Metric metric_;
  std::vector<std::string> periods_;  ///< more than one: their sum
};

}  // namespace app

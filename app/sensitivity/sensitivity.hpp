#pragma once
// Where the spread of a figure comes from: groups of assumptions, single assumptions, and luck, with
// intervals.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/figure_words.hpp"
#include "app/run/sampling.hpp"
#include "app/sensitivity/prepared_draws.hpp"
#include "app/stored/result_table.hpp"
#include "app/terminal.hpp"
#include "sim/morris.hpp"
#include "sim/sobol_indices.hpp"

namespace app {

enum class IndexDesign { none, sobol, morris };

struct SensitivityOptions {
  std::string run;                   ///< folder of a finished run
  std::vector<FigureWords> figures;  ///< empty: those that matter most, as far as the run has them
  IndexDesign design = IndexDesign::none;
  std::size_t rows = 0;     ///< of the design: rows of Sobol's, trajectories of Morris's
  std::size_t singles = 0;  ///< assumptions that a Sobol design looks at one by one
  std::size_t shown = 12;   ///< lines of the text
  unsigned threads = 0;
  std::filesystem::path out;
};

/// A share of the variance with its 95 % interval.
struct IndexedShare {
  sim::Estimate index;
  sim::Interval interval;
};

struct GroupShare {
  models::AssumptionGroup group = models::AssumptionGroup::demand;
  std::size_t assumptions = 0;
  IndexedShare share;
};

struct SingleShare {
  NamedAssumption assumption;
  sim::FirstOrder first;
};

/// Assumptions that depend on one another: Shapley effects, which add up to what they explain together.
struct DependentSet {
  std::vector<std::string> names;
  std::vector<IndexedShare> effects;  ///< none of more than sim::most_exact_players
  IndexedShare together;
};

/// A factor of a design that was simulated: a group, an assumption, the years, or luck.
struct DesignFactor {
  std::string kind, name, group;  ///< kind: "group", "assumption" or "layer"
};
struct DesignResult {
  IndexDesign design = IndexDesign::none;
  std::size_t rows = 0, simulations = 0;
  std::vector<DesignFactor> factors;
  std::vector<std::vector<sim::SobolIndex>> sobol;     ///< by figure, by factor
  std::vector<std::vector<sim::MorrisEffect>> morris;  ///< by figure, by factor
  double seconds = 0;
};

/// One figure. `why_not`: why there are no shares ("the figure is the same in every replicate").
struct FigureSensitivity {
  Figure figure;
  std::string name, why_not;
  sim::Metric metric;
  std::size_t replicates = 0;
  double mean = 0, sd = 0;
  std::vector<GroupShare> groups;
  /// Replicates that it takes to say what all and groups explain together; 0 if there are enough. Else they
  /// and the rest are NaN.
  std::size_t needed_together = 0;
  IndexedShare all;                   ///< all assumptions together
  IndexedShare rest;                  ///< what they leave: years, luck and what a regression cannot see
  std::optional<sim::Layers> layers;  ///< of a run with --layers
  std::vector<SingleShare> singles;   ///< by falling index
  std::vector<DependentSet> dependent;
};

struct SensitivitySummary : Sampling {
  std::string area, scenario;
  std::vector<FigureSensitivity> figures;
  std::optional<DesignResult> design;
  std::vector<std::string> notes;
  std::size_t shown = 12;
  double seconds = 0;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Reads the run; simulates nothing.
FigureSensitivity figure_sensitivity(const StoredRun& run, Figure figure, unsigned threads);

/// Simulates a design for the figures. Says on stderr first how long it will take if `say` is set, and shows
/// progress if `progress` is.
DesignResult simulated_design(const StoredRun& run, const SensitivityOptions& options,
                              const std::vector<FigureSensitivity>& figures, bool say, bool progress);

/// The whole command: reads, simulates what is asked for, writes the folder and the tables of the run.
SensitivitySummary sensitivity_run(const SensitivityOptions& options, const std::string& command, bool say,
                                   bool progress);

/// "sensitivity": one row per figure and group, assumption, layer or factor.
ResultTable sensitivity_table(const SensitivitySummary& summary);
std::string sensitivity_text(const SensitivitySummary& summary, const Style& style);
std::string sensitivity_json(const SensitivitySummary& summary);

}  // namespace app

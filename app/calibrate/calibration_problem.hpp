#pragma once
// A configuration as a calibration sees it: what is unknown, what was observed, and the model over the years
// in between.

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/calibrate/observations.hpp"
#include "app/load.hpp"
#include "models/model.hpp"
#include "sim/config_draws.hpp"
#include "sim/noisy_data.hpp"

namespace app {

/// What is asked: a configuration, outturns in a CSV file (or none), and the last January that may be used.
struct CalibrationQuestion {
  ConfigChoice choice;
  std::filesystem::path data;
  std::optional<int> until;
};

/// Immutable, and safe to share between threads.
class CalibrationProblem {
 public:
  /// The unknowns are the configuration's uncertain assumptions and, of every year that observations reach
  /// into, its year effects (`year_effect.*`), each a function of one standard normal.
  CalibrationProblem(sim::Config config, std::vector<Observation> observations, sim::Seed seed);

  /// Over as many years as the observations need, and with the past's year effects as assumptions.
  const sim::Config& config() const { return config_; }
  const models::SendModel& model() const { return model_; }
  const std::vector<Observation>& observations() const { return observations_; }
  const std::vector<std::string>& names() const { return normals_.names; }
  std::size_t unknowns() const { return normals_.names.size(); }

  /// What the assumptions are at z, in the order of names().
  void values(std::span<const double> z, std::span<double> out) const;
  /// Expected observations: means over luck, as if no limit were binding.
  void means(std::span<const double> z, std::span<double> out) const;
  /// Observations as one run counts them, with its own luck and limits; `which` names the luck.
  void simulate(std::span<const double> z, std::uint32_t which, std::span<double> out) const;
  /// The same with errors of what no luck explains.
  void simulate_noisily(std::span<const double> z, std::uint32_t which, std::span<double> out) const;

 private:
  double figure_of(std::size_t i, const std::function<double(std::uint32_t)>& value) const;

  sim::Config config_;
  models::SendModel model_;
  sim::AssumptionNormals normals_;
  std::vector<Observation> observations_;
  std::vector<std::uint32_t> chances_;  ///< cells that say whether an event of the risk register happens
  sim::Seed seed_;
};

/// The problem, or all that is wrong with the question. `notes`: outturns that the run has no figure of, by
/// file and line, and what the configuration has to say.
struct ProblemRead {
  std::shared_ptr<const CalibrationProblem> problem;
  std::vector<sim::Diagnostic> faults;
  std::vector<std::string> notes;
  std::vector<sim::InputFile> inputs;  ///< the CSV file
  int effects_to = 0;                  ///< last calendar year whose effects are unknowns
};
ProblemRead calibration_problem(const CalibrationQuestion& question, sim::Seed seed);

/// How luck spreads the observations, and where the means are not what the simulator has: measured by
/// simulating at draws of the prior and about `centre`.
struct LuckMeasured {
  sim::NoisyData data;
  /// By observation: the largest mean difference between simulator and means over any of the points, in
  /// standard deviations of the noise; nought where chance could explain it.
  std::vector<double> bias;
  std::size_t simulations = 0;
};
struct LuckSettings {
  sim::Seed seed = 1;
  std::size_t points = 12, each = 48;
  unsigned threads = 0;
  sim::StopToken stop = {};
};
LuckMeasured measure_luck(const CalibrationProblem& problem, const LuckSettings& settings);

/// A bias above this many standard deviations of the noise is a limit that binds: places, assessors.
inline constexpr double binding = 0.3;

}  // namespace app

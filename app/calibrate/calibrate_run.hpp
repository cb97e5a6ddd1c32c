#pragma once
// A calibration from question to folder: what the data taught about each assumption, and how well the model
// then fits them.

#include <array>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "app/calibrate/calibrate_options.hpp"
#include "app/terminal.hpp"
#include "sim/abc_smc.hpp"
#include "sim/moment_calibration.hpp"

namespace app {

/// P10, median and P90.
using Spread = std::array<double, 3>;
inline constexpr std::array<double, 3> spread_at{0.1, 0.5, 0.9};

/// An uncertain assumption before and after the data.
struct Learnt {
  std::string name, unit;
  std::size_t unknown = 0;  ///< position among the problem's names
  Spread before{}, after{};
  double shrinkage = 0;                                     ///< 1 - variance after over variance before
  double r_hat = std::numeric_limits<double>::quiet_NaN();  ///< of T1's chains
  double bulk_ess = std::numeric_limits<double>::quiet_NaN(), tail_ess = bulk_ess;
};

/// An observation against what the model says of it, luck and discrepancy included.
struct Fitted {
  Observation observation;
  Spread before{}, after{};
  double percentile = 0;  ///< of the observation in the posterior predictive distribution
  bool within_50 = false, within_90 = false;
};

/// The joint sample: draws x unknowns, in the order of the problem's names.
struct JointSample {
  std::vector<double> z, values, log_weights, weights;
  std::size_t unknowns = 0;
  std::size_t size() const { return weights.size(); }
  std::vector<double> of(std::size_t unknown) const;
};

struct Calibrated {
  std::string area, scenario, start;
  std::int64_t years = 0;  ///< simulated
  CalibrateOptions options;
  std::shared_ptr<const CalibrationProblem> problem;
  int effects_to = 0;
  Method method = Method::moments;
  std::vector<std::string> binding_on;  ///< observations on which a limit binds
  JointSample sample;
  std::vector<Learnt> learnt;         ///< those that the data taught, most first
  std::vector<std::string> untaught;  ///< the others
  std::vector<Fitted> fit;
  double effective = 0;          ///< draws that the sample is worth
  sim::MomentPosterior moments;  ///< of T1: its diagnostics (the sample is above)
  sim::AbcPosterior particles;   ///< of T2
  std::size_t simulations = 0;
  std::vector<std::string> notes;
  double seconds = 0;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Calibrates without writing: for the command, and for tests. Throws UserError, sim::Stopped.
Calibrated calibrate(const CalibrateOptions& options, const ProblemRead& read, bool progress);

/// The whole command's work: calibrates and writes the folder.
Calibrated calibrate_run(const CalibrateOptions& options, const ProblemRead& read, bool progress);

/// 80 columns of text.
std::string calibrate_text(const Calibrated& calibrated, const Style& style);
std::string calibrate_json(const Calibrated& calibrated);
/// fit.csv: one line per observation.
std::string fit_csv(const Calibrated& calibrated);
/// posterior-sample.csv: one line per draw, one column per unknown, and the logarithm of its weight.
std::string sample_csv(const Calibrated& calibrated);
/// posterior.toml: a configuration that extends the one calibrated, whose root is `config` as seen from the
/// file.
std::string posterior_toml(const Calibrated& calibrated, const std::string& config);

}  // namespace app

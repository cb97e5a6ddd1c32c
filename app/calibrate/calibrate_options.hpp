#pragma once
// What `sendcast calibrate` was asked to do, checked.

#include <optional>
#include <string>

#include "app/calibrate/calibration_problem.hpp"
#include "app/run/run_options.hpp"

namespace app {

/// The words of the command line; empty where nothing was said.
struct CalibrateWords {
  RunWords run;
  std::string data, until, method = "auto", particles = "1000", simulations = "20000", update;
};

enum class Method { automatic, moments, simulation };

struct CalibrateOptions {
  RunOptions run;  ///< replicates: draws of the posterior that are kept
  CalibrationQuestion question;
  Method method = Method::automatic;
  std::size_t particles = 1000, simulations = 20000;
  std::filesystem::path update;  ///< folder of a run to be weighted anew; empty for a calibration
};

/// Throws UserError for the first word that makes no sense.
CalibrateOptions calibrate_options(const CalibrateWords& words);
/// The command that repeats it.
std::string calibrate_command(const CalibrateOptions& options);

}  // namespace app

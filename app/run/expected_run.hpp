#pragma once
// `run --expected`: means without simulation, at the mean assumptions and without year effects.

#include "app/run/run_options.hpp"

namespace app {

/// Prints the headline means, and writes expected.csv and manifest.json if an output folder was given.
int expected_run(const RunOptions& options, const sim::Config& config);

}  // namespace app

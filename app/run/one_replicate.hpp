#pragma once
// One replicate alone, as an error message asks for: its headline figures.

#include "app/run/run_options.hpp"

namespace app {

/// Simulates the replicate and prints it; returns the exit code. A failure is a sim::ReplicateError.
int one_replicate(const RunOptions& options, const sim::Config& config);

}  // namespace app

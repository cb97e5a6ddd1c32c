#pragma once
// Which shard a run is to simulate: said by hand, or by the scheduler that starts many at once.

#include <functional>
#include <optional>
#include <string>

#include "sim/manifest.hpp"

namespace app {

/// A variable of the environment, if it is set and not empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment environment();

/// "i/N": shard i of N, from 1. "auto": the task of a Slurm job array, whose tasks are counted from the first
/// one on. "auto/N": Slurm's tasks are numbered 1 to N, or Kubernetes' completion indices 0 to N - 1. Nothing
/// is read from the environment otherwise. Throws UserError.
sim::ShardOf shard_option(const std::string& text, const Environment& environment);

}  // namespace app

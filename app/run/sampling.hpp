#pragma once
// How the replicates of a summary were drawn, as their run says.

#include <cstdint>
#include <string>

#include "sim/store_format.hpp"

namespace app {

/// What every summary begins with.
struct Sampling {
  std::string design;
  std::uint32_t replicates = 0;
  std::uint64_t seed = 0;
  unsigned members = 1;

  void take(const sim::RunInfo& info) {
    design = info.design;
    replicates = info.replicates;
    seed = info.seed;
    members = info.members;
  }
};

}  // namespace app

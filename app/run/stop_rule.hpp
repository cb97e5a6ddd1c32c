#pragma once
// When a run has enough replicates: once the Monte Carlo error of one named figure is small enough.

#include <cstdint>
#include <string>

#include "sim/statistics.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// "mcse(p95 of cumulative_deficit in 2024-25) < 1%"
struct StopRule {
  std::string text;         ///< as written, spaces tidied
  double probability = -1;  ///< of the quantile; below 0: the mean
  std::string metric, breakdown = "total", category = "total", period;
  double below = 0;  ///< in the unit of summary.csv, or a share of the figure
  bool relative = false;
};

/// Throws UserError that says how to write one.
StopRule stop_rule(const std::string& text);

/// The figure at a number of replicates.
struct StopState {
  std::uint32_t replicates = 0;
  double value = 0, mcse = 0, aim = 0;
  bool met = false;
};
/// Throws UserError if the layout has no such figure; call before anything is simulated.
std::pair<std::uint32_t, std::uint32_t> figure_of(const StopRule& rule, const sim::Layout& layout,
                                                  const std::string& area);
/// values: one per replicate.
StopState state_of(const StopRule& rule, std::span<const double> values);

/// How many replicates to have next, a multiple of `block`: as many as the error asks for if it falls with
/// the root of their number, at least half as many again and at most four times as many.
std::uint32_t next_replicates(const StopState& state, std::uint32_t block, std::uint32_t most);

}  // namespace app

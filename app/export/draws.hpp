#pragma once
// The replicates themselves, one row each: what R and Python read.

#include <filesystem>
#include <string>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

struct DrawsWords {
  std::vector<std::string> metrics;  ///< "cumulative_deficit", "placement_stock[placement=inmss_day] in 2026"
  std::string by;                    ///< breakdown of the metrics that name none
  bool assumptions = false;          ///< write their draws as well
};

/// The figures that were asked for, in order and each once. Throws UserError with the nearest name.
std::vector<Figure> drawn_figures(const StoredRun& run, const DrawsWords& words);

/// replicate, scramble, (of a run of several: area,) metric, breakdown, category, period_type, period, unit,
/// value; a ratio whose base is empty in a replicate has no value (NA). Writes as it reads: memory does not
/// grow with the figures.
void write_draws(const std::filesystem::path& file, const StoredRun& run, const std::vector<Figure>& figures);
/// replicate, scramble, assumption, unit, value.
void write_assumption_draws(const std::filesystem::path& file, const StoredRun& run);

}  // namespace app

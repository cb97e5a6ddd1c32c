#pragma once
// A finished run weighted anew by figures that have come in since: no simulation, only weights.

#include <filesystem>
#include <string>
#include <vector>

#include "app/calibrate/calibrate_options.hpp"
#include "app/calibrate/calibrate_run.hpp"
#include "app/terminal.hpp"

namespace app {

/// A headline figure before and after.
struct Updated {
  std::uint32_t series = 0, period_index = 0;
  std::string metric, period;
  sim::Metric about;
  Spread before{}, after{};
};

struct UpdateSummary {
  std::string area, scenario;
  std::filesystem::path run;
  std::uint32_t replicates = 0;
  std::vector<Fitted> fit;  ///< the new figures
  double effective = 0;     ///< replicates that are left
  std::vector<Updated> figures;
  std::vector<std::string> notes;
  std::filesystem::path folder;
  std::vector<std::string> files;
};

/// Fewer effective replicates than this are not called a forecast.
inline constexpr double fewest_effective = 100;

/// Weights every replicate by how likely the new figures are, had it been what happened: normal about its own
/// figure, with the discrepancy's spread; its luck is part of what it says. Throws UserError where the
/// weights collapse, saying how far, and for a run that has no such figures; writes the folder otherwise.
UpdateSummary update_run(const CalibrateOptions& options);

std::string update_text(const UpdateSummary& summary, const Style& style);
std::string update_json(const UpdateSummary& summary);

}  // namespace app

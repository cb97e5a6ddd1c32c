#pragma once
// Forecasts of every authority's plans and new plans from one January, as draws that share England's years.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/panel_local.hpp"
#include "models/panel_national.hpp"

namespace models {

struct PanelFit {
  int origin = 0;
  NationalFit national;
  LocalFit local;
};

/// `known`: cut at the origin. Throws std::invalid_argument where there is too little to learn from.
PanelFit fit_panel(const PanelSeries& known, const std::vector<int>& without_years = reform_years());

struct ForecastSize {
  int horizons = 4;  ///< years ahead
  std::uint32_t draws = 1000;
  sim::Seed seed = 1;
};

/// Draws by horizon (1 is the first year ahead). Draw d of every authority has the same national years.
class ForecastDraws {
 public:
  ForecastDraws(std::size_t authorities, const ForecastSize& size);
  std::span<double> at(std::size_t authority, int horizon);
  std::span<const double> at(std::size_t authority, int horizon) const;
  int horizons() const { return horizons_; }

 private:
  std::size_t place(std::size_t authority, int horizon) const;
  int horizons_;
  std::size_t draws_;
  std::vector<double> values_;
};

/// plans at horizon h: those of January origin + h; new plans: those of calendar year origin + h - 1.
struct PanelForecast {
  ForecastDraws plans, new_plans;
};

/// In the order of known.authorities. An authority without plans at the origin has NaN throughout. Draws are
/// keyed by seed, origin, draw and the authority's code: they do not depend on which other authorities there
/// are, save through the fit.
PanelForecast forecast(const PanelSeries& known, const PanelFit& fit, const ForecastSize& size);

}  // namespace models

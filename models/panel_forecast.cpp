// Forecasts of every authority's plans and new plans from one January, as draws that share England's years.

#include "models/panel_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/keys.hpp"
#include "sim/sample.hpp"
#include "sim/student4.hpp"

namespace models {
namespace {

/// No January loses more than this share of an authority's plans.
constexpr double most_lost = 0.7;

/// One draw of one authority.
class Life {
 public:
  Life(const LocalFit& fit, std::vector<double> state, double plans, sim::KeyedEngine words)
      : fit_(fit),
        state_(std::move(state)),
        plans_(plans),
        new_factor_(fit.new_plans_size.factor(plans)),
        leavers_factor_(fit.leavers_size.factor(plans)),
        words_(words) {}

  /// A year on: first new plans of the year, then plans in the January after it.
  void live(double national_log_ratio, double national_growth) {
    deviate();
    new_plans_ = plans_ * std::exp(national_log_ratio + fit_.centre + state_.front());
    const double national_leavers = std::exp(national_log_ratio) - national_growth;
    const double share =
        national_leavers + fit_.leavers_centre + fit_.leavers_scale * leavers_factor_ * shock();
    const double leavers = plans_ * share;
    const double luck = std::sqrt(std::abs(leavers)) * sim::inverse_normal(uniform());
    plans_ = std::max(plans_ + new_plans_ - leavers + luck, (1 - most_lost) * plans_);
  }
  double plans() const { return plans_; }
  double new_plans() const { return new_plans_; }

 private:
  double uniform() { return sim::unit(words_()); }
  double shock() { return sim::bounded_student4(uniform()); }
  void deviate() {
    auto next = state_;
    for (std::size_t i = 0; i < next.size(); ++i)
      next[i] =
          sim::predicted(state_, fit_.next[i].coefficients) + fit_.next[i].scale * new_factor_ * shock();
    state_ = std::move(next);
  }

  const LocalFit& fit_;
  std::vector<double> state_;
  double plans_, new_plans_ = 0, new_factor_, leavers_factor_;
  sim::KeyedEngine words_;
};

}  // namespace

ForecastDraws::ForecastDraws(std::size_t authorities, const ForecastSize& size)
    : horizons_(size.horizons),
      draws_(size.draws),
      values_(authorities * static_cast<std::size_t>(size.horizons) * size.draws,
              std::numeric_limits<double>::quiet_NaN()) {}

std::size_t ForecastDraws::place(std::size_t authority, int horizon) const {
  return (authority * static_cast<std::size_t>(horizons_) + static_cast<std::size_t>(horizon - 1)) * draws_;
}

std::span<double> ForecastDraws::at(std::size_t authority, int horizon) {
  return {values_.data() + place(authority, horizon), draws_};
}

std::span<const double> ForecastDraws::at(std::size_t authority, int horizon) const {
  return {values_.data() + place(authority, horizon), draws_};
}

PanelFit fit_panel(const PanelSeries& known, const std::vector<int>& without_years) {
  return {known.last_year(), fit_national(known, without_years), fit_local(known)};
}

PanelForecast forecast(const PanelSeries& known, const PanelFit& fit, const ForecastSize& size) {
  PanelForecast out{ForecastDraws(known.authorities.size(), size),
                    ForecastDraws(known.authorities.size(), size)};
  std::vector<NationalPath> england;
  for (std::uint32_t d = 0; d < size.draws; ++d)
    england.push_back(national_path(fit.national, fit.origin, size.horizons, size.seed, d));
  const auto states = local_states(known, fit.local);
  for (std::size_t a = 0; a < known.authorities.size(); ++a) {
    const double plans = known.authorities[a].plans.at(fit.origin);
    if (!(plans > 0)) continue;
    const auto entity = sim::name_hash64(known.authorities[a].code);
    for (std::uint32_t d = 0; d < size.draws; ++d) {
      Life life(fit.local, states[a], plans,
                sim::KeyedEngine(size.seed, {d, entity, static_cast<std::uint16_t>(fit.origin),
                                             purpose(Purpose::panel_years)}));
      for (int h = 1; h <= size.horizons; ++h) {
        const auto year = static_cast<std::size_t>(h - 1);
        life.live(england[d].log_ratio[year], england[d].growth[year]);
        out.plans.at(a, h)[d] = life.plans();
        out.new_plans.at(a, h)[d] = life.new_plans();
      }
    }
  }
  return out;
}

}  // namespace models

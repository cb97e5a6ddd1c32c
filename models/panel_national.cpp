// England's years: how fast the stock of plans and the yearly new plans grow, and how that may go on.

#include "models/panel_national.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/keys.hpp"
#include "sim/sample.hpp"
#include "sim/student4.hpp"

namespace models {
namespace {

std::vector<double> steps(double first, double step, int count) {
  std::vector<double> out(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) out[static_cast<std::size_t>(i)] = first + step * i;
  return out;
}

std::vector<double> ratios(double first, double ratio, int count) {
  std::vector<double> out(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) out[static_cast<std::size_t>(i)] = first * std::pow(ratio, i);
  return out;
}

/// Growth of plans moves by less than a hundredth in an ordinary year, that of new plans by a tenth. The
/// level to which growth tends is hardly known: about that of children and prices, 3 % +- 3.
sim::AutoregressionPrior prior(std::vector<double> scales) {
  return {.level_mean = 0.03,
          .level_sd = 0.03,
          .levels = steps(-0.06, 0.01, 23),
          .persistences = steps(0.05, 0.1, 10),
          .scales = std::move(scales),
          .freedom = sim::student4_freedom};
}

struct Growth {
  std::vector<double> values;
  std::vector<bool> step_counts;  ///< from each value to the next
};

Growth growth_of(const YearSeries& series, int from, int to, const std::vector<int>& without) {
  Growth g;
  for (int year = from; year <= to; ++year) {
    g.values.push_back(std::log(series.at(year + 1) / series.at(year)));
    if (year > from)
      g.step_counts.push_back(std::find(without.begin(), without.end(), year) == without.end());
  }
  return g;
}

/// Beyond this a year's growth (logarithm) is not believed.
constexpr double most_growth = 0.7, least_growth = -0.5;

}  // namespace

std::vector<int> reform_years() { return {2015, 2016}; }

NationalFit fit_national(const PanelSeries& known, const std::vector<int>& without_years) {
  const auto& e = known.england;
  const int origin = known.last_year(), first = known.first_year();
  if (origin - first < 2 || !e.new_plans.has(origin - 1) || !e.new_plans.has(origin - 2))
    throw std::invalid_argument("fit_national: too few years");
  // Growth of a calendar year: of plans from its January to the next, of new plans from the year before.
  const auto plans = growth_of(e.plans, first, origin - 1, without_years);
  const int first_new = std::max(e.new_plans.first(), first - 1);
  auto without_new = without_years;
  for (int& year : without_new) --year;  // growth_of names a step by the year it starts from
  const auto fresh = growth_of(e.new_plans, first_new, origin - 2, without_new);
  NationalFit fit;
  fit.growth = sim::autoregression_posterior(plans.values, plans.step_counts, prior(ratios(0.001, 1.4, 14)));
  fit.new_growth =
      sim::autoregression_posterior(fresh.values, fresh.step_counts, prior(ratios(0.01, 1.5, 9)));
  fit.last_growth = plans.values.back();
  fit.last_new_growth = fresh.values.back();
  fit.plans = e.plans.at(origin);
  fit.new_plans = e.new_plans.at(origin - 1);
  return fit;
}

NationalPath national_path(const NationalFit& fit, int origin, int horizons, sim::Seed seed,
                           std::uint32_t draw) {
  sim::KeyedEngine words(seed, {draw, sim::name_hash64("national"), static_cast<std::uint16_t>(origin),
                                purpose(Purpose::panel_years)});
  const auto uniform = [&] { return sim::unit(words()); };
  const auto of_plans = fit.growth.at(uniform()), of_new = fit.new_growth.at(uniform());
  const auto next = [&](const sim::Autoregression& a, double now) {
    return a.level + a.persistence * (now - a.level) + a.scale * sim::bounded_student4(uniform());
  };
  NationalPath path;
  double growth = fit.last_growth, new_growth = fit.last_new_growth;
  double log_new = std::log(fit.new_plans), log_plans = std::log(fit.plans);
  for (int h = 0; h < horizons; ++h) {
    growth = next(of_plans, growth);
    new_growth = next(of_new, new_growth);
    log_new += new_growth;
    const double believed = std::clamp(growth, least_growth, most_growth);
    path.log_ratio.push_back(log_new - log_plans);
    path.growth.push_back(std::expm1(believed));
    log_plans += believed;
  }
  return path;
}

}  // namespace models

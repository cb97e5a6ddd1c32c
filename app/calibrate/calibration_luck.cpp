// Luck by simulation: pairs of a run and its expectation at the same assumptions and the same years.

#include <algorithm>
#include <cmath>

#include "app/calibrate/calibration_problem.hpp"
#include "sim/design.hpp"
#include "sim/evaluate_all.hpp"
#include "sim/sample.hpp"

namespace app {

LuckMeasured measure_luck(const CalibrationProblem& problem, const LuckSettings& o) {
  const std::size_t p = problem.observations().size(), n = problem.unknowns();
  const sim::Workers workers{o.threads, o.stop, {}};
  std::vector<std::vector<double>> points(o.points, std::vector<double>(n));
  for (std::size_t g = 1; g < o.points; ++g)  // the first is the centre of the prior
    for (std::size_t k = 0; k < n; ++k)
      points[g][k] = sim::inverse_normal(
          sim::design_point(sim::Design::sobol, o.seed, sim::name_hash64("luck of " + problem.names()[k]),
                            static_cast<std::uint32_t>(g), static_cast<std::uint32_t>(o.points)));
  const auto means = sim::evaluate_all(
      o.points, p, workers, [&](std::size_t g, std::span<double> row) { problem.means(points[g], row); });
  const auto runs =
      sim::evaluate_all(o.points * o.each, p, workers, [&](std::size_t i, std::span<double> row) {
        problem.simulate(points[i / o.each], static_cast<std::uint32_t>(i), row);
      });

  LuckMeasured out;
  out.simulations = runs.size() / p;
  out.data.luck = sim::SquareMatrix(p);
  out.data.luck_at.assign(means.begin(), means.begin() + static_cast<std::ptrdiff_t>(p));
  out.data.luck_grows.assign(p, true);
  for (std::size_t i = 0; i < p; ++i) {
    const auto& observation = problem.observations()[i];
    out.data.values.push_back(observation.goal.value);
    out.data.discrepancy.push_back(observation.discrepancy);
    bool grows =
        observation.goal.about.unit == sim::Unit::count || observation.goal.about.unit == sim::Unit::pence;
    for (std::size_t g = 0; g < o.points; ++g) grows = grows && means[g * p + i] > 0;
    out.data.luck_grows[i] = grows;
  }
  // About the mean of its own point, so that a bias is not taken for luck.
  out.bias.assign(p, 0.0);
  std::vector<std::vector<double>> mean_difference(o.points, std::vector<double>(p));
  for (std::size_t g = 0; g < o.points; ++g)
    for (std::size_t r = 0; r < o.each; ++r)
      for (std::size_t i = 0; i < p; ++i)
        mean_difference[g][i] +=
            (runs[(g * o.each + r) * p + i] - means[g * p + i]) / static_cast<double>(o.each);
  const double freedom = static_cast<double>(o.points * (o.each - 1));
  for (std::size_t g = 0; g < o.points; ++g) {
    std::vector<double> scale(p, 1.0);
    for (std::size_t i = 0; i < p; ++i)
      if (out.data.luck_grows[i]) scale[i] = std::sqrt(out.data.luck_at[i] / means[g * p + i]);
    for (std::size_t r = 0; r < o.each; ++r) {
      std::vector<double> d(p);
      for (std::size_t i = 0; i < p; ++i)
        d[i] = scale[i] * (runs[(g * o.each + r) * p + i] - means[g * p + i] - mean_difference[g][i]);
      for (std::size_t i = 0; i < p; ++i)
        for (std::size_t j = 0; j < p; ++j) out.data.luck(i, j) += d[i] * d[j] / freedom;
    }
  }
  constexpr double significant = 4.5;  // standard errors
  for (std::size_t g = 0; g < o.points; ++g) {
    const auto noise = sim::noise_covariance(out.data, std::span(means).subspan(g * p, p));
    auto luck_only = out.data;
    luck_only.discrepancy.assign(p, 0.0);
    const auto luck = sim::noise_covariance(luck_only, std::span(means).subspan(g * p, p));
    for (std::size_t i = 0; i < p; ++i) {
      const double error = std::sqrt(luck(i, i) / static_cast<double>(o.each));
      const double off = std::abs(mean_difference[g][i]);
      if (off > significant * error) out.bias[i] = std::max(out.bias[i], off / std::sqrt(noise(i, i)));
    }
  }
  return out;
}

}  // namespace app

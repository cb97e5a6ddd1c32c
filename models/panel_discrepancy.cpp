// What forecasts missed beyond their own variance.

#include "models/panel_discrepancy.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "models/keys.hpp"
#include "sim/sample.hpp"
#include "sim/statistics.hpp"

namespace models {
namespace {

/// Weight, in origins, of the belief that the model has no discrepancy.
constexpr double prior_origins = 2;
/// A miss counts for at most this many of the model's standard deviations.
constexpr double largest_miss = 3;
/// The iteration ends when a step adds less than this part.
constexpr double least_step = 1e-6;
constexpr int most_steps = 200;

}  // namespace

SquaredMiss squared_miss(const std::vector<double>& sorted, double outturn, int origin, int horizon) {
  const double low = std::log(sim::sorted_quantile(sorted, 0.16)),
               high = std::log(sim::sorted_quantile(sorted, 0.84));
  const double miss = std::log(outturn / sim::sorted_quantile(sorted, 0.5));
  return {origin, horizon, std::isfinite(miss) ? miss * miss : std::numeric_limits<double>::quiet_NaN(),
          (high - low) / 2};
}

double excess_of(const SquaredMiss& m, double added) {
  if (!std::isfinite(m.squared)) return m.squared;
  constexpr double most = largest_miss * largest_miss;
  return std::min(m.squared, most * m.sd * m.sd + most * added) - m.sd * m.sd;
}

void MeanExcess::add(double excess) {
  if (std::isfinite(excess)) sum_ += excess, ++count_;
}

bool crosses(const std::vector<int>& years, int origin, int horizon) {
  return std::any_of(years.begin(), years.end(),
                     [&](int year) { return year >= origin && year < origin + horizon; });
}

Discrepancy learn_discrepancy(const std::vector<Miss>& misses) {
  std::map<int, std::pair<double, int>> by_origin;
  for (const auto& m : misses) {
    by_origin[m.origin].first += m.excess_per_year;
    ++by_origin[m.origin].second;
  }
  double sum = 0;
  for (const auto& [year, total] : by_origin) sum += total.first / total.second;
  const auto n = static_cast<double>(by_origin.size());
  return {std::max(sum / (n + prior_origins), 0.0), static_cast<int>(by_origin.size())};
}

Discrepancy learn_discrepancy(const std::vector<SquaredMiss>& misses) {
  Discrepancy learnt;
  for (int step = 0; step < most_steps; ++step) {
    std::map<std::pair<int, int>, MeanExcess> sums;
    for (const auto& m : misses)
      sums[{m.origin, m.horizon}].add(excess_of(m, learnt.variance_per_year * m.horizon));
    std::vector<Miss> means;
    for (const auto& [key, sum] : sums)
      if (!sum.empty()) means.push_back(sum.miss(key.first, key.second));
    const double before = learnt.variance_per_year;
    learnt = learn_discrepancy(means);
    if (learnt.variance_per_year <= before * (1 + least_step)) break;
  }
  return learnt;
}

void add_discrepancy(std::vector<double>& draws, const Discrepancy& discrepancy, const ForecastOf& of) {
  const double sd = std::sqrt(discrepancy.variance_per_year * of.horizon);
  if (!(sd > 0)) return;
  const auto entity = sim::name_hash64(of.code);
  for (std::uint32_t d = 0; d < draws.size(); ++d) {
    const auto words = sim::draw(
        of.seed, {d, entity, static_cast<std::uint16_t>(of.origin), purpose(Purpose::panel_discrepancy)});
    draws[d] *= std::exp(sd * sim::inverse_normal(sim::unit(words[0])));
  }
}

}  // namespace models

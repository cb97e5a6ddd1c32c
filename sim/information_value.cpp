// Maxima over fitted conditional means, for all rows and without each scramble.

#include "sim/information_value.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace sim {
namespace {

constexpr std::size_t all = scrambles;

LeftOut means_left_out(std::span<const double> values, std::span<const std::uint8_t> scramble) {
  std::array<double, scrambles> sum{};
  std::array<std::size_t, scrambles> count{};
  for (std::size_t r = 0; r < values.size(); ++r) {
    sum[scramble[r]] += values[r];
    ++count[scramble[r]];
  }
  double total = 0;
  for (const double s : sum) total += s;
  LeftOut out{};
  for (std::size_t k = 0; k < scrambles; ++k)
    out[k] = (total - sum[k]) / static_cast<double>(std::max<std::size_t>(1, values.size() - count[k]));
  out[all] = total / static_cast<double>(values.size());
  return out;
}

}  // namespace

Choice::Choice(std::vector<std::vector<double>> net_benefit, std::span<const std::uint8_t> scramble)
    : increments_(std::move(net_benefit)),
      scramble_(scramble.begin(), scramble.end()),
      chance_(increments_.size(), 0.0) {
  if (increments_.empty()) throw std::invalid_argument("a choice without options");
  const std::size_t n = scramble_.size();
  double greatest = mean(increments_[0]);
  for (std::size_t d = 1; d < increments_.size(); ++d)
    if (const double m = mean(increments_[d]); m > greatest) {
      greatest = m;
      best_ = d;
    }
  for (std::size_t r = 0; r < n; ++r) {
    std::size_t first = 0;
    for (std::size_t d = 1; d < increments_.size(); ++d)
      if (increments_[d][r] > increments_[first][r]) first = d;
    chance_[first] += 1 / static_cast<double>(n);
  }
  const std::vector<double> reference = increments_[best_];
  for (auto& values : increments_)
    for (std::size_t r = 0; r < n; ++r) values[r] -= reference[r];
  for (const auto& values : increments_) {
    left_out_.push_back(means_left_out(values, scramble_));
    means_.push_back(jackknife(left_out_.back()));
  }
}

std::vector<std::span<const double>> Choice::increments() const {
  std::vector<std::span<const double>> out;
  for (std::size_t d = 0; d < increments_.size(); ++d)
    if (d != best_) out.emplace_back(increments_[d]);
  return out;
}

LeftOut value_of_information(const LeftOutRegression& regression, const Choice& choice) {
  std::vector<LeftOutRegression::Fit> fits;
  std::vector<LeftOut> shrink;
  for (const auto& y : choice.increments()) {
    fits.push_back(regression.fit(y));
    shrink.push_back(fits.back().shrink());
  }
  const auto scramble = choice.scramble();
  const std::size_t n = scramble.size();
  std::vector<double> fitted(n), greatest(n);
  LeftOut out{};
  for (std::size_t k = 0; k <= all; ++k) {
    std::fill(greatest.begin(), greatest.end(), 0.0);
    double without = 0;
    std::size_t i = 0;
    for (std::size_t d = 0; d < choice.options(); ++d) {
      if (d == choice.best()) continue;
      const double centre = choice.left_out(d)[k], by = shrink[i][k];
      without = std::max(without, centre);
      if (by > 0) regression.predict(fits[i], k, fitted);
      for (std::size_t r = 0; r < n; ++r)
        greatest[r] = std::max(greatest[r], by > 0 ? centre + by * (fitted[r] - centre) : centre);
      ++i;
    }
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t r = 0; r < n; ++r)
      if (k == all || scramble[r] != k) {
        sum += greatest[r];
        ++count;
      }
    out[k] = std::max(0.0, sum / static_cast<double>(count) - without);
  }
  return out;
}

double discounted_uses(double a_year, unsigned years, double discount) {
  double uses = 0;
  for (unsigned y = 0; y < years; ++y) uses += a_year * std::pow(1 + discount, -static_cast<double>(y));
  return uses;
}

}  // namespace sim

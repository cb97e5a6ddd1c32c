#include "sim/noisy_data.hpp"

#include <cmath>

namespace sim {

SquareMatrix noise_covariance(const NoisyData& d, std::span<const double> means) {
  const std::size_t n = d.size();
  std::vector<double> scale(n, 1.0);
  for (std::size_t i = 0; i < n; ++i)
    if (d.luck_grows[i] && d.luck_at[i] != 0) scale[i] = std::sqrt(std::abs(means[i] / d.luck_at[i]));
  SquareMatrix out(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) out(i, j) = d.luck(i, j) * scale[i] * scale[j];
    constexpr double least = 1e-6;
    const double apart = d.discrepancy[i] * means[i], floor = least * std::max(1.0, std::abs(means[i]));
    out(i, i) += apart * apart + floor * floor;
  }
  return out;
}

}  // namespace sim

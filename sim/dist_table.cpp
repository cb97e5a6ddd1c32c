// Building, checking and reading the table of a quantile.

#include "sim/dist_table.hpp"

#include <algorithm>
#include <cmath>

#include "sim/dist_boost.hpp"
#include "sim/sample.hpp"

namespace sim {

double QuantileTable::forward(double x) const {
  return scale_ == Scale::log ? std::log(x) : std::log(x) - std::log1p(-x);
}

double QuantileTable::back(double g) const {
  return scale_ == Scale::log ? std::exp(g) : 1.0 / (1.0 + std::exp(-g));
}

double QuantileTable::piece(int i, double t) const {
  const auto k = static_cast<std::size_t>(i);
  const double rise = value_[k + 1] - value_[k], a = slope_[k] - rise, b = rise - slope_[k + 1];
  return value_[k] + t * (rise + (1.0 - t) * ((1.0 - t) * a + t * b));
}

void QuantileTable::build() const {
  const auto exact_at = [&](double z) { return exact_(normal_cdf(z)); };
  std::array<double, pieces + 5> g;  // two more knots on either side, for the slopes
  for (std::size_t i = 0; i < g.size(); ++i)
    g[i] = forward(exact_at(-reach + step * (static_cast<double>(i) - 2.0)));
  for (std::size_t i = 0; i < value_.size(); ++i) {
    value_[i] = g[i + 2];
    slope_[i] = (g[i] - 8.0 * g[i + 1] + 8.0 * g[i + 3] - g[i + 4]) / 12.0;
  }
  bool sound = true;
  for (int i = 0; i < pieces && sound; ++i) {
    const auto k = static_cast<std::size_t>(i);
    // Fritsch and Carlson 1980: a cubic with such slopes never turns back. Written so that NaN fails.
    const double most = 3.0 * (value_[k + 1] - value_[k]);
    const bool monotone =
        slope_[k] >= 0.0 && slope_[k] <= most && slope_[k + 1] >= 0.0 && slope_[k + 1] <= most;
    const double middle = exact_at(-reach + step * (i + 0.5));
    sound = monotone && std::abs(back(piece(i, 0.5)) - middle) <= 1e-7 * sd_;
  }
  usable_ = sound;
}

double QuantileTable::operator()(double u) const {
  std::call_once(once_, [this] { build(); });
  const double z = inverse_normal(u);
  if (!usable_ || !(std::abs(z) < reach)) return exact_(u);
  const double at = (z + reach) / step;
  const int i = std::min(static_cast<int>(at), pieces - 1);
  return back(piece(i, at - i));
}

}  // namespace sim

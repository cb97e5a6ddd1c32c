// The worth of a sample: two regressions, of the benefits on the assumption and of their fitted values on
// what the sample shows.

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/information_value.hpp"
#include "sim/sample.hpp"

namespace sim {

std::vector<double> sample_results(std::span<const double> draws, const Sample& sample,
                                   std::span<const double> u) {
  const std::uint32_t n = sample.observations;
  const bool share = sample.as == Observed::share;
  if (n == 0 || (!share && !(sample.sd_of_one > 0)) ||
      (share && std::any_of(draws.begin(), draws.end(), [](double p) { return !(p >= 0 && p <= 1); })))
    throw std::invalid_argument("a sample needs observations: counts of a share, or means with a spread");
  std::vector<double> out;
  out.reserve(draws.size());
  for (std::size_t r = 0; r < draws.size(); ++r)
    out.push_back(share ? static_cast<double>(inverse_binomial(n, draws[r], u[r])) / n
                        : draws[r] +
                              sample.sd_of_one / std::sqrt(static_cast<double>(n)) * inverse_normal(u[r]));
  return out;
}

LeftOut value_of_sample(const PreparedAssumption& x, const PreparedAssumption& results,
                        const Choice& choice) {
  const auto scramble = choice.scramble();
  const std::size_t n = scramble.size();
  std::vector<LeftOutRegression::Fit> fits;
  for (const auto& y : choice.increments()) fits.push_back(x.regression().fit(y));
  LeftOut out{};
  std::vector<double> given(n), shown(n), greatest(n);
  for (std::size_t k = 0; k <= scrambles; ++k) {
    std::fill(greatest.begin(), greatest.end(), 0.0);
    double without = 0;
    std::size_t i = 0;
    for (std::size_t d = 0; d < choice.options(); ++d) {
      if (d == choice.best()) continue;
      const auto& fit = fits[i++];
      const double centre = choice.left_out(d)[k], by = fit.shrink()[k];
      without = std::max(without, centre);
      x.regression().predict(fit, k, given);
      const auto second = results.regression().fit(given);
      const double both = by * second.shrink()[k];
      results.regression().predict(second, k, shown);
      for (std::size_t r = 0; r < n; ++r)
        greatest[r] = std::max(greatest[r], centre + both * (shown[r] - centre));
    }
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t r = 0; r < n; ++r)
      if (k == scrambles || scramble[r] != k) {
        sum += greatest[r];
        ++count;
      }
    out[k] = std::max(0.0, sum / static_cast<double>(count) - without);
  }
  return out;
}

}  // namespace sim

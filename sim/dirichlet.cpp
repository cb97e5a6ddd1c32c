// A Dirichlet draw is a vector of independent gamma draws divided by their sum.

#include "sim/dirichlet.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

#include "sim/dist_boost.hpp"

namespace sim {
namespace {

// Logarithm of the gamma(alpha, 1) quantile. Below e^-60 the quantile is (u alpha Gamma(alpha))^(1/alpha) to
// the last digit: the exponential in the density no longer bends it.
double log_gamma_quantile(double alpha, double u) {
  const double tail = (std::log(u) + boost::math::lgamma(alpha + 1.0, MathPolicy())) / alpha;
  return tail < -60.0 ? tail : std::log(boost::math::gamma_p_inv(alpha, u, MathPolicy()));
}

}  // namespace

void dirichlet_draw(std::span<const double> alpha, std::span<double> u) {
  double largest = -HUGE_VAL;
  for (std::size_t i = 0; i < u.size(); ++i) {
    u[i] = log_gamma_quantile(alpha[i], u[i]);
    largest = std::max(largest, u[i]);
  }
  double total = 0.0;
  for (double& x : u) total += x = std::exp(x - largest);
  for (double& x : u) x /= total;
}

std::vector<Uncertain> dirichlet_marginals(std::span<const double> alpha) {
  const double total = std::accumulate(alpha.begin(), alpha.end(), 0.0);
  std::vector<Uncertain> marginals;
  for (const double a : alpha)
    marginals.push_back(alpha.size() == 1 ? Uncertain::point(1.0) : Uncertain::of(dist::beta(a, total - a)));
  return marginals;
}

std::vector<double> dirichlet_from_counts(std::span<const double> counts, double prior) {
  std::vector<double> alpha(counts.begin(), counts.end());
  for (double& a : alpha) a += prior;
  return alpha;
}

}  // namespace sim

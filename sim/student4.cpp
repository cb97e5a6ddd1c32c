// Student's t distribution with four degrees of freedom.

#include "sim/student4.hpp"

#include <algorithm>
#include <cmath>

namespace sim {
namespace {

/// P(T <= -bound): the distribution function in closed form.
double tail() {
  const double x = -student4_bound, s = std::sqrt(4 + x * x);
  return 0.5 + 0.375 * (x / s) * 2 * (1 - x * x / (s * s) / 3) * 1.0;
}

}  // namespace

double student4_quantile(double u) {
  const double alpha = std::min(4 * u * (1 - u), 1.0);
  const double root = std::sqrt(alpha);
  if (root >= 1) return 0;
  const double q = std::cos(std::acos(root) / 3) / root;
  const double size = 2 * std::sqrt(std::max(q - 1, 0.0));
  return u < 0.5 ? -size : size;
}

double bounded_student4(double u) {
  static const double beyond = tail();
  return student4_quantile(beyond + u * (1 - 2 * beyond));
}

}  // namespace sim

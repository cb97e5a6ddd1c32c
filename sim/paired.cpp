// Two runs replicate by replicate: the distribution of their difference, and what their pairing is worth.

#include "sim/paired.hpp"

#include <cmath>
#include <limits>

namespace sim {
namespace {

/// The shares of the values that are below and at nought, of those that exist.
void set_chances(Paired& p, std::size_t lower, std::size_t equal) {
  const auto n = static_cast<double>(p.difference.n);  // none: 0/0, which is NaN as it should be
  p.p_lower = static_cast<double>(lower) / n;
  p.p_equal = static_cast<double>(equal) / n;
}

double square(double x) { return x * x; }

}  // namespace

Paired PairSummariser::integers(std::span<const std::int64_t> a, std::span<const std::int64_t> b,
                                double divisor, std::uint32_t first) {
  whole_.resize(a.size());
  a_.resize(a.size());
  b_.resize(a.size());
  std::size_t lower = 0, equal = 0;
  for (std::size_t r = 0; r < a.size(); ++r) {
    whole_[r] = b[r] - a[r];
    a_[r] = static_cast<double>(a[r]) / divisor;
    b_[r] = static_cast<double>(b[r]) / divisor;
    lower += whole_[r] < 0;
    equal += whole_[r] == 0;
  }
  Paired p{mean(a_), mean(b_), summariser_.integers(whole_, divisor, first)};
  set_chances(p, lower, equal);
  return p;
}

Paired PairSummariser::reals(std::span<const double> a, std::span<const double> b, std::uint32_t first) {
  real_ = differences(a, b);
  a_.clear();
  b_.clear();
  std::size_t lower = 0, equal = 0;
  for (std::size_t r = 0; r < a.size(); ++r) {
    if (std::isnan(real_[r])) continue;
    a_.push_back(a[r]);
    b_.push_back(b[r]);
    lower += real_[r] < 0;
    equal += real_[r] == 0;
  }
  Paired p{mean(a_), mean(b_), summariser_.reals(real_, first)};
  set_chances(p, lower, equal);
  return p;
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out(a.size());
  for (std::size_t r = 0; r < a.size(); ++r) out[r] = b[r] - a[r];
  return out;
}

double variance_reduction(std::span<const double> a, std::span<const double> b) {
  std::vector<double> own_a, own_b;
  for (std::size_t r = 0; r < a.size(); ++r) {
    if (std::isnan(a[r] + b[r])) continue;
    own_a.push_back(a[r]);
    own_b.push_back(b[r]);
  }
  return (square(sd(own_a)) + square(sd(own_b))) / square(sd(differences(own_a, own_b)));
}

}  // namespace sim

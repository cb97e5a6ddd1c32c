// Sums over weighted rows: a resample is how often each row is drawn.

#include "sim/sobol_indices.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/philox.hpp"

namespace sim {
namespace {

constexpr double z975 = 1.959963984540054;

void check(const SobolRuns& runs) {
  const auto sound = [&](std::span<const double> s) {
    return s.size() == runs.a.size() &&
           std::all_of(s.begin(), s.end(), [](double x) { return std::isfinite(x); });
  };
  if (runs.a.size() < 2 || !sound(runs.a) || !sound(runs.b) ||
      !std::all_of(runs.swapped.begin(), runs.swapped.end(), sound))
    throw std::invalid_argument("Sobol indices need rows A, B and swapped of one length, all finite");
}

/// How often each of n rows is drawn in resample b.
void draw_rows(Seed seed, std::uint32_t b, std::vector<double>& weight) {
  std::fill(weight.begin(), weight.end(), 0.0);
  const std::size_t n = weight.size();
  for (std::size_t i = 0; i < n; i += 4) {
    const Block words = philox_block({static_cast<std::uint32_t>(i / 4), b, 0, 0}, seed);
    for (std::size_t j = i; j < std::min(n, i + 4); ++j) weight[std::uint64_t{words[j - i]} * n >> 32] += 1;
  }
}

struct Pair {
  double first = 0, total = 0;
};

/// Rows less a common centre, so that squares lose no digits.
struct Centred {
  std::vector<double> a, b;
  std::vector<std::vector<double>> swapped;
};

Centred centred(const SobolRuns& runs) {
  const double centre = (mean(runs.a) + mean(runs.b)) / 2;
  const auto less = [&](std::span<const double> s) {
    std::vector<double> out(s.begin(), s.end());
    for (double& x : out) x -= centre;
    return out;
  };
  Centred out{less(runs.a), less(runs.b), {}};
  for (const auto& s : runs.swapped) out.swapped.push_back(less(s));
  return out;
}

std::vector<Pair> indices(const Centred& c, const std::vector<double>& weight) {
  const std::size_t n = weight.size();
  double total = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t r = 0; r < n; ++r) {
    const double w = weight[r];
    total += w;
    a += w * c.a[r];
    b += w * c.b[r];
    aa += w * c.a[r] * c.a[r];
    bb += w * c.b[r] * c.b[r];
    ab += w * c.a[r] * c.b[r];
  }
  const double pooled = (aa + bb) / (2 * total) - std::pow((a + b) / (2 * total), 2);
  const double of_a = aa / total - (a / total) * (a / total);
  const double of_b = bb / total - (b / total) * (b / total);
  const auto correlation = [](double covariance, double one, double other) {
    const double both = std::sqrt(std::max(0.0, one) * std::max(0.0, other));
    return both > 0 ? covariance / both : 0.0;
  };
  const double by_chance = correlation(ab / total - (a / total) * (b / total), of_a, of_b);
  std::vector<Pair> out;
  for (const auto& s : c.swapped) {
    double m = 0, ss = 0, product = 0, square = 0;
    for (std::size_t r = 0; r < n; ++r) {
      const double w = weight[r], x = s[r], d = c.a[r] - x;
      m += w * x;
      ss += w * x * x;
      product += w * c.b[r] * x;
      square += w * d * d;
    }
    const double of_s = ss / total - (m / total) * (m / total);
    const double all = pooled > 0 ? square / (2 * total) / pooled : 0.0;
    const double alone = correlation(product / total - (b / total) * (m / total), of_b, of_s);
    out.push_back({alone - (1 - std::min(1.0, all)) * by_chance, all});
  }
  return out;
}

Interval within(const Estimate& e) {
  return {std::clamp(e.value - z975 * e.mcse, 0.0, 1.0), std::clamp(e.value + z975 * e.mcse, 0.0, 1.0)};
}

}  // namespace

std::vector<SobolIndex> sobol_indices(const SobolRuns& runs, Seed seed, unsigned resamples) {
  check(runs);
  const Centred c = centred(runs);
  std::vector<double> weight(runs.a.size(), 1.0);
  const auto whole = indices(c, weight);
  std::vector<std::vector<double>> first(whole.size()), total(whole.size());
  for (std::uint32_t b = 0; b < resamples; ++b) {
    draw_rows(seed, b, weight);
    const auto again = indices(c, weight);
    for (std::size_t i = 0; i < again.size(); ++i) {
      first[i].push_back(again[i].first);
      total[i].push_back(again[i].total);
    }
  }
  std::vector<SobolIndex> out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    SobolIndex x{{whole[i].first, sd(first[i])}, {whole[i].total, sd(total[i])}, {}, {}};
    x.first_interval = within(x.first);
    x.total_interval = within(x.total);
    x.first.value = std::clamp(x.first.value, 0.0, 1.0);
    x.total.value = std::clamp(x.total.value, 0.0, 1.0);
    out.push_back(x);
  }
  return out;
}

}  // namespace sim

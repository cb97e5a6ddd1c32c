// What assumptions add to the tail of an outcome, by linear regression.

#include "sim/tail_regression.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/copula_matrix.hpp"
#include "sim/design.hpp"
#include "sim/tail_risk.hpp"
#include "sim/triangular.hpp"

namespace sim {
namespace {

using Factors = std::span<const std::span<const double>>;

/// Factors and outcome centred and scaled by their spread over all replicates, so that the sums of products
/// are tame; a constant factor becomes nought everywhere.
struct Standardised {
  std::size_t n = 0, width = 0;
  std::vector<double> x;  ///< row by row, then the outcome: width + 1 numbers
  std::vector<double> spread;
};

Standardised standardised(std::span<const double> outcome, Factors factors) {
  Standardised s{outcome.size(), factors.size(), {}, {}};
  s.x.resize(s.n * (s.width + 1));
  const auto put = [&](std::size_t column, std::span<const double> values) {
    const double centre = mean(values), spread = sd(values);
    const bool varies = spread > 1e-12 * (std::abs(centre) + spread);
    s.spread.push_back(varies ? spread : 0);
    for (std::size_t r = 0; r < s.n; ++r)
      s.x[r * (s.width + 1) + column] = varies ? (values[r] - centre) / spread : 0;
  };
  for (std::size_t f = 0; f < s.width; ++f) put(f, factors[f]);
  put(s.width, outcome);
  return s;
}

/// Sums of products of (1, factors, outcome), lower triangle.
using Products = std::vector<double>;

void add(Products& sums, std::span<const double> row) {
  const std::size_t width = row.size() + 1;
  for (std::size_t i = 0; i < width; ++i) {
    const double own = i == 0 ? 1 : row[i - 1];
    sums[i * width] += own;
    double* const line = sums.data() + i * width + 1;
    for (std::size_t j = 0; j < i; ++j) line[j] += own * row[j];
  }
}

/// Slopes of the outcome on the factors, from sums of products; the constant comes first. A hair on the
/// diagonal keeps factors that follow from others at nought between them.
std::vector<double> slopes(const Products& sums, std::size_t factors) {
  const std::size_t width = factors + 2;
  SquareMatrix m(factors + 1);
  for (std::size_t i = 0; i <= factors; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      m(i, j) = m(j, i) = sums[i * width + j] + (i == j && i > 0 ? 1e-9 * sums[0] : 0);
  std::vector<double> b(sums.begin() + static_cast<std::ptrdiff_t>((factors + 1) * width),
                        sums.begin() + static_cast<std::ptrdiff_t>((factors + 1) * width + factors + 1));
  solve_cholesky(cholesky(m), b);
  return b;
}

double jackknife(const std::vector<double>& left_out) {
  const double centre = mean(left_out), g = scrambles;
  double squares = 0;
  for (const double x : left_out) squares += (x - centre) * (x - centre);
  return std::sqrt((g - 1) / g * squares);
}

/// What the factors of some rows add to the tail: one number each, the excess last.
std::vector<double> parts_of(const Standardised& s, const std::vector<double>& b,
                             const std::vector<std::size_t>& rows, double level) {
  std::vector<double> outcome(rows.size()), part(rows.size());
  const auto at = [&](std::size_t r, std::size_t c) { return s.x[rows[r] * (s.width + 1) + c]; };
  for (std::size_t r = 0; r < rows.size(); ++r) outcome[r] = at(r, s.width);
  const auto weights = tail_weights(outcome, level);
  const double even = 1 / static_cast<double>(rows.size());
  std::vector<double> out(s.width + 1);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c <= s.width; ++c) out[c] += (weights[r] - even) * at(r, c);
  for (std::size_t f = 0; f < s.width; ++f) out[f] *= b[f + 1];
  return out;
}

/// The factors that vary, with mean 0 and standard deviation 1.
std::vector<std::vector<double>> varying(Factors factors) {
  std::vector<std::vector<double>> out;
  for (const auto& values : factors) {
    const double centre = mean(values), spread = sd(values);
    if (!(spread > 1e-12 * (std::abs(centre) + spread))) continue;
    auto& own = out.emplace_back(values.begin(), values.end());
    for (auto& x : own) x = (x - centre) / spread;
  }
  return out;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double total = 0;
  for (std::size_t r = 0; r < a.size(); ++r) total += a[r] * b[r];
  return total;
}

SquareMatrix root_of(const std::vector<std::vector<double>>& factors) {
  SquareMatrix m(factors.size());
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j)
      m(i, j) = m(j, i) =
          product(factors[i], factors[j]) + (i == j ? 1e-9 * static_cast<double>(factors[i].size()) : 0);
  return cholesky(m);
}

}  // namespace

ExplainedShare::ExplainedShare(Factors factors) : factors_(varying(factors)), root_(root_of(factors_)) {
  if (!factors.empty() && factors.front().size() < fewest_for_attribution(factors.size()))
    throw std::invalid_argument("too few replicates for so many factors");
}

double ExplainedShare::operator()(std::span<const double> outcome) const {
  std::vector<double> y(outcome.begin(), outcome.end());
  const double centre = mean(y);
  for (auto& x : y) x -= centre;
  const double all = product(y, y);
  if (!(all > 0) || factors_.empty()) return 0;
  std::vector<double> b;
  for (const auto& f : factors_) b.push_back(product(f, y));
  const std::vector<double> sums = b;
  solve_cholesky(root_, b);
  double by_factors = 0;
  for (std::size_t i = 0; i < b.size(); ++i) by_factors += b[i] * sums[i];
  const auto n = static_cast<double>(y.size());
  const double free = n - static_cast<double>(factors_.size()) - 1;
  return std::clamp(1 - (1 - by_factors / all) * (n - 1) / free, 0.0, 1.0);
}

TailAttribution tail_attribution(std::span<const double> outcome, Factors factors, double level) {
  const std::size_t n = outcome.size(), width = factors.size();
  if (n < fewest_for_attribution(width))
    throw std::invalid_argument("too few replicates for so many factors");
  const Standardised s = standardised(outcome, factors);
  const double unit = s.spread[width];
  std::vector<Products> own(scrambles, Products((width + 2) * (width + 2)));
  for (std::size_t r = 0; r < n; ++r)
    add(own[r % scrambles], std::span(s.x).subspan(r * (width + 1), width + 1));
  Products all((width + 2) * (width + 2));
  for (const auto& sums : own)
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += sums[i];

  const auto b = slopes(all, width);
  std::vector<std::size_t> rows(n);
  for (std::size_t r = 0; r < n; ++r) rows[r] = r;
  const auto whole = parts_of(s, b, rows, level);

  std::vector<std::vector<double>> left_out(width + 2);  // by factor, then the excess, then the rest
  for (unsigned leave = 0; leave < scrambles; ++leave) {
    Products sums = all;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] -= own[leave][i];
    rows.clear();
    for (std::size_t r = 0; r < n; ++r)
      if (r % scrambles != leave) rows.push_back(r);
    const auto parts = parts_of(s, slopes(sums, width), rows, level);
    double rest = parts[width];
    for (std::size_t f = 0; f < width; ++f) rest -= parts[f];
    for (std::size_t i = 0; i <= width; ++i) left_out[i].push_back(parts[i] * unit);
    left_out[width + 1].push_back(rest * unit);
  }

  TailAttribution out;
  double rest = whole[width];
  for (std::size_t f = 0; f < width; ++f) {
    out.factors.push_back({whole[f] * unit, jackknife(left_out[f])});
    rest -= whole[f];
  }
  out.excess = {whole[width] * unit, jackknife(left_out[width])};
  out.rest = {rest * unit, jackknife(left_out[width + 1])};
  const double centre = mean(outcome);
  double residual = 0;
  out.fitted.resize(n);
  for (std::size_t r = 0; r < n; ++r) {
    const double* const row = s.x.data() + r * (width + 1);
    double fit = b[0];
    for (std::size_t f = 0; f < width; ++f) fit += b[f + 1] * row[f];
    residual += (row[width] - fit) * (row[width] - fit);
    out.fitted[r] = centre + unit * fit;
  }
  const double varying = static_cast<double>(
      std::count_if(s.spread.begin(), s.spread.end() - 1, [](double x) { return x > 0; }));
  const double free = static_cast<double>(n) - varying - 1;
  out.explained = unit > 0 ? std::clamp(1 - residual / free, 0.0, 1.0) : 0;
  return out;
}

}  // namespace sim

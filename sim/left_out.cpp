// Sums of products scramble by scramble: leaving one out is a subtraction, not another pass over the rows.

#include "sim/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sim {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t all = scrambles;

/// Sums by scramble made into sums without each, and over all.
void leave_out(std::vector<std::vector<double>>& sums) {
  std::vector<double> total(sums.front().size(), 0.0);
  for (std::size_t k = 0; k < scrambles; ++k)
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += sums[k][i];
  for (std::size_t k = 0; k < scrambles; ++k)
    for (std::size_t i = 0; i < total.size(); ++i) sums[k][i] = total[i] - sums[k][i];
  sums.push_back(std::move(total));
}

/// Squares that coefficients b leave of rows of which only X'X (lower triangle), X'y and y'y are known.
double squares_left(const std::vector<double>& products, const std::vector<double>& sums,
                    const std::vector<double>& b) {
  const std::size_t p = b.size();
  double out = sums[p];
  for (std::size_t i = 0; i < p; ++i) {
    if (b[i] == 0) continue;
    double line = 0.5 * b[i] * products[i * p + i];
    for (std::size_t j = 0; j < i; ++j) line += b[j] * products[i * p + j];
    out += 2 * b[i] * (line - sums[i]);
  }
  return std::max(0.0, out);
}

}  // namespace

Estimate jackknife(const LeftOut& values) {
  double mean = 0, squares = 0;
  for (std::size_t k = 0; k < scrambles; ++k) mean += values[k] / scrambles;
  for (std::size_t k = 0; k < scrambles; ++k) squares += (values[k] - mean) * (values[k] - mean);
  return {values[all], std::sqrt(squares * (scrambles - 1) / scrambles)};
}

Interval interval_of(const Estimate& e, double low, double high) {
  if (!std::isfinite(e.mcse)) return {none, none};
  return {std::clamp(e.value - t15_975 * e.mcse, low, high),
          std::clamp(e.value + t15_975 * e.mcse, low, high)};
}

std::vector<double> UsableRows::of(std::span<const double> values) const {
  std::vector<double> out;
  out.reserve(kept.size());
  for (const auto r : kept) out.push_back(values[r]);
  return out;
}

UsableRows usable_rows(std::span<const std::span<const double>> samples, std::uint32_t first) {
  UsableRows out;
  const std::size_t n = samples.empty() ? 0 : samples.front().size();
  for (std::uint32_t r = 0; r < n; ++r) {
    if (std::any_of(samples.begin(), samples.end(), [&](const auto& s) { return !std::isfinite(s[r]); }))
      continue;
    out.kept.push_back(r);
    out.scramble.push_back(static_cast<std::uint8_t>((first + r) % scrambles));
  }
  return out;
}

std::string too_few(const UsableRows& rows) {
  std::array<std::size_t, scrambles> count{};
  for (const auto s : rows.scramble) ++count[s];
  if (*std::min_element(count.begin(), count.end()) >= fewest_per_scramble) return {};
  return fmt::format("{} replicate{} can be used; at least {} are needed", rows.size(),
                     rows.size() == 1 ? "" : "s", fewest_replicates);
}

LeftOut LeftOutRegression::Fit::shrink() const {
  LeftOut out{};
  for (std::size_t k = 0; k <= scrambles; ++k)
    out[k] = raw[k] > 0 ? std::sqrt(std::max(0.0, explained[k]) / raw[k]) : 0.0;
  return out;
}

LeftOutRegression::LeftOutRegression(std::vector<std::span<const double>> columns,
                                     std::span<const std::uint8_t> scramble)
    : columns_(std::move(columns)), scramble_(scramble) {
  const std::size_t p = columns_.size() + 1;
  std::vector<std::vector<double>> products(scrambles, std::vector<double>(p * p, 0.0));
  std::vector<double> row(p, 1.0);
  for (std::size_t r = 0; r < scramble_.size(); ++r) {
    ++count_[scramble_[r]];
    for (std::size_t j = 1; j < p; ++j) row[j] = columns_[j - 1][r];
    double* sums = products[scramble_[r]].data();
    for (std::size_t i = 0; i < p; ++i) {
      double* line = sums + i * p;
      const double x = row[i];
      for (std::size_t j = 0; j <= i; ++j) line[j] += x * row[j];
    }
  }
  products_ = products;
  leave_out(products);
  for (auto& part : products) equations_.emplace_back(std::move(part), p);
  for (std::size_t k = 0; k < scrambles; ++k) count_[k] = scramble_.size() - count_[k];
  count_[all] = scramble_.size();
}

LeftOutRegression::Fit LeftOutRegression::fit(std::span<const double> y) const {
  const std::size_t p = columns_.size() + 1;
  // y is centred and scaled: sums of squares of pounds lose their last digits.
  const double centre = mean(y), spread = y.size() > 1 ? sd(y) : 0.0;
  Fit out;
  if (!(spread > 1e-13 * std::abs(centre))) {
    for (std::size_t k = 0; k <= scrambles; ++k) {
      out.coefficients[k].assign(p, 0.0);
      out.coefficients[k][0] = centre;
    }
    return out;
  }
  std::vector<std::vector<double>> own(scrambles, std::vector<double>(p + 1, 0.0));  // X'y, and y'y last
  for (std::size_t r = 0; r < scramble_.size(); ++r) {
    const double v = (y[r] - centre) / spread;
    auto& s = own[scramble_[r]];
    s[0] += v;
    for (std::size_t j = 1; j < p; ++j) s[j] += v * columns_[j - 1][r];
    s[p] += v * v;
  }
  auto sums = own;
  leave_out(sums);
  LeftOut inside{}, total{};                // squares left of the rows of a fit, and about their mean
  std::array<double, scrambles> outside{};  // of the scramble that a fit leaves out
  double outside_all = 0;
  for (std::size_t k = 0; k <= scrambles; ++k) {
    const std::span<const double> right(sums[k].data(), p);
    auto b = equations_[k].solve(right);
    double fitted = 0;
    for (std::size_t j = 0; j < p; ++j) fitted += b[j] * right[j];
    total[k] = sums[k][p] - right[0] * right[0] / static_cast<double>(count_[k]);
    inside[k] = std::max(0.0, sums[k][p] - fitted);
    out.raw[k] = total[k] > 0 ? 1 - inside[k] / total[k] : 0.0;
    if (k < scrambles) outside_all += outside[k] = squares_left(products_[k], own[k], b);
    for (double& x : b) x *= spread;
    b[0] += centre;
    out.coefficients[k] = std::move(b);
  }
  for (std::size_t k = 0; k <= scrambles && equations_[all].rank() > 1; ++k) {
    const auto n = static_cast<double>(count_[k]), q = static_cast<double>(equations_[all].rank());
    // A fit leaves out a sixteenth of the rows.
    const double rows_of_fit = n * (scrambles - 1) / scrambles, freedom = rows_of_fit - q - 1;
    if (!(freedom > 0) || !(total[k] > 0)) continue;
    const double beyond = outside_all - (k < scrambles ? outside[k] : 0.0), a = n / freedom;
    const double left = (a * inside[k] + beyond) / (a + 1) / n;
    out.explained[k] = 1 - left / (total[k] / (n - 1));
  }
  return out;
}

void LeftOutRegression::predict(const Fit& fit, std::size_t k, std::span<double> out) const {
  const auto& b = fit.coefficients[k];
  std::fill(out.begin(), out.end(), b[0]);
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    const double x = b[j + 1];
    if (x == 0) continue;
    const double* column = columns_[j].data();
    for (std::size_t r = 0; r < out.size(); ++r) out[r] += x * column[r];
  }
}

}  // namespace sim

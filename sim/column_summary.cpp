// The line of summary.csv for one figure, from one radix sort.

#include "sim/column_summary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/radix_sort.hpp"

namespace sim {
namespace {

constexpr std::uint64_t top_bit = std::uint64_t{1} << 63;
constexpr unsigned scramble_bits = 4;
static_assert(scrambles == 1u << scramble_bits);

/// Columns of fewer values than this (most counts) are counted by value rather than sorted.
constexpr std::size_t most_tallied = 4096;

constexpr bool exists(std::int64_t) { return true; }
bool exists(double value) { return !std::isnan(value); }

/// Sixteen independent estimates: the error of their mean.
template <class Estimate>
double error_of(Estimate estimate) {
  std::array<double, scrambles> estimates{};
  for (unsigned s = 0; s < scrambles; ++s) estimates[s] = estimate(s);
  return sd(estimates) / std::sqrt(static_cast<double>(scrambles));
}

}  // namespace

/// A sum with what rounding lost on the way: that of sim::sum, step by step.
struct Compensated {
  double total = 0, lost = 0;
  void add(double x) {
    const double next = total + x;
    lost += std::abs(total) >= std::abs(x) ? (total - next) + x : (x - next) + total;
    total = next;
  }
  double value() const { return std::isfinite(total) ? total + lost : total; }
};

/// sim::sd about a mean that is known.
double sd_about(std::span<const double> values, double mean) {
  if (values.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  Compensated squares;
  for (const double x : values) squares.add((x - mean) * (x - mean));
  return std::sqrt(squares.value() / static_cast<double>(values.size() - 1));
}

/// sim::mcse_mean of values that all exist: sixteen sums side by side, which do not wait for one another.
double error_of_mean(std::span<const double> values) {
  if (values.size() < fewest_replicates) return std::numeric_limits<double>::quiet_NaN();
  std::array<double, scrambles> total{}, lost{}, means{};
  std::size_t r = 0;
  for (; r + scrambles <= values.size(); r += scrambles)
    for (std::size_t s = 0; s < scrambles; ++s) {
      const double x = values[r + s], next = total[s] + x;
      const bool keeps = std::abs(total[s]) >= std::abs(x);
      const double larger = keeps ? total[s] : x, smaller = keeps ? x : total[s];
      lost[s] += (larger - next) + smaller;
      total[s] = next;
    }
  for (std::size_t s = 0; s < scrambles; ++s) {
    Compensated sum{total[s], lost[s]};
    std::size_t n = r / scrambles;
    if (r + s < values.size()) {
      sum.add(values[r + s]);
      ++n;
    }
    means[s] = sum.value() / static_cast<double>(n);
  }
  return sd(means) / std::sqrt(static_cast<double>(scrambles));
}

template <class Value, class ToKey, class FromKey>
void ColumnSummariser::sort(std::span<const Value> values, std::uint32_t first, ToKey to_key,
                            FromKey from_key) {
  sorted_.clear();
  for (auto& scramble : scrambles_) scramble.clear();
  std::uint64_t base = ~std::uint64_t{0}, high = 0;
  for (const Value value : values) {
    if (!exists(value)) continue;
    base = std::min(base, to_key(value));
    high = std::max(high, to_key(value));
  }
  if (base > high) return;  // nothing exists
  const std::uint64_t range = high - base;
  const auto place = [&](std::uint64_t key, unsigned scramble) {
    sorted_.push_back(from_key(key));
    scrambles_[scramble].push_back(sorted_.back());
  };
  if (range < std::min(values.size() / 4, most_tallied)) {
    tallies_.assign((range + 1) * scrambles, 0);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (exists(values[i])) ++tallies_[(to_key(values[i]) - base) * scrambles + (first + i) % scrambles];
    for (std::uint64_t key = 0; key <= range; ++key) {
      const double value = from_key(base + key);
      std::size_t all = 0;
      for (unsigned s = 0; s < scrambles; ++s) {
        const auto own = tallies_[key * scrambles + s];
        scrambles_[s].insert(scrambles_[s].end(), own, value);
        all += own;
      }
      sorted_.insert(sorted_.end(), all, value);
    }
    return;
  }
  if (std::bit_width(range) + static_cast<int>(scramble_bits) <= 64) {
    keys_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (exists(values[i]))
        keys_.push_back((to_key(values[i]) - base) << scramble_bits | ((first + i) % scrambles));
    }
    radix_sort(keys_, spare_, range << scramble_bits | (scrambles - 1));
    for (const std::uint64_t key : keys_) {
      place(base + (key >> scramble_bits), static_cast<unsigned>(key % scrambles));
    }
    return;
  }
  std::vector<std::pair<std::uint64_t, unsigned>> pairs;  // no room in the key: rare
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (exists(values[i]))
      pairs.emplace_back(to_key(values[i]), static_cast<unsigned>((first + i) % scrambles));
  }
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [key, scramble] : pairs) place(key, scramble);
}

Summary ColumnSummariser::integers(std::span<const std::int64_t> values, double divisor,
                                   std::uint32_t first) {
  values_.resize(values.size());
  std::transform(values.begin(), values.end(), values_.begin(),
                 [&](std::int64_t value) { return static_cast<double>(value) / divisor; });
  sort(
      values, first, [](std::int64_t value) { return static_cast<std::uint64_t>(value) ^ top_bit; },
      [&](std::uint64_t key) {
        return static_cast<double>(static_cast<std::int64_t>(key ^ top_bit)) / divisor;
      });
  return summary();
}

Summary ColumnSummariser::reals(std::span<const double> values, std::uint32_t first) {
  values_.assign(values.begin(), values.end());
  sort(
      values, first,
      [](double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // one zero, not two
        return (bits & top_bit) != 0 ? ~bits : bits | top_bit;
      },
      [](std::uint64_t key) { return std::bit_cast<double>((key & top_bit) != 0 ? key ^ top_bit : ~key); });
  return summary();
}

Summary ColumnSummariser::summary() const {
  const bool gaps = sorted_.size() < values_.size();
  const std::vector<double> without_gaps = gaps ? existing(values_) : std::vector<double>{};
  const std::span<const double> own = gaps ? without_gaps : values_;
  Summary line;
  line.n = own.size();
  line.mean = mean(own);
  line.sd = sd_about(own, line.mean);
  const auto at = [&](double p) { return sorted_quantile(sorted_, p); };
  line.p05 = at(0.05), line.p10 = at(0.10), line.p25 = at(0.25), line.p50 = at(0.50);
  line.p75 = at(0.75), line.p90 = at(0.90), line.p95 = at(0.95);
  line.min = at(0), line.max = at(1);
  const bool enough = std::all_of(scrambles_.begin(), scrambles_.end(), [](const auto& scramble) {
    return scramble.size() >= fewest_per_scramble;
  });
  const auto error = [&](double p) {
    if (!enough) return std::numeric_limits<double>::quiet_NaN();
    if (error_needs_all(sorted_.size(), p)) return mcse_of_all(sorted_, p);
    return error_of([&](unsigned s) { return sorted_quantile(scrambles_[s], p); });
  };
  line.mcse_mean = gaps ? mcse_mean(values_) : error_of_mean(values_);
  line.mcse_p10 = error(0.10), line.mcse_p50 = error(0.50), line.mcse_p90 = error(0.90);
  return line;
}

}  // namespace sim

// The distribution of one figure without its draws: counts by bucket and exact sums, merged in any order.

#include "sim/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "sim/varint.hpp"

namespace sim {
namespace {

constexpr unsigned step_bits = 8;  // 256 steps in each power of two
constexpr std::uint64_t exact_below = std::uint64_t{2} << step_bits;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

void put_wide(UnsignedWide value, Bytes& out) {
  put_varint(static_cast<std::uint64_t>(value), out);
  put_varint(static_cast<std::uint64_t>(value >> 64), out);
}

std::uint64_t take(std::span<const std::uint8_t>& bytes) {
  std::uint64_t value = 0;
  if (!take_varint(bytes, value)) throw CodecError("the histogram is cut short");
  return value;
}

UnsignedWide take_wide(std::span<const std::uint8_t>& bytes) {
  const std::uint64_t low = take(bytes);
  return UnsignedWide{take(bytes)} << 64 | low;
}

}  // namespace

std::int64_t log_linear_bucket(std::int64_t value) {
  const std::uint64_t size = magnitude(value);
  std::uint64_t bucket = size;
  if (size >= exact_below) {
    const auto shift = static_cast<unsigned>(std::bit_width(size)) - (step_bits + 1);
    bucket = (std::uint64_t{shift} << step_bits) + (size >> shift);
  }
  return value < 0 ? -static_cast<std::int64_t>(bucket) : static_cast<std::int64_t>(bucket);
}

std::int64_t log_linear_middle(std::int64_t bucket) {
  const std::uint64_t index = magnitude(bucket);
  if (index < exact_below) return bucket;
  const std::uint64_t shift = (index >> step_bits) - 1;
  const std::uint64_t low = (index - (shift << step_bits)) << shift;
  const std::uint64_t middle = std::min<std::uint64_t>(low + (std::uint64_t{1} << shift) / 2,
                                                       std::numeric_limits<std::int64_t>::max());
  return bucket < 0 ? -static_cast<std::int64_t>(middle) : static_cast<std::int64_t>(middle);
}

void Histogram::add(std::span<const std::int64_t> values, std::uint32_t first) {
  if (values.empty()) return;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  min_ = n_ == 0 ? *low : std::min(min_, *low);
  max_ = n_ == 0 ? *high : std::max(max_, *high);
  const auto bucket_of = [&](std::int64_t x) { return kind_ == Kind::exact ? x : log_linear_bucket(x); };
  std::vector<Bar> bars;
  if (*low == *high) {  // as where nobody is
    bars.push_back({bucket_of(*low), values.size()});
  } else {
    std::vector<std::int64_t> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    for (const std::int64_t value : sorted) {
      const std::int64_t bucket = bucket_of(value);
      if (bars.empty() || bars.back().bucket != bucket) bars.push_back({bucket, 0});
      ++bars.back().count;
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t scramble = (first + i) % scrambles;
    sums_[scramble] += values[i];
    ++counts_[scramble];
    squares_ += UnsignedWide{magnitude(values[i])} * magnitude(values[i]);
  }
  n_ += values.size();
  add_bars(std::move(bars));
}

void Histogram::merge(const Histogram& other) {
  if (other.n_ == 0) return;
  min_ = n_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = n_ == 0 ? other.max_ : std::max(max_, other.max_);
  n_ += other.n_;
  squares_ += other.squares_;
  for (std::size_t s = 0; s < scrambles; ++s) {
    sums_[s] += other.sums_[s];
    counts_[s] += other.counts_[s];
  }
  add_bars(other.bars_);
}

void Histogram::add_bars(std::vector<Bar> bars) {
  const auto below = [](const Bar& x, const Bar& y) { return x.bucket < y.bucket; };
  std::size_t missing = 0;  // most buckets are there after a few blocks
  auto at = bars_.begin();
  for (const Bar bar : bars) {
    at = std::lower_bound(at, bars_.end(), bar, below);
    if (at != bars_.end() && at->bucket == bar.bucket)
      at->count += bar.count;
    else
      bars[missing++] = bar;
  }
  if (missing == 0) return;
  const auto present = static_cast<std::ptrdiff_t>(bars_.size());
  bars_.insert(bars_.end(), bars.begin(), bars.begin() + static_cast<std::ptrdiff_t>(missing));
  std::inplace_merge(bars_.begin(), bars_.begin() + present, bars_.end(), below);
}

double Histogram::order_statistic(std::uint64_t rank) const {
  if (rank == 0) return static_cast<double>(min_);
  if (rank == n_ - 1) return static_cast<double>(max_);
  std::uint64_t below = 0;
  for (const Bar& bar : bars_) {
    below += bar.count;
    if (rank >= below) continue;
    const std::int64_t middle = kind_ == Kind::exact ? bar.bucket : log_linear_middle(bar.bucket);
    return static_cast<double>(std::clamp(middle, min_, max_));
  }
  return static_cast<double>(max_);
}

double Histogram::quantile(double p) const {
  const double position = p * static_cast<double>(n_ - 1);
  const auto rank = static_cast<std::uint64_t>(position);
  const double low = order_statistic(rank);
  if (rank + 1 >= n_) return low;
  return low + (position - static_cast<double>(rank)) * (order_statistic(rank + 1) - low);
}

double Histogram::quantile_error(double p) const {
  if (n_ < fewest_replicates) return nan;
  // One standard error of the rank either side, read off the histogram itself.
  const double step = std::sqrt(p * (1 - p) / static_cast<double>(n_));
  return (quantile(std::min(1.0, p + step)) - quantile(std::max(0.0, p - step))) / 2;
}

Summary Histogram::summary(double divisor) const {
  Summary line;
  line.n = n_;
  if (n_ == 0) return line;
  Wide total = 0;
  for (const Wide part : sums_) total += part;
  const auto n = static_cast<double>(n_);
  line.mean = static_cast<double>(total) / n / divisor;
  // n * sum of squares - square of the sum, all integers: no cancellation until the one division.
  const UnsignedWide size = total < 0 ? -static_cast<UnsignedWide>(total) : static_cast<UnsignedWide>(total);
  const UnsignedWide whole = size / n_, rest = size % n_;
  const UnsignedWide spread = squares_ - whole * whole * n_ - 2 * whole * rest;  // less rest^2 / n
  const double variance =
      (static_cast<double>(spread) - static_cast<double>(rest) * static_cast<double>(rest) / n);
  line.sd = n_ < 2 ? nan : std::sqrt(std::max(0.0, variance) / (n - 1)) / divisor;
  line.p05 = quantile(0.05) / divisor, line.p10 = quantile(0.10) / divisor,
  line.p25 = quantile(0.25) / divisor;
  line.p50 = quantile(0.50) / divisor, line.p75 = quantile(0.75) / divisor,
  line.p90 = quantile(0.90) / divisor;
  line.p95 = quantile(0.95) / divisor;
  line.min = static_cast<double>(min_) / divisor, line.max = static_cast<double>(max_) / divisor;
  line.mcse_mean = line.mcse_p10 = line.mcse_p50 = line.mcse_p90 = nan;
  if (n_ < fewest_replicates || std::count(counts_.begin(), counts_.end(), 0u) != 0) return line;
  std::array<double, scrambles> means{};
  for (std::size_t s = 0; s < scrambles; ++s) {
    means[s] = static_cast<double>(sums_[s]) / static_cast<double>(counts_[s]);
  }
  line.mcse_mean = sim::sd(means) / std::sqrt(static_cast<double>(scrambles)) / divisor;
  line.mcse_p10 = quantile_error(0.1) / divisor;
  line.mcse_p50 = quantile_error(0.5) / divisor;
  line.mcse_p90 = quantile_error(0.9) / divisor;
  return line;
}

void Histogram::encode(Bytes& out) const {
  out.push_back(static_cast<std::uint8_t>(kind_));
  put_varint(n_, out);
  if (n_ == 0) return;
  put_varint(zigzag(min_), out);
  put_varint(zigzag(max_), out);
  put_wide(squares_, out);
  for (std::size_t s = 0; s < scrambles; ++s) {
    put_wide(static_cast<UnsignedWide>(sums_[s]), out);
    put_varint(counts_[s], out);
  }
  put_varint(bars_.size(), out);
  std::uint64_t previous = 0;
  for (const Bar& bar : bars_) {
    put_varint(zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(bar.bucket) - previous)), out);
    put_varint(bar.count, out);
    previous = static_cast<std::uint64_t>(bar.bucket);
  }
}

Histogram Histogram::decode(std::span<const std::uint8_t> bytes) {
  if (bytes.empty() || bytes.front() > 1) throw CodecError("not a histogram");
  Histogram histogram(static_cast<Kind>(bytes.front()));
  bytes = bytes.subspan(1);
  histogram.n_ = take(bytes);
  if (histogram.n_ == 0) return histogram;
  histogram.min_ = unzigzag(take(bytes));
  histogram.max_ = unzigzag(take(bytes));
  histogram.squares_ = take_wide(bytes);
  for (std::size_t s = 0; s < scrambles; ++s) {
    histogram.sums_[s] = static_cast<Wide>(take_wide(bytes));
    histogram.counts_[s] = take(bytes);
  }
  const std::uint64_t bars = take(bytes);
  if (bars > bytes.size() / 2) throw CodecError("the histogram is cut short");
  std::uint64_t bucket = 0;
  for (std::uint64_t i = 0; i < bars; ++i) {
    bucket += static_cast<std::uint64_t>(unzigzag(take(bytes)));
    histogram.bars_.push_back({static_cast<std::int64_t>(bucket), take(bytes)});
  }
  return histogram;
}

}  // namespace sim

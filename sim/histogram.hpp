#pragma once
// The distribution of one figure without its draws: counts by bucket and exact sums, merged in any order with
// the same result. Used where `--store headline` drops the draws.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/block_codec.hpp"
#include "sim/design.hpp"
#include "sim/statistics.hpp"
#include "sim/wide.hpp"

namespace sim {

/// Bucket of a value: its own below 512 in size, else one of 256 equal steps of its power of two, so that a
/// bucket's middle is within 0.2 % of every value in it. Ordered as the values are.
std::int64_t log_linear_bucket(std::int64_t value);
/// The middle of a log-linear bucket.
std::int64_t log_linear_middle(std::int64_t bucket);

class Histogram {
 public:
  /// exact: every value its own bucket (counts); log_linear: as above (money).
  enum class Kind : std::uint8_t { exact, log_linear };
  explicit Histogram(Kind kind) : kind_(kind) {}

  /// Adds consecutive replicates, the first of which has index `first`.
  void add(std::span<const std::int64_t> values, std::uint32_t first);
  /// Adds another histogram of the same figure, of other replicates.
  void merge(const Histogram& other);

  /// The line of summary.csv, in stored units over `divisor` (100 turns pence into pounds). Means, sd, their
  /// error, minimum and maximum are exact; quantiles are so for counts and within a bucket for money. Errors
  /// of quantiles are those of independent draws, which quasi-random ones only better.
  Summary summary(double divisor) const;

  void encode(Bytes& out) const;
  /// Throws CodecError for bytes that encode() cannot have written.
  static Histogram decode(std::span<const std::uint8_t> bytes);
  std::uint64_t size() const { return n_; }
  bool operator==(const Histogram&) const = default;

 private:
  struct Bar {
    std::int64_t bucket;
    std::uint64_t count;
    bool operator==(const Bar&) const = default;
  };
  void add_bars(std::vector<Bar> bars);
  double order_statistic(std::uint64_t rank) const;
  double quantile(double p) const;
  double quantile_error(double p) const;

  Kind kind_;
  std::vector<Bar> bars_;  // by bucket
  std::uint64_t n_ = 0;
  std::int64_t min_ = 0, max_ = 0;
  UnsignedWide squares_ = 0;  // exact while |value| < 2^53 and n < 2^22
  std::array<Wide, scrambles> sums_{};
  std::array<std::uint64_t, scrambles> counts_{};
};

}  // namespace sim

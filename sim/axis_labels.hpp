#pragma once
// From what a person writes beside a number ("7", "5-10", "2019-20") to positions on an axis.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/schema.hpp"

namespace sim {

/// Consecutive labels of an axis, `first` to `last` inclusive.
struct LabelRange {
  std::uint32_t first = 0, last = 0;
  bool operator==(const LabelRange&) const = default;
};

/// The calendar year in which "2019" or "2019-20" begins; nothing for other text.
std::optional<int> starting_year(std::string_view label);

/// Finds labels and ranges of one axis. Ranges are written "5-10" or "5..10" (two dots where labels hold
/// dashes).
class AxisLabels {
 public:
  explicit AxisLabels(const Axis& axis);

  const Axis& axis() const { return axis_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(axis_.labels.size()); }
  std::optional<LabelRange> find(std::string_view text) const;
  /// The range in the axis's own labels: "7" or "5-10".
  std::string name(LabelRange range) const;
  /// What may be written: "'0' to '25'", or all labels of a short axis.
  std::string description() const;

 private:
  std::optional<std::uint32_t> position(std::string_view label) const;
  std::optional<LabelRange> split(std::string_view text, std::string_view separator) const;

  const Axis& axis_;
  std::unordered_map<std::string, std::uint32_t> positions_;
};

}  // namespace sim

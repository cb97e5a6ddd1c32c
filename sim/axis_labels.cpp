// From what a person writes beside a number ("7", "5-10", "2019-20") to positions on an axis.

#include "sim/axis_labels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/faults.hpp"

namespace sim {
namespace {

bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view text) { return std::stoi(std::string(text)); }

}  // namespace

std::optional<int> starting_year(std::string_view label) {
  if (label.size() < 4 || !digits(label.substr(0, 4))) return std::nullopt;
  const int year = number(label.substr(0, 4));
  if (label.size() == 4) return year;
  const bool academic = label.size() == 7 && label[4] == '-' && digits(label.substr(5));
  if (!academic || number(label.substr(5)) != (year + 1) % 100) return std::nullopt;
  return year;
}

AxisLabels::AxisLabels(const Axis& axis) : axis_(axis) {
  for (std::uint32_t i = 0; i < size(); ++i) {
    const auto& label = axis.labels[i];
    const auto year = axis.ordered_years ? starting_year(label) : std::nullopt;
    positions_.emplace(year ? std::to_string(*year) : label, i);
  }
}

std::optional<std::uint32_t> AxisLabels::position(std::string_view label) const {
  const auto year = axis_.ordered_years ? starting_year(label) : std::nullopt;
  const auto found = positions_.find(year ? std::to_string(*year) : std::string(label));
  if (found == positions_.end()) return std::nullopt;
  return found->second;
}

std::optional<LabelRange> AxisLabels::split(std::string_view text, std::string_view separator) const {
  for (auto at = text.find(separator); at != std::string_view::npos; at = text.find(separator, at + 1)) {
    const auto first = position(text.substr(0, at));
    const auto last = first ? position(text.substr(at + separator.size())) : std::nullopt;
    if (last && *first <= *last) return LabelRange{*first, *last};
  }
  return std::nullopt;
}

std::optional<LabelRange> AxisLabels::find(std::string_view text) const {
  if (text.size() > 256) return std::nullopt;  // longer than any label; keeps hostile keys cheap
  if (const auto one = position(text)) return LabelRange{*one, *one};
  if (const auto range = split(text, "..")) return range;
  return split(text, "-");
}

std::string AxisLabels::name(LabelRange range) const {
  const auto& labels = axis_.labels;
  if (range.first == range.last) return labels[range.first];
  const auto has_dash = [](const std::string& label) { return label.find('-') != std::string::npos; };
  const bool dashes = has_dash(labels[range.first]) || has_dash(labels[range.last]);
  return labels[range.first] + (dashes ? ".." : "-") + labels[range.last];
}

std::string AxisLabels::description() const {
  const auto& labels = axis_.labels;
  constexpr std::size_t short_axis = 8;
  if (labels.size() > short_axis) {
    return fmt::format("{} is {} to {}", axis_.name, quote(labels.front()), quote(labels.back()));
  }
  std::string list;
  for (const auto& label : labels) list += (list.empty() ? "" : ", ") + quote(label);
  return fmt::format("{} is {}", axis_.name, list);
}

}  // namespace sim

// What a figure of a metric cannot be, whoever states it.

#include "app/goal/possible_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace app {
namespace {

/// More days than all children of England with a plan have in a year, and more than its schools cost.
constexpr double most_counted = 1e9, most_pounds = 1e11;

/// Spend on somebody or something; a line of the ledger may be negative.
bool is_paid(const sim::Metric& metric, const std::string& breakdown) {
  constexpr std::array<std::string_view, 3> always{"placement_spend", "independent_spend", "travel_spend"};
  return std::ranges::find(always, metric.name) != always.end() ||
         (metric.name == "hnb_spend" && breakdown == "total");
}

}  // namespace

std::string impossible(const sim::Metric& metric, const std::string& breakdown, double value) {
  switch (metric.unit) {
    case sim::Unit::count:
    case sim::Unit::per_1000:
      if (value < 0) return "a count is not negative";
      if (value > most_counted) return "it is more than England has to count";
      break;
    case sim::Unit::share:
      if (value < 0 || value > 1) return "a share lies between 0 and 1: 17 % is 0.17";
      break;
    default:
      if (value < 0 && is_paid(metric, breakdown)) return "what is paid is not negative";
      if (std::abs(value) > most_pounds) return "it is more than England spends on all its schools";
  }
  return {};
}

}  // namespace app

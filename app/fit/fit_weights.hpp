#pragma once
// Where among a range of ages its events are to be expected: a count of ages 0-25 is not a count of each.

#include <array>
#include <string_view>

#include "models/axes.hpp"
#include "sim/config.hpp"

namespace app {

using AgeWeights = std::array<double, models::ages>;

/// What an area's configuration lets one expect of the exposure of a flow at each age, up to a factor: for
/// `cease.rate` and `transfer.out_rate` its plans (`stock.age`) of the age before, since who leaves on moving
/// to an age was a year younger in January; for `transfer.in_rate` its residents; for `assessment.assess`,
/// `assessment.issue` and `placement.first` its requests, assessments and new plans at others' rates. Ones
/// for any other flow.
AgeWeights age_weights(const sim::Config& config, std::string_view flow);

/// Mean of a value by age over `from` to `to`; the plain mean where the weights there add to nought.
template <class Value>
double weighted_over(const AgeWeights& weights, std::size_t from, std::size_t to, const Value& value) {
  double sum = 0, plain = 0, all = 0;
  for (std::size_t age = from; age <= to; ++age) {
    sum += weights[age] * value(age);
    plain += value(age);
    all += weights[age];
  }
  return all > 0 ? sum / all : plain / static_cast<double>(to - from + 1);
}

}  // namespace app

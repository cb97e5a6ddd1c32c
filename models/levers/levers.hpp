#pragma once
// Levers: the ways in which an act of an intervention changes a number of the configuration.

#include <span>
#include <string_view>

namespace models {

struct Lever {
  std::string_view name, text;
  /// What the value becomes at the full dose.
  double (*full)(double now, double by);
};

/// Every lever, in the order in which they act whatever the order of files: first what is replaced, then what
/// is multiplied, then what is added, then what a rule lets through.
std::span<const Lever> levers();

}  // namespace models

#pragma once
// A cheap look at TOML text before it is parsed: is it UTF-8, not too deep and not too large?
//
// The parser recurses over nesting (and its destructors over long dotted keys), so the depth must be known
// first. The count of values bounds the memory of the parsed tree.

#include <optional>
#include <string>
#include <string_view>

namespace sim {

struct GuardFault {
  int line = 0;
  std::string problem, why;
};

/// The first reason not to parse `text`, if any.
std::optional<GuardFault> guard_toml(std::string_view text);

}  // namespace sim

#pragma once
// The known name that a mistyped one most likely meant.

#include <span>
#include <string>
#include <string_view>

namespace sim {

/// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of
/// neighbouring characters, letter case costing nothing. Counts bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known` (the first of equals), or "" if none is near: more than a third of the letters, or
/// more than four, would have to change. Numbers are never mistaken for others.
std::string nearest_name(std::string_view wanted, std::span<const std::string> known);

/// "did you mean 'x'?" or "".
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known);

}  // namespace sim

// The known name that a mistyped one most likely meant.

#include "sim/nearest_name.hpp"

#include <algorithm>
#include <vector>

#include "sim/faults.hpp"

namespace sim {
namespace {

constexpr std::size_t longest_name = 128;  // beyond this nobody mistyped a name; keeps the cost bounded

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Changes that a slip may make: none but letter case in short names, and none in numbers (years, ages).
std::size_t allowance(std::string_view wanted) {
  const bool number = std::all_of(wanted.begin(), wanted.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? 0 : std::min<std::size_t>(wanted.size() / 3, 4);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

std::string nearest_name(std::string_view wanted, std::span<const std::string> known) {
  if (wanted.empty() || wanted.size() > longest_name) return {};
  std::size_t best = allowance(wanted) + 1;
  std::string name;
  for (const auto& candidate : known) {
    const std::size_t longer = std::max(candidate.size(), wanted.size());
    const std::size_t shorter = std::min(candidate.size(), wanted.size());
    if (longer - shorter >= best) continue;
    const std::size_t distance = edit_distance(wanted, candidate);
    if (distance < best) {
      best = distance;
      name = candidate;
    }
  }
  return name;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known) {
  const std::string name = nearest_name(wanted, known);
  return name.empty() ? name : "did you mean " + quote(name) + "?";
}

}  // namespace sim

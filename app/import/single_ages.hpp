#pragma once
// Which single ages a table of residents lacks.

#include <algorithm>
#include <set>
#include <vector>

namespace app {

/// The oldest academic age at which a plan can be held.
inline constexpr int oldest_needed = 25;

/// Ages between 0 and the oldest, or the oldest that is needed, that are not there.
inline std::vector<int> missing_ages(const std::set<int>& known) {
  std::vector<int> gaps;
  const int last = std::max(oldest_needed, known.empty() ? 0 : *known.rbegin());
  for (int age = 0; age <= last; ++age)
    if (!known.contains(age)) gaps.push_back(age);
  return gaps;
}

}  // namespace app

#pragma once
// Plans as children hold them: one at a time, from a first day to a last.

#include <optional>
#include <string>
#include <vector>

#include "app/import/sen2_tables.hpp"

namespace app {

/// A plan that a child holds without a break, however many rows say so: a second one that starts while the
/// first is held is that plan amended.
struct Sen2Plan {
  std::string person;                               ///< empty: belongs to no request
  std::vector<std::string> requests;                ///< that it came from
  const Sen2Request* asked = nullptr;               ///< the first of them; null: none
  bool exception = false;                           ///< to the 20 weeks, at its issue
  std::optional<Day> start, end;                    ///< nothing: since ever; still held
  bool start_unknown = false, end_unknown = false;  ///< the cell cannot be read
  int reason = 0;                                   ///< for ceasing, 1 to 9; 0 unknown
  bool held_on(Day day) const { return !end_unknown && (!start || *start <= day) && (!end || *end > day); }
};

struct Sen2Plans {
  std::vector<Sen2Plan> plans;
  long continued = 0;  ///< rows that go on with a plan that is held
  /// Rows that cease before they start: nothing is known of these plans but that there were.
  std::vector<const Sen2NamedPlan*> contradictory;
};

Sen2Plans plans_held(const Sen2Tables& tables);

}  // namespace app

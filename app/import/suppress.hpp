#pragma once
// Counts that are too small to be shown.

#include "app/import/panel.hpp"

namespace app {

/// Takes counts from 1 to `smallest` - 1 out of the facts of a person-level return (stocks of `january`,
/// flows of the year before), and as many others as it takes that none of them, nor the small difference of
/// two that hold one another (plans late, with an exception, undecided), follows from what is left; a table
/// of two breakdowns ("reason_by_age") goes as a whole if it has a small count. The total of plans stays, and
/// residents do. Returns how many were taken out.
long suppress_small(Panel& panel, Authority& area, int smallest, int january);

}  // namespace app

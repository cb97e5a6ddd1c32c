#pragma once
// Counts that are too small to be shown.

#include "app/import/panel.hpp"

namespace app {

/// Takes counts from 1 to `smallest` - 1 out of every breakdown, and the next smallest where one alone could
/// be worked out from the total; a table of two breakdowns ("reason_by_age") goes as a whole if it has such a
/// count. Returns how many. Residents stay.
long suppress_small(Panel& panel, Authority& area, int smallest);

}  // namespace app

#pragma once
// Counts that are too small to be shown.

#include <set>

#include "app/import/panel.hpp"

namespace app {

/// Takes counts from 1 to `smallest` - 1 out of the facts of person-level returns (stocks of `januaries`,
/// flows of the years before them), and as many others as it takes that none of them, nor the small
/// difference of two that hold one another (plans late, with an exception, undecided; children of a setting
/// or an age who left), follows from what is left, within a return or across them; a table of two breakdowns
/// ("reason_by_age") goes as a whole if it has a small count. Totals of plans stay. What other files say
/// (`elsewhere`, may be null: facts that will stand beside these) is known and stays, too. Returns how many
/// were taken out; `area.suppressed` has them.
long suppress_small(const Panel& panel, Authority& area, int smallest, const std::set<int>& januaries,
                    const Authority* elsewhere = nullptr);

}  // namespace app

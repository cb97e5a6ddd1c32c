#pragma once
// Which counts must be left out, too, so that no small one follows from those that are shown.

#include <cstddef>
#include <utility>
#include <vector>

namespace app {

/// A count of children, 0 or more and whole.
struct DisclosureCell {
  enum class Role {
    shown,   ///< may be left out to protect another
    fixed,   ///< known, whatever is left out here
    hidden,  ///< not shown; no harm if it follows
    secret   ///< not shown, and must not follow
  };
  double value = 0;
  Role role = Role::shown;
  double least = 0;  ///< what everybody knows of it where it is not shown
};

/// Counts that add up: the sum of factor times value is 0 (a total has -1, its parts have 1).
using DisclosureRelation = std::vector<std::pair<std::size_t, double>>;

/// Turns shown cells into hidden ones, the smallest first, until no secret one has only one possible value:
/// neither by solving the relations nor by what counts can be at least and at most. Returns how many it hid.
/// A secret that fixed cells alone give away stays given away.
/// Secondary suppression: Hundepool and others (2012), Statistical Disclosure Control, chapter 4.
std::size_t protect(std::vector<DisclosureCell>& cells, const std::vector<DisclosureRelation>& relations);

}  // namespace app

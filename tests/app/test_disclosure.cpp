// Secondary suppression: a small count must not follow from the others.

#include "app/import/disclosure.hpp"
#include "tests/catch.hpp"

namespace {

using app::DisclosureCell;
using Role = DisclosureCell::Role;

}  // namespace

TEST_CASE("A small part of a total takes the next smallest with it, and a difference its smaller side") {
  std::vector<DisclosureCell> cells{{109, Role::fixed}, {100}, {7}, {2, Role::secret, 1}};
  CHECK(app::protect(cells, {{{0, -1}, {1, 1}, {2, 1}, {3, 1}}}) == 1);
  CHECK(cells[2].role == Role::hidden);
  CHECK(cells[1].role == Role::shown);
  // 57 timed, 55 within 20 weeks: two late.
  std::vector<DisclosureCell> times{{57}, {55}, {2, Role::secret}};
  CHECK(app::protect(times, {{{0, -1}, {1, 1}, {2, 1}}}) == 1);
  CHECK(times[1].role == Role::hidden);
}

TEST_CASE("What two relations say together is found, and ones that add up to their number") {
  // A table of two by two with all margins known: three of four hidden still give the fourth away.
  std::vector<DisclosureCell> table{{1, Role::secret, 1}, {9}, {40}, {30}, {10}, {70}, {41}, {39}};
  const std::vector<app::DisclosureRelation> margins{{{0, 1}, {1, 1}, {4, -1}},
                                                     {{2, 1}, {3, 1}, {5, -1}},
                                                     {{0, 1}, {2, 1}, {6, -1}},
                                                     {{1, 1}, {3, 1}, {7, -1}}};
  CHECK(app::protect(table, margins) >= 3);
  std::vector<DisclosureCell> ones{{2, Role::fixed}, {1, Role::secret, 1}, {1, Role::secret, 1}};
  CHECK(app::protect(ones, {{{0, -1}, {1, 1}, {2, 1}}}) == 0);  // given away by what is fixed
  std::vector<DisclosureCell> more{{12, Role::fixed}, {1, Role::secret, 1}, {1, Role::secret, 1}, {10}};
  CHECK(app::protect(more, {{{0, -1}, {1, 1}, {2, 1}, {3, 1}}}) ==
        1);  // 12 - 10 = 2 of two that are not nought
}

// Over number means children above the commissioned places on the day: those who have left are not among
// them.

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace model_test;

TEST_CASE("With one provision of a type, over number is what is filled above the commissioned places") {
  const Subject s(england, {{"years", "4"}});  // one provision of each finite type
  const Figures f(s.model.layout());
  std::int64_t over_in_all = 0;
  for (std::uint32_t r = 0; r < 8; ++r) {
    const auto row = s.simulate(r);
    for (const auto& type : {"state_special", "resourced"})
      for (const auto& period : f.periods("places_filled")) {
        const auto filled = f.at(row, "places_filled", period, "placement", type);
        const auto commissioned = f.at(row, "places_commissioned", period, "placement", type);
        const auto over = f.at(row, "places_over_number", period, "placement", type);
        INFO(type << " " << period << " replicate " << r << ": " << filled << " of " << commissioned);
        CHECK(over == std::max<std::int64_t>(0, filled - commissioned));
        over_in_all += over;
      }
  }
  CHECK(over_in_all > 0);  // so that the identity is not an empty one
}

// A replicate of the model is left in the middle when somebody wants to stop.

#include <atomic>

#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

TEST_CASE("A raised flag ends a replicate between two stages") {
  const model_test::Subject s("areas/kingston/do-nothing.toml");
  auto workspace = s.model.workspace();
  const auto cells = s.cells(0);
  std::vector<std::int64_t> row(s.model.layout().columns());
  std::atomic<bool> flag = true;
  CHECK_THROWS_AS(s.model.simulate(s.key(0), cells, workspace, row, sim::StopToken(flag)), sim::Stopped);
  // What was left behind does no harm.
  row.assign(row.size(), 0);
  flag = false;
  s.model.simulate(s.key(0), cells, workspace, row, sim::StopToken(flag));
  CHECK(row == s.simulate(0));
}

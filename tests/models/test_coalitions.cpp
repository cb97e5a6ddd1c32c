// Lives that part when an action begins are the lives that each coalition would have alone.

#include <algorithm>

#include "models/coalitions.hpp"
#include "subject.hpp"
#include "tests/catch.hpp"

using namespace model_test;

namespace {

/// From the first day, from later terms with an uncertain delay, packages; and three that reach money alone:
/// fees, modes of travel, the ledger.
const std::vector<std::string> actions{"early-intervention-panel", "brokerage",
                                       "kingston-special-places",  "scip-packages",
                                       "travel-training",          "health-and-care-contributions"};

Changes chosen(const std::vector<std::string>& names, const std::string& years = "4") {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  Changes changes{{"years", years}, {"interventions", "[" + list + "]"}};
  for (const auto& name : names) {
    if (name == "scip-packages") changes.push_back({"intervention.scip-packages.start", "\"2019-autumn\""});
  }
  return changes;
}

std::vector<std::uint32_t> every_column(const sim::Layout& layout) {
  std::vector<std::uint32_t> all(layout.columns());
  for (std::uint32_t c = 0; c < all.size(); ++c) all[c] = c;
  return all;
}

std::vector<std::int64_t> rows_of(const Subject& s, std::uint32_t replicate,
                                  const std::vector<sim::Coalition>& wanted,
                                  const std::vector<std::string>& players = actions) {
  const models::CoalitionModel model(s.model, players, every_column(s.model.layout()), wanted.size(),
                                     [&](std::uint32_t) { return wanted; });
  auto workspace = model.workspace();
  std::vector<std::int64_t> out(model.layout().columns());
  const auto cells = s.cells(replicate);
  model.simulate(s.key(replicate), cells, workspace, out);
  return out;
}

}  // namespace

/// Compares every `step`th coalition with a run of its own, column by column.
void check_coalitions(const Subject& s, std::uint32_t replicate, const std::vector<std::string>& players,
                      sim::Coalition step) {
  std::vector<sim::Coalition> all;
  for (sim::Coalition c = 0; c < sim::Coalition{1} << players.size(); ++c) all.push_back(c);
  const auto rows = rows_of(s, replicate, all, players);
  const auto columns = static_cast<std::ptrdiff_t>(s.model.layout().columns());
  const std::vector<std::int64_t> none(rows.begin(), rows.begin() + columns);
  for (sim::Coalition c = 0; c < all.size(); c += step) {
    auto cells = s.cells(replicate);
    for (std::size_t i = 0; i < players.size(); ++i)
      if ((c >> i & 1) == 0) cells[s.config.slot("intervention", players[i], "dose").offset] = 0;
    const auto own = s.simulate(replicate, cells);
    const auto row = rows.begin() + columns * static_cast<std::ptrdiff_t>(c);
    INFO("coalition " << c);
    CHECK(std::equal(own.begin(), own.end(), row));
    CHECK((own == none) == (c == 0));  // else equal rows would say nothing
  }
}

TEST_CASE("Each coalition has the row of a run in which the others have no dose") {
  const Subject s(kingston, chosen(actions));
  for (const std::uint32_t replicate : {0U, 5U}) check_coalitions(s, replicate, actions, 7);
}

TEST_CASE("So it is with a gate, a new school, income that comes with an action, and recharges") {
  const std::vector<std::string> others{"reform-phase-gate", "kingston-autism-free-school",
                                        "kingston-block-transfers", "alternative-provision-model"};
  auto changes = chosen(others, "5");
  changes.push_back({"intervention.reform-phase-gate.start", "\"2020-autumn\""});
  changes.push_back({"intervention.kingston-autism-free-school.start", "\"2020-autumn\""});
  const Subject s(kingston, changes);
  check_coalitions(s, 2, others, 1);
}

TEST_CASE("No action at all is the configuration that chooses none") {
  const Subject with(kingston, chosen(actions)), without(kingston, chosen({}));
  const auto row = rows_of(with, 3, {0});
  const auto own = without.simulate(3);
  const auto at = columns_of(with.model.layout());
  std::size_t compared = 0;
  for (const auto& [name, column] : columns_of(without.model.layout())) {
    CHECK((row[at.at(name)] == own[column]));
    ++compared;
  }
  CHECK(compared > 1000);
}

TEST_CASE("A few coalitions in any order, some of them twice, are what they are among all") {
  const Subject s(kingston, chosen(actions, "2"));
  const std::vector<sim::Coalition> wanted{63, 5, 0, 5, 32};
  const auto rows = rows_of(s, 1, wanted);
  const std::size_t columns = s.model.layout().columns();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto alone = rows_of(s, 1, {wanted[i]});
    CHECK(std::equal(alone.begin(), alone.end(), rows.begin() + static_cast<std::ptrdiff_t>(i * columns)));
  }
}

TEST_CASE("An action that begins after the run is none") {
  const auto late = Changes{{"intervention.brokerage.start", "\"2035-autumn\""}};
  const Subject s(kingston, chosen(actions, "2") + late);
  const auto rows = rows_of(s, 0, {0, 2});
  const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(s.model.layout().columns());
  CHECK(std::equal(rows.begin(), middle, middle));
}

TEST_CASE("Which interventions reach money alone") {
  const std::vector<std::string> money{
      "brokerage",        "collection-points",      "health-and-care-contributions",
      "parental-mileage", "top-up-contract-review", "travel-training"},
      lives{"adult-care-at-18",        "annual-review-programme", "better-plans",  "early-intervention-panel",
            "kingston-special-places", "local-post-19-offer",     "scip-packages", "workforce-training"};
  const Subject s(kingston, chosen([&] {
                    auto all = money;
                    all.insert(all.end(), lives.begin(), lives.end());
                    return all;
                  }()));
  for (std::size_t i = 0; i < s.model.structure().interventions.size(); ++i) {
    const auto& id = s.model.structure().interventions[i].id;
    INFO(id);
    CHECK(models::reaches_money_only(s.model.structure(), i) ==
          (std::find(money.begin(), money.end(), id) != money.end()));
  }
}

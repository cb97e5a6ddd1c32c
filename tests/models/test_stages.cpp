// Single stages on small cases: the starting stock, choices, the queue for places, who is admitted, the
// ledger.

#include <cmath>

#include "models/places.hpp"
#include "tests/catch.hpp"
#include "tests/models/quiet.hpp"
#include "tests/models/walk.hpp"
#include "tests/statistics/z_score.hpp"

using namespace model_test;
using models::World;

namespace {

/// Zero weight of the kind for every type but those named.
Changes weights(const char* kind, const std::map<std::string, std::string>& of) {
  Changes changes;
  const auto config = read(configs() / england);
  for (const auto& id : config.members("placement")) {
    const auto prefix = "placement." + id + ".";
    const auto at = of.find(id);
    changes.push_back({prefix + kind, at == of.end() ? "0" : at->second});
    for (const char* factor : {"first_need", "later_need", "severity"})
      changes.push_back({prefix + factor, "1"});
  }
  return changes;
}

/// All plans at the start in one type, or in the given ones.
Changes all_in(const std::map<std::string, std::string>& stock) {
  Changes changes;
  const auto config = read(configs() / england);
  for (const auto& id : config.members("placement"))
    changes.push_back({"placement." + id + ".stock", stock.contains(id) ? stock.at(id) : "0"});
  return changes;
}

double z_of(const std::vector<double>& counts, const std::vector<double>& p) {
  return statistics::z_of_counts(counts, p);
}

}  // namespace

TEST_CASE("Starting stock: margins of age, need and type are exact in every replicate of every area") {
  for (const char* area : {kingston, richmond, worcestershire, england, england_from_2018}) {
    const Subject s(area, {{"years", "1"}});
    const auto& prepared = s.model.prepared();
    const auto types = s.model.structure().types.size();
    std::vector<double> age(models::ages), type(types), need(models::need_count);
    for (std::size_t a = 0; a < models::ages; ++a)
      for (std::size_t t = 0; t < types; ++t)
        for (std::size_t n = 0; n < models::need_count; ++n) {
          const double x = prepared.plan(types, a, t, n);
          age[a] += x, type[t] += x, need[n] += x;
        }
    const double total = s.config.base()[s.config.slot("stock.plans").offset];
    // The fitted table has the published margins.
    const auto stated = s.config.slot("stock.age");
    double weight = 0;
    for (std::size_t a = 0; a < models::ages; ++a) weight += s.config.base()[stated.offset + a];
    for (std::size_t a = 0; a < models::ages; ++a)
      CHECK(age[a] == Approx(s.config.base()[stated.offset + a] / weight * total).margin(1e-4));
    std::vector<std::vector<std::int64_t>> cells;
    for (std::uint32_t r = 0; r < 10; ++r) {
      std::vector<std::int64_t> by_age(models::ages), by_type(types), by_need(models::need_count),
          cell(types * 26);
      bool start = true;
      walk(
          s, r,
          [&](const World& w) {
            if (!std::exchange(start, false)) return;
            for (const auto& c : w.st.plans)
              ++by_age[c.age], ++by_type[c.type], ++by_need[c.need], ++cell[c.type * 26 + c.age];
          },
          true);
      INFO(area << ", replicate " << r);
      CHECK(by_age == models::largest_remainder(age));
      CHECK(by_type == models::largest_remainder(type));
      CHECK(by_need == models::largest_remainder(need));
      cells.push_back(cell);
    }
    CHECK(cells[0] != cells[1]);  // the cells inside differ from replicate to replicate
  }
}

TEST_CASE("First placements fall in proportion to weight, severity included") {
  const auto changes = quiet(40000) +
                       weights("first", {{"mainstream", "5"}, {"inmss_day", "3"}, {"fe_college", "2"}}) +
                       Changes{{"placement.fe_college.from_age", "0"},
                               {"placement.mainstream.to_age", "25"},
                               {"placement.inmss_day.to_age", "25"},
                               {"placement.inmss_day.severity", "{ mild = 0, moderate = 0, severe = 2 }"},
                               {"request.severity_mix_direct", "{ mild = 0, moderate = 0, severe = 1 }"},
                               {"request.rate_direct", "0.01"}};
  const auto s = Subject::without_limits(england, changes);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  std::vector<double> counts;
  for (const char* type : {"mainstream", "inmss_day", "fe_college"})
    counts.push_back(static_cast<double>(f.at(row, "new_plans", "2025", "placement", type)));
  CHECK(counts[0] + counts[1] + counts[2] == static_cast<double>(f.at(row, "new_plans", "2025")));
  CHECK(counts[0] > 1000);
  CHECK(std::abs(z_of(counts, {5 / 13.0, 6 / 13.0, 2 / 13.0})) < statistics::accepted);
  CHECK_FALSE(std::abs(z_of(counts, {5 / 10.0, 3 / 10.0, 2 / 10.0})) < statistics::accepted);
}

TEST_CASE("Phase transfers fall in proportion to weight, the own type included") {
  const auto changes =
      quiet() + all_in({{"mainstream", "1"}}) +
      weights("transfer", {{"mainstream", "6"}, {"state_special", "3"}, {"inmss_day", "1"}}) +
      Changes{{"stock.plans", "20000"}, {"stock.age", "{ \"0-9\" = 0, 10 = 1, \"11-25\" = 0 }"}};
  const auto s = Subject::without_limits(england, changes);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  std::vector<double> counts;
  for (const char* type : {"mainstream", "state_special", "inmss_day"})
    counts.push_back(static_cast<double>(f.at(row, "year_7_from_mainstream", "2025", "placement", type)));
  CHECK(counts[0] + counts[1] + counts[2] == 20000);
  CHECK(f.at(row, "phase_transfers", "2025") == 20000);
  CHECK(std::abs(z_of(counts, {0.6, 0.3, 0.1})) < statistics::accepted);
}

TEST_CASE("Moves at review go to another type, in proportion to the weights of the others") {
  const auto changes = quiet() + all_in({{"mainstream", "1"}}) +
                       weights("move", {{"mainstream", "50"}, {"state_special", "3"}, {"inmss_day", "1"}}) +
                       Changes{{"stock.plans", "20000"},
                               {"stock.age", "{ \"0-5\" = 0, 6 = 1, \"7-25\" = 0 }"},
                               {"review.seek_move",
                                "{ mainstream = 1, early_years = 0, resourced = 0, special = 0, independent "
                                "= 0, post_16 = 0, out_of_school = 0 }"},
                               {"review.seek_need", "1"},
                               {"review.seek_severity", "1"},
                               {"review.on_time", "1"},
                               {"review.catch_up", "1"}};
  const auto s = Subject::without_limits(england, changes);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const auto stock = [&](const char* type) {
    return static_cast<double>(f.at(row, "placement_stock", "2027", "placement", type));
  };
  CHECK(stock("mainstream") == 0);  // everybody has had a review and sought a move
  CHECK(stock("state_special") + stock("inmss_day") == 20000);
  CHECK(std::abs(z_of({stock("state_special"), stock("inmss_day")}, {0.75, 0.25})) < statistics::accepted);
}

TEST_CASE("The queue for places: looked-after, phase transfer, new plan, in-year move") {
  // Children of mainstream who have waited, with a place for each in turn.
  const Subject s(england, quiet() + all_in({{"mainstream", "1"}}) +
                               Changes{{"stock.plans", "4"},
                                       {"stock.age", "{ \"0-5\" = 0, 6 = 1, \"7-25\" = 0 }"},
                                       {"child.looked_after_share", "0"},
                                       {"provision.state_special.places", "4"},
                                       {"provision.state_special.over_number", "0"}});
  const auto& structure = s.model.structure();
  models::TypeIndex special = 0;
  while (structure.types[special].id != "state_special") ++special;
  std::size_t provision = 0;
  while (structure.provisions[provision].type != special) ++provision;
  using models::QueueClass;
  const std::array order{QueueClass::looked_after, QueueClass::phase_transfer, QueueClass::new_plan,
                         QueueClass::in_year};
  for (std::uint32_t r = 0; r < 6; ++r)
    for (int places = 0; places <= 4; ++places) {
      bool done = false;
      walk(
          s, r,
          [&](const World& const_world) {
            if (std::exchange(done, true)) return;
            auto& w = const_cast<World&>(const_world);
            auto& plans = w.st.plans;
            REQUIRE(plans.size() == 4);
            for (std::size_t i = 0; i < 4; ++i) {
              auto& c = plans[(i + r) % 4];  // not the order in which they stand
              c.preferred = special;
              c.choice = models::occasion::review_move(1);
              c.flag = models::Flag::waiting;
              c.waiting_as = order[i] == QueueClass::looked_after ? QueueClass::in_year : order[i];
              c.looked_after = order[i] == QueueClass::looked_after;
            }
            w.st.note_flags();
            w.st.occupied[provision] = 4 - places;
            models::place(w);
            for (std::size_t i = 0; i < 4; ++i) {
              const auto& c = plans[(i + r) % 4];
              INFO("replicate " << r << ", " << places << " places, class " << i);
              CHECK((c.type == special) == (static_cast<int>(i) < places));
              CHECK((c.flag == models::Flag::waiting) == (static_cast<int>(i) >= places));
            }
            w.st.occupied[provision] -= 4 - places;
          },
          true);
    }
}

TEST_CASE("A provision admits the years and needs that it is for") {
  const Subject s(england, {{"years", "1"},
                            {"provision.state_special.from_ncy", "3"},
                            {"provision.state_special.to_ncy", "11"},
                            {"provision.state_special.needs", "[\"ASD\", \"SLD\"]"}});
  const auto& structure = s.model.structure();
  std::size_t p = 0;
  while (structure.provisions[p].id != "state_special") ++p;
  bool done = false;
  walk(
      s, 0,
      [&](const World& w) {
        if (std::exchange(done, true)) return;
        for (std::size_t age = 0; age < models::ages; ++age)
          for (std::size_t need = 0; need < models::need_count; ++need) {
            const bool expected =
                age >= 7 && age <= 15 && (models::needs[need] == "ASD" || models::needs[need] == "SLD");
            CHECK(models::admits(w, p, age, need) == expected);
          }
      },
      true);
}

TEST_CASE("The ledger of ten children, by hand") {
  // Seven in the state special school and three in an independent one, aged six, for two financial years.
  const auto config = read(configs() / england);
  Changes same_cost;
  for (const auto& id : config.members("placement"))
    for (const auto& [name, value] :
         {std::pair{"cost_need", "1"}, std::pair{"cost_severity", "1"}, std::pair{"cost_sigma", "0"},
          std::pair{"inflation", "0"}, std::pair{"places_growth", "0"}, std::pair{"travel_share", "0"}})
      same_cost.push_back({"placement." + id + "." + name, value});
  const Subject s(england, quiet() + all_in({{"state_special", "7"}, {"inmss_day", "3"}}) + same_cost +
                               Changes{{"start", "2025-04-01"},
                                       {"years", "2"},
                                       {"stock.plans", "10"},
                                       {"stock.age", "{ \"0-5\" = 0, 6 = 1, \"7-25\" = 0 }"},
                                       {"placement.state_special.unit_cost", "20000"},
                                       {"placement.state_special.inflation", "0.1"},
                                       {"placement.state_special.place_funding", "10000"},
                                       {"placement.state_special.empty_place_funding", "4000"},
                                       {"placement.state_special.travel_share", "1"},
                                       {"placement.inmss_day.unit_cost", "60000"},
                                       {"placement.resourced.empty_place_funding", "0"},
                                       {"provision.resourced.places", "0"},
                                       {"provision.state_special.places", "14"},
                                       {"provision.state_special.used_by_others", "3"},
                                       {"money.price_base", "2025"},
                                       {"money.inflation_shock", "0"},
                                       {"money.import_export", "5000"},
                                       {"money.opening_deficit", "1000"},
                                       {"money.interest_rate", "0.05"},
                                       {"money.override_ends", "2025"},
                                       {"money.override_share", "0.8"},
                                       {"contribution.share", "0.1"},
                                       {"cost.other_high_needs.amount", "{ 2024 = 2000 }"},
                                       {"cost.other_high_needs.growth", "0.5"},
                                       {"cost.other_high_needs.growth_from", "2025"},
                                       {"income.allocation.amount", "{ 2024 = 400000 }"},
                                       {"income.allocation.growth", "0.02"},
                                       {"income.allocation.growth_from", "2025"},
                                       {"income.loan.kind", "\"advance\""},
                                       {"income.loan.amount", "{ 2025 = 700, 2026 = 0 }"},
                                       {"saving.rent.amount", "{ 2025 = 5000, 2026 = 9000 }"},
                                       {"saving.rent.delivered", "0.5"},
                                       {"travel.severity", "1"},
                                       {"travel.unit_cost", "1000"},
                                       {"travel.inflation", "0"}});
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const auto pounds = [&](const char* metric, const char* year, const char* line = nullptr) {
    const auto x = line ? f.at(row, metric, year, "line", line) : f.at(row, metric, year);
    return static_cast<double>(x) / 100;
  };
  const auto pence = [](double x) {
    return Approx(x).margin(0.021);
  };  // three terms, each rounded to the penny
  CHECK(pounds("hnb_spend", "2025-26", "special_top_ups") == pence(140000));
  CHECK(pounds("hnb_spend", "2026-27", "special_top_ups") == pence(154000));
  for (const char* year : {"2025-26", "2026-27"}) {
    CHECK(pounds("hnb_spend", year, "independent_fees") == pence(180000));
    CHECK(pounds("hnb_spend", year, "contributions") == pence(-18000));
    // 14 commissioned: seven residents' and three others' filled, four empty.
    CHECK(pounds("hnb_spend", year, "place_funding") == pence(10 * 10000 + 4 * 4000));
    CHECK(pounds("hnb_spend", year, "import_export") == pence(-15000));
    CHECK(pounds("hnb_spend", year, "over_number") == 0);
    CHECK(pounds("hnb_spend", year, "unexplained_base") == 0);
    CHECK(pounds("travel_spend", year) == pence(7000));
    CHECK(pounds("independent_spend", year) == pence(180000));
  }
  CHECK(pounds("hnb_spend", "2025-26", "other_high_needs") == 2000);
  CHECK(pounds("hnb_spend", "2026-27", "other_high_needs") == 3000);
  CHECK(pounds("hnb_spend", "2025-26", "savings") == -2500);
  CHECK(pounds("hnb_spend", "2026-27", "savings") == -4500);
  CHECK(pounds("hnb_spend", "2025-26") == pence(402500));
  CHECK(pounds("hnb_spend", "2026-27") == pence(415500));
  CHECK(pounds("hnb_income", "2025-26") == 400700);
  CHECK(pounds("hnb_income", "2026-27") == 408000);
  CHECK(pounds("in_year_position", "2025-26") == pence(1800));
  CHECK(pounds("in_year_position", "2026-27") == pence(7500));
  CHECK(pounds("cumulative_deficit", "2025-26") == pence(2800));
  CHECK(pounds("cumulative_deficit", "2026-27") == Approx(10300).margin(0.05));
  CHECK(pounds("cumulative_deficit_excl_advance", "2026-27") == Approx(11000).margin(0.05));
  CHECK(pounds("deficit_financing_cost", "2025-26") == pence(50));
  CHECK(pounds("deficit_financing_cost", "2026-27") == pence(140));
  CHECK(pounds("general_fund_exposure", "2025-26") == 0);
  CHECK(pounds("general_fund_exposure", "2026-27") == Approx(8240).margin(0.05));
  CHECK(f.at(row, "placement_days", "2025-26", "placement", "state_special") == 7 * 365);
}

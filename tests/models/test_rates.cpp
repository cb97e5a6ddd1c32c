// Rates, timeliness, packages, reviews, keys: the small pure parts of the model.

#include <cmath>
#include <set>

#include "models/keys.hpp"
#include "models/prepared.hpp"
#include "models/starting_stock.hpp"
#include "sim/design.hpp"
#include "tests/catch.hpp"
#include "tests/models/subject.hpp"

using namespace models;
using model_test::Subject;

TEST_CASE("Competing causes share one draw in proportion to their hazards") {
  const double h1 = sim::hazard(0.2), h2 = sim::hazard(0.05);
  const auto year = competing(h1, h2, 12);
  CHECK(year.any == Approx(1 - 0.8 * 0.95).epsilon(1e-12));
  CHECK(year.first / year.any == Approx(h1 / (h1 + h2)).epsilon(1e-12));
  // The terms of a year compound to the year.
  double left = 1;
  for (const int months : {4, 3, 5}) left *= 1 - competing(h1, h2, months).any;
  CHECK(1 - left == Approx(year.any).epsilon(1e-12));
  CHECK(competing(0, 0, 12).any == 0);
  CHECK(competing(0, h2, 12).first == 0);
  CHECK(competing(h1, 0, 12).first == Approx(0.2).epsilon(1e-12));
}

TEST_CASE("Timeliness: days and their distribution are inverse to one another") {
  const Timeliness t{0.46, 0.93};
  CHECK(t.cumulative(Timeliness::shortest) == 0);
  CHECK(t.cumulative(Timeliness::statutory) == Approx(0.46));
  CHECK(t.cumulative(Timeliness::year) == Approx(0.93));
  CHECK(t.cumulative(Timeliness::longest) == 1);
  for (int i = 0; i < 20000; ++i) {
    const double u = (i + 0.5) / 20000;
    const int day = t.days(u);
    CHECK(t.cumulative(day) <= u + 1e-12);
    CHECK(u < t.cumulative(day + 1) + 1e-12);
  }
  for (const double u : {1e-12, 1 - 1e-12}) {
    CHECK(t.days(u) >= Timeliness::shortest);
    CHECK(t.days(u) < Timeliness::longest);
  }
  const Timeliness never_late{0.999, 0.999};
  CHECK(never_late.days(0.99) < Timeliness::statutory);
}

TEST_CASE("A package waits its lag, works in full, fades on the log scale and ends") {
  const Package p{.lag = 1, .full = 2, .fade = 2, .log_effect = std::log(0.5)};
  const double expected[] = {1, 0.5, 0.5, std::pow(0.5, 2.0 / 3), std::pow(0.5, 1.0 / 3), 1, 1};
  for (int nth = 1; nth <= 7; ++nth) CHECK(p.factor(nth) == Approx(expected[nth - 1]).epsilon(1e-14));
  CHECK(p.factor(p.last_active() + 1) == 1);
  const Package none{.lag = 0, .full = 3, .fade = 3, .log_effect = 0};
  for (int nth = 1; nth < 10; ++nth) CHECK(none.factor(nth) == 1);  // to the last bit
}

TEST_CASE("Largest remainder keeps the total and rounds each value up or down") {
  const std::vector<double> values{1.5, 2.25, 0, 3.75, 2.5};
  CHECK(largest_remainder(values) ==
        std::vector<std::int64_t>{2, 2, 0, 4, 2});  // 10; 3.75 first, then the earlier 1.5
  CHECK(largest_remainder(std::vector<double>{0.4, 0.4, 0.2}) == std::vector<std::int64_t>{1, 0, 0});
  CHECK(largest_remainder(std::vector<double>{}).empty());
  CHECK(largest_remainder(std::vector<double>{3, 4}) == std::vector<std::int64_t>{3, 4});
}

TEST_CASE("Reviews in balance stay in balance") {
  for (const auto& [on_time, catch_up] : {std::pair{0.6, 0.4}, std::pair{0.14, 0.3}, std::pair{1.0, 1.0}}) {
    const auto now = review_balance(on_time, catch_up);  // due in 0, 1, 2 terms; overdue
    CHECK(now[0] + now[1] + now[2] + now[3] == Approx(1).epsilon(1e-14));
    const double held = now[0] * on_time + now[3] * catch_up;
    CHECK(now[1] == Approx(now[0]).epsilon(1e-12));
    CHECK(now[2] == Approx(now[1]).epsilon(1e-12));
    CHECK(held == Approx(now[2]).epsilon(1e-12));
    CHECK(now[0] - held == Approx(0).margin(1e-15));
  }
}

TEST_CASE("Keys: every shipped placement type has noise of its own, apart from every other purpose") {
  const auto config = model_test::read(model_test::configs() / model_test::kingston);
  std::set<std::uint16_t> purposes;
  for (const auto& id : config.members("placement")) {
    const auto p = choice_purpose(id);
    CHECK(p >= static_cast<std::uint16_t>(Purpose::first_type_hash));
    CHECK(p != sim::design_purpose);
    CHECK(purposes.insert(p).second);
  }
  CHECK(purposes.size() >= 14);
}

TEST_CASE("Keys: children of other areas, entries, cohorts and ordinals are other entities") {
  std::set<std::uint64_t> seen;
  std::size_t made = 0;
  for (const std::uint16_t area : std::array<std::uint16_t, 3>{1, 2, 65535})
    for (const auto entry : {Entry::plan_at_start, Entry::support_at_start, Entry::case_at_start,
                             Entry::identified, Entry::direct, Entry::transferred_in})
      for (int born = 1985; born < 2070; ++born)
        for (const std::uint32_t nth : {0U, 1U, 77777U, 0xffffffffU}) {
          seen.insert(child_entity(area, entry, born, nth));
          ++made;
        }
  CHECK(seen.size() == made);
}

TEST_CASE("Keys: occasions of choices do not meet") {
  std::set<std::uint16_t> seen{occasion::first_placement};
  std::size_t made = 1;
  for (std::size_t p = 0; p < phases.size(); ++p, ++made) seen.insert(occasion::phase_transfer(p));
  for (unsigned a = 0; a < ages; ++a, ++made) seen.insert(occasion::forced_move(a));
  for (unsigned n = 0; n < 200; ++n, ++made) seen.insert(occasion::review_move(n));
  CHECK(seen.size() == made);
  for (const auto o : seen) CHECK_FALSE(seen.contains(occasion::appeal(o)));
}

TEST_CASE("Population: cohorts move with net migration, births come in") {
  const Subject s(model_test::england, {{"years", "4"},
                                        {"population.residents", "1000"},
                                        {"population.births", "{ 2024 = 900, 2026 = 800 }"},
                                        {"population.births_level", "1.1"},
                                        {"population.net_migration", "0.02"},
                                        {"population.migration_level", "0.5"},
                                        {"population.migration_shock_sd", "0"}});
  const auto cells = s.cells(0);
  const Rates r(s.model.structure(), Values(cells), s.key(0), s.model.prepared().cost_normaliser);
  CHECK(r.residents[0][7] == 1000);
  CHECK(r.residents[1][0] == 990);
  CHECK(r.residents[2][0] == 880);
  CHECK(r.residents[1][8] == 1010);
  CHECK(r.residents[2][9] == 1020);  // 1020.1
  CHECK(r.residents[2][1] == 1000);  // 990 x 1.01 = 999.9
}

namespace {

/// Places of one provision by academic year of the run.
std::vector<Rates::Places> places_of(const Subject& s, std::string_view provision) {
  const auto cells = s.cells(0);
  const auto& structure = s.model.structure();
  const Rates r(structure, Values(cells), s.key(0), s.model.prepared().cost_normaliser);
  std::size_t p = 0;
  while (structure.provisions[p].id != provision) ++p;
  return r.places[p];
}

}  // namespace

TEST_CASE("Places: growth begins after the last year stated, whether or not its value differs") {
  const auto with = [](const std::string& name, const std::string& table) {
    return places_of(Subject(model_test::kingston, {{"years", "6"},
                                                    {"provision.special_in_borough.over_number", "0"},
                                                    {"placement.state_special.places_growth", "0.1"},
                                                    {"provision.special_in_borough." + name, table}}),
                     "special_in_borough");
  };
  const auto once = with("places", "{ 2018 = 300 }"), flat = with("places", "{ 2018 = 300, 2020 = 300 }");
  CHECK(once[1].physical == 330);
  CHECK(flat[2].physical == 300);
  CHECK(flat[3].physical == 330);
  CHECK(with("places", "{ 2018-2022 = 300 }")[4].physical == 300);
  // A year stated for one kind of places is stated for them all.
  const auto others = with("used_by_others", "{ 2018 = 90, 2020 = 0 }");
  CHECK(others[2].physical == 335);
  CHECK(others[2].residents == 335);
  CHECK(others[3].physical == 369);  // 368.5
  CHECK(with("bought_elsewhere", "{ 2021 = 0 }")[3].physical == 335);
  CHECK(with("used_by_others", "40")[1].physical == 369);  // a number for all years names none of them
}

TEST_CASE(
    "Packages: a year's capacity comes out exactly over its terms, and a first part year has its share") {
  const auto room = [](const char* start, const std::string& capacity) {
    const Subject s(model_test::england,
                    {{"start", start}, {"years", "3"}, {"support.package_capacity", capacity}});
    const auto cells = s.cells(0);
    return Rates(s.model.structure(), Values(cells), s.key(0), s.model.prepared().cost_normaliser)
        .package_room.front();
  };
  using Terms = std::vector<double>;
  CHECK(room("2025-09-01", "13") == Terms{4, 4, 5, 4, 4, 5, 4, 4, 5});
  CHECK(room("2025-09-01", "12") == Terms{4, 3, 5, 4, 3, 5, 4, 3, 5});
  CHECK(room("2025-09-01", "1") == Terms{0, 1, 0, 0, 1, 0, 0, 1, 0});
  CHECK(room("2025-01-01", "12") == Terms{3, 5, 4, 3, 5, 4, 3, 5, 4});
  CHECK(room("2025-04-01", "12") == Terms{5, 4, 3, 5, 4, 3, 5, 4, 3});
  CHECK(room("2025-09-01", "0.4") == Terms{0, 0, 0, 1, 0, 0, 0, 0, 0});
  CHECK(room("2025-09-01", "{ 2025 = 12, 2026 = inf, 2027 = 24 }").at(6) == 8);
}

TEST_CASE("Packages: what starts is the capacity, in both engines") {
  const Subject s(model_test::england, {{"years", "3"}, {"support.package_capacity", "13"}});
  const model_test::Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const auto mean = s.expected(0);
  for (const auto& year : f.periods("children_supported")) {
    CHECK(f.at(row, "children_supported", year) == 13);
    CHECK(f.at(mean, "children_supported", year) == Approx(13));
  }
}

TEST_CASE("Places: residents' share, tolerance, growth after the last stated year, openings that slip") {
  const Subject s(model_test::kingston,
                  {{"years", "6"},
                   {"provision.special_in_borough.places", "{ 2018 = 300, 2020 = 340 }"},
                   {"provision.special_in_borough.used_by_others", "40"},
                   {"provision.special_in_borough.bought_elsewhere", "10"},
                   {"provision.special_in_borough.over_number", "0.05"},
                   {"provision.special_in_borough.delay", "1"},
                   {"placement.state_special.places_growth", "0.1"}});
  const auto places = places_of(s, "special_in_borough");
  CHECK(places[0].physical == 300);
  CHECK(places[0].residents == 270);
  CHECK(places[0].limit == 284);     // 283.5, rounded half up
  CHECK(places[2].physical == 300);  // the 40 of 2020 come in 2021
  CHECK(places[3].physical == 340);
  CHECK(places[4].physical == 374);  // and growth after them
}

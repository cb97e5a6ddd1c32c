// The risk register: what happens, when, what it reaches, and what a register may not say.

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "models/course.hpp"
#include "tests/catch.hpp"
#include "tests/models/faults.hpp"

using namespace model_test;

namespace {

constexpr const char* plan = "areas/kingston/plan-2018.toml";

/// `[risk.name]` with one act, as changes of a configuration.
Changes risk(const std::string& name, const std::string& probability, const std::string& parameter,
             const std::string& how, const std::string& by, const Changes& more = {}) {
  const auto prefix = "risk." + name + ".";
  Changes changes{
      {prefix + "title", "\"A test\""},          {prefix + "source", "\"none\""},
      {prefix + "reliability", "\"red\""},       {prefix + "start", "\"2019-spring\""},
      {prefix + "probability", probability},     {prefix + "act.a.parameter", "\"" + parameter + "\""},
      {prefix + "act.a.how", "\"" + how + "\""}, {prefix + "act.a.by", by}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

/// Columns that both have and that differ.
template <class Rows>
std::vector<std::string> different(const Subject& a, const Subject& b, const Rows& row_a, const Rows& row_b) {
  std::vector<std::string> names;
  const auto in_b = columns_of(b.model.layout());
  for (const auto& [name, column] : columns_of(a.model.layout()))
    if (const auto at = in_b.find(name); at != in_b.end() && row_a[column] != row_b[at->second])
      names.push_back(name.text());
  return names;
}

const Changes four_years{{"years", "4"}};

}  // namespace

TEST_CASE("A change that starts later than its event waits for it, and slips with the event") {
  const Changes now = risk("now", "1", "request.rate_support", "scale", "2"),
                step{{"risk.now.act.a.start", "\"2020-spring\""}};
  const auto same = [&](const Changes& stepped, const Changes& whole) {
    const Subject a(kingston, four_years + now + stepped), b(kingston, four_years + now + whole);
    const auto row_a = a.simulate(0), row_b = b.simulate(0);
    for (const auto& name : different(a, b, row_a, row_b)) CHECK(name.starts_with("risk_"));
    return different(a, Subject(kingston, four_years + now), row_a,
                     Subject(kingston, four_years + now).simulate(0));
  };
  CHECK_FALSE(same(step, {{"risk.now.start", "\"2020-spring\""}}).empty());
  CHECK_FALSE(same(step + Changes{{"risk.now.delay", "3"}}, {{"risk.now.start", "\"2021-spring\""}}).empty());
}

TEST_CASE("An event that cannot happen leaves every figure as it was, in both engines") {
  const Subject none(kingston, four_years);
  const Changes never = risk("never", "0", "request.rate_support", "scale", "2",
                             {{"yearly_cost", "1000"}, {"start_cost", "1000"}});
  const Changes later = risk("later", "1", "request.rate_support", "scale", "2", {{"delay", "60"}});
  const Changes ended = risk("ended", "1", "request.rate_support", "scale", "2", {{"duration", "0"}});
  for (const auto& changes : {never, later, ended}) {
    const Subject with(kingston, four_years + changes);
    for (std::uint32_t r = 0; r < 3; ++r)
      CHECK(different(none, with, none.simulate(r), with.simulate(r)).empty());
    CHECK(different(none, with, none.expected(0), with.expected(0)).empty());
  }
  const Subject real(kingston, four_years + risk("real", "1", "request.rate_support", "scale", "2"));
  CHECK(different(none, real, none.simulate(0), real.simulate(0)).size() > 200);
  CHECK(different(none, real, none.expected(0), real.expected(0)).size() > 200);
}

TEST_CASE("One more event leaves the draws of the others, and lives without it, as they were") {
  const auto one = risk("one", "0.5", "request.rate_support", "scale", "{ mean = 1.3, sd = 0.1 }",
                        {{"delay", "{ min = 0, max = 4 }"}});
  const Subject alone(kingston, four_years + one),
      both(kingston, four_years + one + risk("a_second", "0.4", "review.seek_move", "scale", "1.2"));
  std::size_t happened = 0, compared = 0;
  for (std::uint32_t r = 0; r < 24; ++r) {
    const auto a = alone.cells(r), b = both.cells(r);
    for (const char* name : {"draw", "delay"})
      CHECK(a[alone.config.slot("risk", "one", name).offset] ==
            b[both.config.slot("risk", "one", name).offset]);
    const auto of_a = models::events(alone.model.structure().risks, models::Values(a)),
               of_b = models::events(both.model.structure().risks, models::Values(b));
    CHECK(of_a[0] == of_b[1]);  // by name: a_second comes first
    happened += of_a[0] == 1;
    if (of_b[0] == 0 && compared < 3) {
      CHECK(different(alone, both, alone.simulate(r, a), both.simulate(r, b)).empty());
      ++compared;
    }
  }
  CHECK(happened > 4);
  CHECK(happened < 20);
  CHECK(compared == 3);
}

TEST_CASE("An event is in force from its term on for as long as it lasts, and pays for that") {
  const Subject s(kingston, four_years + risk("late", "1", "request.again", "set", "3",
                                              {{"delay", "2"},
                                               {"duration", "3"},
                                               {"yearly_cost", "{ 2018 = 1200, 2020 = 2400 }"},
                                               {"start_cost", "500"}}));
  const auto cells = s.cells(0);
  const auto& structure = s.model.structure();
  models::Course course(structure, cells, s.key(0), s.model.prepared().cost_normaliser);
  const auto again = s.config.slot("request.again");
  // Terms of the run: 1 is 2019-spring; it is in force in 3, 4, 5: 2019-autumn to 2020-summer.
  for (std::size_t t = 0; t < 8; ++t) {
    course.enter_term(t);
    CHECK(course.rates().v(again) == (t >= 3 && t <= 5 ? 3 : cells[again.offset]));
  }
  CHECK(course.risk_cost(0, 2018) == 0);
  CHECK(course.risk_cost(0, 2019) == Approx(100 * (700 + 500)));  // seven months and the start
  CHECK(course.risk_cost(0, 2020) == Approx(100 * 1000));         // five months at the later price
  CHECK(course.in_force(0, 2018) == 0);
  CHECK(course.in_force(0, 2019) == 1);
  CHECK(course.in_force(0, 2020) == 1);
  CHECK(course.in_force(0, 2021) == 0);
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  CHECK(f.at(row, "hnb_spend", "2019-20", "line", "risks") == 120000);
  CHECK(f.at(row, "risk_cost", "2020-21", "risk", "late") == 100000);
  CHECK(f.at(row, "risk_events", "2019-20") == 1);
  CHECK(f.at(row, "risk_events", "2021-22") == 0);
}

TEST_CASE("What an event does to an intervention is what the intervention would be without it") {
  const Changes brokerage = four_years + Changes{{"interventions", "[\"brokerage\"]"},
                                                 {"intervention.brokerage.start", "\"2019-summer\""},
                                                 {"intervention.brokerage.ramp", "2"}};
  const auto check_same = [&](const Changes& event, const Changes& instead) {
    const Subject with(kingston, brokerage + event), other(kingston, brokerage + instead);
    for (std::uint32_t r = 0; r < 2; ++r) {
      CHECK(different(other, with, other.simulate(r), with.simulate(r)).empty());
      CHECK(different(other, with, other.expected(r), with.expected(r)).empty());
    }
  };
  check_same(risk("fails", "1", "intervention.brokerage.dose", "scale", "0"),
             {{"intervention.brokerage.dose", "0"}});
  check_same(risk("halves", "1", "intervention.brokerage.dose", "scale", "0.5"),
             {{"intervention.brokerage.dose", "0.5"}});
  check_same(risk("late", "1", "intervention.brokerage.delay", "shift", "3"),
             {{"intervention.brokerage.delay", "3"}});
  check_same(risk("no_effect", "1", "intervention.brokerage.act.fees_day.by", "set", "1"),
             {{"intervention.brokerage.act.fees_day.by", "1"}});
  const Subject with(kingston, brokerage + risk("fails", "1", "intervention.brokerage.dose", "scale", "0")),
      plain(kingston, brokerage);
  CHECK(different(plain, with, plain.simulate(0), with.simulate(0)).size() > 10);  // it does something
}

TEST_CASE("A cost of an intervention is paid for the part of a year in which an event leaves it") {
  const Subject s(kingston, four_years +
                                Changes{{"interventions", "[\"brokerage\"]"},
                                        {"intervention.brokerage.start", "\"2019-summer\""},
                                        {"intervention.brokerage.yearly_cost", "1200"}} +
                                risk("stops", "1", "intervention.brokerage.dose", "scale", "0.25",
                                     {{"start", "\"2019-autumn\""}, {"duration", "1"}}));
  const auto cells = s.cells(0);
  models::Course course(s.model.structure(), cells, s.key(0), s.model.prepared().cost_normaliser);
  for (std::size_t t = 0; t < 12; ++t) course.enter_term(t);
  CHECK(course.cost(0, 2019) == Approx(100 * (500 + 0.25 * 400 + 300)));
  CHECK(course.cost(0, 2020) == Approx(100 * 1200));
}

TEST_CASE("At the mean assumptions an event counts at its probability, given what it depends on") {
  const Subject s(kingston, risk("first", "0.4", "request.again", "set", "3") +
                                risk("second", "0.1", "request.again", "scale", "2",
                                     {{"given", "\"first\""}, {"probability_given", "0.6"}}));
  auto cells = s.cells(0);
  for (const char* id : {"first", "second"})
    cells[s.config.slot("risk", id, "draw").offset] = std::numeric_limits<double>::quiet_NaN();
  const auto happens = models::events(s.model.structure().risks, models::Values(cells));
  CHECK(happens[0] == Approx(0.4));
  CHECK(happens[1] == Approx(0.4 * 0.6 + 0.6 * 0.1));
}

TEST_CASE("Faults of a register") {
  const auto one = [](const std::string& parameter, const std::string& how, const std::string& by,
                      const Changes& more = {}) {
    return faults_of(plan, risk("x", "0.5", parameter, how, by, more));
  };
  CHECK(mentions(one("intervention.brokerage.dose", "set", "0.5"),
                 "what is left out by dose = 0 would come back"));
  CHECK(mentions(one("intervention.brokerage.ramp", "shift", "3"),
                 "a risk cannot change intervention.brokerage.ramp"));
  CHECK(mentions(one("intervention.brokrage.dose", "scale", "0.5"),
                 "did you mean 'intervention.brokerage.dose'?"));
  CHECK(mentions(faults_of(kingston, risk("x", "0.5", "intervention.family-hubs.dose", "scale", "0.5")),
                 "the intervention 'family-hubs' is not chosen"));
  CHECK(mentions(one("intervention.brokerage.delay", "shift", "3", {{"start", "\"2020-spring\""}}),
                 "changes after the intervention has begun"));
  CHECK(mentions(one("intervention.brokerage.delay", "shift", "-1"),
                 "an event makes an intervention later, not earlier"));
  CHECK(mentions(one("intervention.brokerage.delay", "shift", "{ mean = 1, sd = 2, dist = \"normal\" }"),
                 "is shifted to an earlier term"));
  CHECK(mentions(one("request.trend", "shift", "0.1"), "a risk cannot change request.trend"));
  CHECK(mentions(one("request.again", "set", "200"), "it lies between 0 and 10"));
  CHECK(mentions(one("request.again", "set", "2", {{"given", "\"nobody\""}, {"probability_given", "1"}}),
                 "no risk of this run is called that"));
  CHECK(mentions(one("request.again", "set", "2", {{"given", "\"reviews-disputed\""}}),
                 "given without probability_given"));
  CHECK(mentions(one("request.again", "set", "2", {{"probability_given", "1"}}),
                 "probability_given without given"));
  CHECK(mentions(faults_of(kingston, risk("x", "0.5", "request.again", "set", "2",
                                          {{"given", "\"y\""}, {"probability_given", "1"}}) +
                                         risk("y", "0.5", "request.again", "scale", "2",
                                              {{"given", "\"x\""}, {"probability_given", "1"}})),
                 "risk 'x' depends on itself"));
  CHECK(mentions(faults_of(kingston, risk("x", "0.5", "request.again", "set", "2",
                                          {{"given", "\"y\""}, {"probability_given", "1"}}) +
                                         risk("y", "0.5", "request.again", "scale", "2",
                                              {{"start", "\"2030-autumn\""}})),
                 "risk 'x' begins before 'y', which brings it about"));
}

TEST_CASE("An event that makes an intervention late is there before it begins, and stays") {
  const Changes chosen{{"interventions", "[\"brokerage\"]"},
                       {"intervention.brokerage.start", "\"2019-autumn\""}};
  const auto late = [&](const Changes& more) {
    return faults_of(kingston, chosen + risk("x", "0.5", "intervention.brokerage.delay", "shift", "6", more));
  };
  CHECK(late({}).empty());
  CHECK(late({{"delay", "2"}}).empty());
  CHECK(mentions(late({{"delay", "3"}}), "changes after the intervention has begun"));
  CHECK(mentions(late({{"duration", "2"}}), "the event ends, and with it"));
}

TEST_CASE(
    "Every shipped event, where it happens, changes the deficit, and those that take savings away raise it") {
  // Places that come late or never save their funding at first, so that no sign is asked of those.
  const std::set<std::string> dearer{"kingston-no-block-transfers", "negotiations-unproductive",
                                     "partners-not-engaged", "reviews-do-not-cut-cost"};
  const auto quiet_register = [](const std::string& only) {
    Changes changes{{"years", "4"}};
    for (const auto& entry : std::filesystem::directory_iterator(configs() / "risks"))
      if (entry.path().extension() == ".toml")
        changes.push_back({"risk." + entry.path().stem().string() + ".probability",
                           entry.path().stem() == only ? "1" : "0"});
    for (const auto* id : {"brokers-not-recruited", "negotiations-unproductive"})
      changes.push_back({std::string("risk.") + id + ".probability_given", id == only ? "1" : "0"});
    return changes;
  };
  constexpr std::uint32_t replicates = 6;
  const auto mean_deficit = [&](const Subject& s) {
    const Figures f(s.model.layout());
    double sum = 0;
    for (std::uint32_t r = 0; r < replicates; ++r)
      sum += static_cast<double>(f.at(s.simulate(r), "cumulative_deficit", "2021-22")) / 100 / replicates;
    return sum;
  };
  const double without = mean_deficit(Subject(plan, quiet_register("")));
  std::size_t tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(configs() / "risks")) {
    const auto id = entry.path().stem().string();
    INFO(id);
    const double more = mean_deficit(Subject(plan, quiet_register(id))) - without;
    INFO(more);
    CHECK(more != 0);
    if (dearer.contains(id)) CHECK(more > 10000);
    CHECK(std::abs(more) < 8e6);
    ++tried;
  }
  CHECK(tried >= 15);
}

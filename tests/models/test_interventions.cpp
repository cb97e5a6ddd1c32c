// Interventions: what they reach and from when, what they leave as it is, and how faults are reported.

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "models/course.hpp"
#include "models/intervention.hpp"
#include "tests/catch.hpp"
#include "tests/models/faults.hpp"

using namespace model_test;
namespace fs = std::filesystem;

namespace {

/// `[intervention.name]` with one act, as changes of a configuration.
Changes intervention(const std::string& name, const std::string& start, const std::string& parameter,
                     const std::string& how, const std::string& by, const Changes& more = {}) {
  const auto prefix = "intervention." + name + ".";
  Changes changes{{prefix + "title", "\"A test\""},
                  {prefix + "source", "\"none\""},
                  {prefix + "reliability", "\"red\""},
                  {prefix + "start", "\"" + start + "\""},
                  {prefix + "act.a.parameter", "\"" + parameter + "\""},
                  {prefix + "act.a.how", "\"" + how + "\""},
                  {prefix + "act.a.by", by}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

/// Columns that both rows have and that differ, but for those of interventions themselves.
std::vector<std::string> different(const Subject& a, const Subject& b, std::uint32_t replicate) {
  std::vector<std::string> names;
  const auto row_a = a.simulate(replicate), row_b = b.simulate(replicate);
  const auto in_b = columns_of(b.model.layout());
  for (const auto& [name, column] : columns_of(a.model.layout()))
    if (const auto at = in_b.find(name); at != in_b.end() && row_a[column] != row_b[at->second])
      names.push_back(name.text());
  return names;
}

std::int64_t changed_by(const Subject& with, const Subject& without, std::string_view metric,
                        std::string_view period, std::uint32_t replicate) {
  return Figures(with.model.layout()).at(with.simulate(replicate), metric, period) -
         Figures(without.model.layout()).at(without.simulate(replicate), metric, period);
}

}  // namespace

TEST_CASE("An intervention without effect leaves every figure as it was") {
  const Subject none(kingston);
  for (const auto& changes : {intervention("still", "2019-spring", "request.rate_support", "scale", "1"),
                              intervention("still", "2019-spring", "placement.inmss_day.first", "shift", "0"),
                              intervention("still", "2018-autumn", "request.rate_support", "scale", "0.5",
                                           {{"dose", "0"}, {"yearly_cost", "1000"}}),
                              intervention("still", "2035-autumn", "request.rate_support", "scale", "0.5"),
                              intervention("still", "2019-spring", "request.rate_support", "scale", "0.5",
                                           {{"delay", "{ min = 40, max = 60 }"}})}) {
    const Subject still(kingston, changes);
    for (std::uint32_t r = 0; r < 3; ++r) CHECK(different(none, still, r).empty());
  }
  const Subject real(kingston, intervention("real", "2019-spring", "request.rate_support", "scale", "0.8"));
  CHECK(different(none, real, 0).size() > 500);
}

TEST_CASE("Nothing changes before an intervention starts, and it changes nothing of the draws") {
  const Subject none(kingston), later(kingston, intervention("later", "2021-spring", "request.rate_support",
                                                             "scale", "{ mean = 0.7, sd = 0.05 }"));
  for (std::uint32_t r = 0; r < 3; ++r) {
    CHECK(changed_by(later, none, "requests", "2020", r) == 0);
    CHECK(changed_by(later, none, "ehcp_stock", "2021", r) == 0);
    CHECK(changed_by(later, none, "requests", "2021", r) < 0);
  }
}

TEST_CASE("Doses: delay, ramp, end, and steps of their own") {
  const Subject s(kingston, intervention("a", "2019-autumn", "request.again", "set", "3",
                                         {{"delay", "1"},
                                          {"ramp", "2"},
                                          {"end", "\"2021-spring\""},
                                          {"yearly_cost", "{ 2018 = 1200, 2021 = 2400 }"},
                                          {"start_cost", "500"}}) +
                                intervention("b", "2019-autumn", "support.unit_cost", "shift", "10",
                                             {{"act.a.start", "\"2020-spring\""},
                                              {"delay", "1"},
                                              {"ramp", "5"},
                                              {"act.a.at_once", "true"}}));
  const auto cells = s.cells(0);
  const auto& structure = s.model.structure();
  models::Course course(structure, cells, s.key(0), s.model.prepared().cost_normaliser);
  const auto again = s.config.slot("request.again"), unit_cost = s.config.slot("support.unit_cost");
  const double usual = cells[again.offset];
  // Terms of the run: 0 is 2018-autumn, 3 is 2019-autumn; it opens in 4, is whole in 6, and gone in 7.
  const double expected[] = {0, 0, 0, 0, 1.0 / 3, 2.0 / 3, 1, 0, 0};
  for (std::size_t t = 0; t < 9; ++t) {
    const auto changed = course.enter_term(t);
    CHECK(course.rates().v(again) == Approx(usual + (3 - usual) * expected[t]).epsilon(1e-14));
    CHECK(course.rates().v(unit_cost) == (t >= 5 ? 10 : 0));
    CHECK(changed.any == (t >= 4 && t <= 7));
    CHECK(changed.support == (t == 4 || t == 5 || t == 6 || t == 7));
    CHECK_FALSE(changed.leaving);
  }
  // The first year pays three months from January 2020 and 500; 2020-21 pays the nine months to December.
  CHECK(course.cost(0, 2019) == Approx(100 * (300 + 500)));
  CHECK(course.cost(0, 2020) == Approx(100 * 900));
  CHECK(course.cost(0, 2021) == 0);
}

TEST_CASE("Order: what is set, then scaled, then shifted, whatever the order of names") {
  const auto value = [](const Changes& changes) {
    const Subject s(kingston, changes);
    const auto cells = s.cells(0);
    models::Course course(s.model.structure(), cells, s.key(0), s.model.prepared().cost_normaliser);
    course.enter_term(0);
    return course.rates().v(s.config.slot("request.again"));
  };
  const auto act = [](const char* name, const char* how, const char* by) {
    return intervention(name, "2018-autumn", "request.again", how, by);
  };
  CHECK(value(act("a", "shift", "0.5") + act("b", "scale", "2") + act("c", "set", "1.5")) == 3.5);
  CHECK(value(act("c", "shift", "0.5") + act("a", "scale", "2") + act("b", "set", "1.5")) == 3.5);
}

TEST_CASE("What leaves the bounds of a parameter is held at them, and reported to who asks") {
  models::Act act;
  act.lever = 1;  // scale
  act.cells = {0};
  act.upper = 1;
  act.by.offset = 1;
  const std::vector<double> assumptions{0.6, 2.0}, full{1.0};
  std::vector<double> cells = assumptions;
  std::vector<std::uint32_t> outside;
  models::apply_acts(std::vector{act}, assumptions, full, cells, &outside);
  CHECK(cells == std::vector{1.0, 2.0});
  CHECK(outside == std::vector<std::uint32_t>{0});
}

TEST_CASE("Two interventions on different cells give the union of both") {
  const auto young = intervention("young", "2019-autumn", "request.need", "scale", "0.5",
                                  {{"act.a.where.need", "[\"SEMH\"]"}});
  const auto old =
      intervention("old", "2020-spring", "request.need", "scale", "0.6", {{"act.a.where.need", "[\"ASD\"]"}});
  const Subject both(kingston, young + old), other_way(kingston, old + young), first(kingston, young),
      second(kingston, old);
  const auto cells = [](const Subject& s) {
    std::vector<double> out;
    const auto all = s.cells(1);
    models::Course course(s.model.structure(), all, s.key(1), s.model.prepared().cost_normaliser);
    for (std::size_t t = 0; t < 9; ++t) course.enter_term(t);
    for (const double x : course.rates().v.all(s.config.slot("request.need"))) out.push_back(x);
    return out;
  };
  const auto of_both = cells(both), of_first = cells(first), of_second = cells(second),
             usual = cells(Subject(kingston));
  for (std::size_t n = 0; n < usual.size(); ++n)
    CHECK(of_both[n] == (of_first[n] != usual[n] ? of_first[n] : of_second[n]));
  CHECK(different(both, other_way, 0).empty());
}

TEST_CASE("A fee that falls is paid for those who are there already, from the term on") {
  const Subject none(kingston, {{"years", "4"}}),
      cheaper(kingston,
              Changes{{"years", "4"}} +
                  intervention("fees", "2020-summer", "placement.inmss_day.unit_cost", "scale", "0.8"));
  const Figures f(none.model.layout()), g(cheaper.model.layout());
  for (std::uint32_t r = 0; r < 2; ++r) {
    const auto a = none.simulate(r), b = cheaper.simulate(r);
    const auto spend = [&](const Figures& h, const auto& row, const char* year) {
      return static_cast<double>(h.at(row, "placement_spend", year, "placement", "inmss_day"));
    };
    CHECK(spend(g, b, "2019-20") == spend(f, a, "2019-20"));
    CHECK(spend(g, b, "2020-21") == Approx(0.8 * spend(f, a, "2020-21")).epsilon(0.001));
    CHECK(g.at(b, "ehcp_stock", "2022") == f.at(a, "ehcp_stock", "2022"));
  }
}

TEST_CASE("A change in the middle of a year is felt in that term, on SEN support and by plans") {
  const auto sudden = [](const char* parameter) {
    return intervention("sudden", "2020-spring", parameter, "scale", "3");
  };
  const Subject none(kingston), more(kingston, sudden("request.rate_support")),
      leave(kingston, sudden("transfer.out_rate"));
  std::int64_t requests = 0, out = 0;
  for (std::uint32_t r = 0; r < 3; ++r) {
    requests += changed_by(more, none, "requests", "2020", r);
    out += changed_by(leave, none, "plans_transferred_out", "2020", r);
    CHECK(changed_by(more, none, "requests", "2019", r) == 0);
  }
  CHECK(requests > 3 * 100);  // of 200 or so a year
  CHECK(out > 3 * 15);        // of 30 or so
}

TEST_CASE("A stronger intervention never raises the number of first requests by any year") {
  const auto by = [](const char* factor) {
    return Subject::without_limits(
        kingston, intervention("support", "2018-autumn", "request.rate_support", "scale", factor) +
                      Changes{{"years", "5"}, {"request.again", "0"}});
  };
  const Subject weak = by("0.9"), strong = by("0.7");
  const Figures f(weak.model.layout());
  for (std::uint32_t r = 0; r < 4; ++r) {
    const auto a = weak.simulate(r), b = strong.simulate(r);
    std::int64_t sum_a = 0, sum_b = 0;
    for (const auto& year : f.periods("requests")) {
      sum_a += f.at(a, "requests", year);
      sum_b += f.at(b, "requests", year);
      CHECK(sum_b <= sum_a);
    }
    CHECK(sum_b < sum_a);
  }
}

TEST_CASE("Faults of interventions, each with its reason") {
  const auto bad = [](const char* parameter, const char* how, const char* by, const Changes& more = {}) {
    return faults_of(kingston, intervention("bad", "2019-autumn", parameter, how, by, more));
  };
  CHECK(mentions(bad("request.rate_suport", "scale", "0.9"), "did you mean 'request.rate_support'?"));
  CHECK(mentions(bad("placement.inmss_dya.first", "scale", "0.9"),
                 "did you mean 'placement.inmss_day.first'?"));
  CHECK(mentions(bad("request.trend", "set", "0"), "change request.level or request.local_level"));
  CHECK(mentions(bad("stock.plans", "set", "0"), "it describes the start of the run"));
  CHECK(mentions(bad("target.plans_january_2019.value", "set", "0"), "it is nothing that happens"));
  CHECK(mentions(bad("request.rate_support", "multiply", "0.9"), "it is one of 'set', 'scale', 'shift'"));
  CHECK(mentions(bad("request.rate_support", "scale", "0.9", {{"act.a.where.need", "[\"ASD\"]"}}),
                 "is not by need (it is by age)"));
  CHECK(
      mentions(bad("request.need", "scale", "0.9", {{"act.a.where.need", "[\"ADS\"]"}}), "'ADS' is no need"));
  CHECK(mentions(bad("assessment.assess", "shift", "0.9"), "it lies between 0 and 1"));
  CHECK(mentions(bad("request.again", "set", "2", {{"start", "\"2019\""}}), "it is no term"));
  CHECK(mentions(bad("request.again", "set", "2", {{"start", "\"\""}}), "the start is empty"));
  CHECK(mentions(bad("request.again", "set", "2", {{"end", "\"2019-spring\""}}),
                 "the end is not after the start"));
  const auto set = [](const char* name, const Changes& more = {}) {
    return intervention(name, "2019-autumn", "request.again", "set", "2", more);
  };
  CHECK(mentions(faults_of(kingston, set("one") + set("two")),
                 "request.again is set by intervention.one.act.a and by"));
  CHECK(faults_of(kingston, set("one") + set("two", {{"act.a.stack", "true"}})).empty());
  CHECK(faults_of(kingston,
                  set("one", {{"end", "\"2020-autumn\""}}) + set("two", {{"start", "\"2020-autumn\""}}))
            .empty());
  CHECK(mentions(bad("assessment.capacity", "scale", "1.2"),
                 "assessment.capacity has no limit that could be scaled"));
  CHECK(mentions(bad("placement.inmss_day.cost_ceiling", "shift", "-1000"), "use set or gate"));
  CHECK(faults_of(kingston, intervention("limit", "2019-autumn", "assessment.capacity", "set", "300") +
                                intervention("more", "2020-autumn", "assessment.capacity", "scale", "1.2"))
            .empty());
  const auto more = [](const char* name) {
    return intervention(name, "2019-autumn", "assessment.decided_in_6_weeks", "shift", "0.1");
  };
  CHECK(faults_of(kingston, more("one")).empty());
  CHECK(mentions(faults_of(kingston, more("one") + more("two")), "interventions together take"));
  // Not where one is left out, or has ended before the other begins.
  CHECK(faults_of(kingston, more("one") + more("two") + Changes{{"intervention.two.dose", "0"}}).empty());
  CHECK(faults_of(kingston, more("one") + more("two") +
                                Changes{{"intervention.one.end", "\"2020-autumn\""},
                                        {"intervention.two.start", "\"2020-autumn\""}})
            .empty());
}

TEST_CASE("A change begins with its intervention or after it, and before it ends") {
  const auto step = [](const char* start) {
    return faults_of(kingston, intervention("x", "2019-autumn", "request.again", "set", "2",
                                            {{"end", "\"2021-autumn\""}, {"act.a.start", start}}));
  };
  CHECK(step("\"2020-spring\"").empty());
  CHECK(mentions(step("\"2019-spring\""), "the change begins before intervention.x"));
  CHECK(mentions(step("\"2021-autumn\""), "the change begins when intervention.x has ended"));
}

TEST_CASE("Weights that interventions take to nought are a fault of theirs") {
  CHECK(mentions(faults_of(kingston, intervention("x", "2019-autumn", "travel.mode_mix", "scale", "0")),
                 "the weights of travel.mode_mix add to nought"));
  CHECK(faults_of(kingston, intervention("x", "2019-autumn", "travel.mode_mix", "scale", "0",
                                         {{"act.a.where.mode", "[\"taxi\"]"}}))
            .empty());
}

TEST_CASE("An act on years of a line that are reckoned from an earlier one is a fault") {
  const Changes grows{{"cost.own.amount", "{ 2018 = 100, 2020 = 200 }"}, {"cost.own.growth_from", "2020"}};
  const auto in_years = [&](const char* years) {
    return faults_of(kingston, grows + intervention("x", "2019-autumn", "cost.own.amount", "scale", "0.5",
                                                    {{"act.a.where.year", years}}));
  };
  CHECK(mentions(in_years("[\"2022\"]"),
                 "later years are reckoned from 2020-21 (so that the act has no effect)"));
  CHECK(mentions(in_years("[\"2019-2022\"]"), "so that the act goes on in all of them"));
  CHECK(in_years("[\"2019-2020\"]").empty());
  CHECK(in_years("[\"2019-2060\"]").empty());
  CHECK(faults_of(kingston, grows + Changes{{"cost.own.growth_from", "2022"}} +
                                intervention("x", "2019-autumn", "cost.own.amount", "scale", "0.5",
                                             {{"act.a.where.year", "[\"2022\"]"}}))
            .empty());
}

TEST_CASE("The library is chosen from by lists, and a name that is not there is a fault") {
  CHECK(mentions(faults_of(kingston, {{"interventions", "[\"early-intervention-pannel\"]"}}),
                 "did you mean 'early-intervention-panel'?"));
  CHECK(mentions(faults_of(kingston, {{"intervention.early-intervention-pannel.dose", "0.5"}}),
                 "did you mean 'early-intervention-panel'?"));
  CHECK(mentions(faults_of(kingston, {{"intervention.early-intervention-panel.dose", "0.5"}}),
                 "write interventions = [\"early-intervention-panel\"] at the top"));
  const Changes dose{{"intervention.brokerage.dose", "0.5"}};
  const auto c = read(configs() / kingston,
                      Changes{{"interventions", "[\"early-intervention-panel\", \"brokerage\"]"}} + dose);
  CHECK(c.members("intervention") == std::vector<std::string>{"brokerage", "early-intervention-panel"});
  CHECK(c.base()[c.slot("intervention", "brokerage", "dose").offset] == 0.5);  // the table, not the file
  CHECK(c.members("intervention.brokerage.act").size() == 2);
  const auto none = read(configs() / kingston);
  CHECK(none.members("intervention").empty());
  for (const auto& a : none.assumptions()) CHECK_FALSE(a.name.starts_with("intervention."));
}

namespace {

/// An intervention that offers one kind of package from the second autumn on.
Changes package(const std::string& name, const Changes& more) {
  const auto prefix = "intervention." + name + ".";
  Changes changes{{prefix + "title", "\"A test\""},
                  {prefix + "source", "\"none\""},
                  {prefix + "reliability", "\"red\""},
                  {prefix + "start", "\"2019-autumn\""}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

Changes toddlers(const std::string& name, const std::string& effect, const std::string& capacity = "61") {
  return package(name, {{"package.p.capacity", capacity},
                        {"package.p.effect", effect},
                        {"package.p.from_age", "2"},
                        {"package.p.to_age", "6"},
                        {"package.p.terms", "6"}});
}

}  // namespace

TEST_CASE("Packages: without effect or cost nothing changes but the children supported") {
  const Subject none(kingston), zero(kingston, toddlers("none", "1"));
  const Figures f(zero.model.layout());
  for (std::uint32_t r = 0; r < 3; ++r) {
    for (const auto& name : different(none, zero, r)) CHECK(name.starts_with("children_supported"));
    const auto row = zero.simulate(r);
    CHECK(f.at(row, "children_supported", "2018-19") == 0);
    CHECK(f.at(row, "children_supported", "2019-20", "intervention", "none") == 61);
  }
  CHECK(different(none, Subject(kingston, toddlers("some", "0.5")), 0).size() > 500);
}

TEST_CASE("Packages: several kinds, each with its own room, cost and line, never two for one child") {
  const Subject s(kingston, toddlers("first", "0.5") + toddlers("second", "0.8", "inf") +
                                Changes{{"intervention.first.package.p.cost", "1000"},
                                        {"intervention.second.package.p.cost", "10"},
                                        {"intervention.second.line", "\"elsewhere\""},
                                        {"intervention.second.yearly_cost", "1200"},
                                        {"intervention.second.end", "\"2021-autumn\""}});
  const Figures f(s.model.layout());
  const auto row = s.simulate(0);
  const auto at = [&](const char* metric, const char* year, const char* by, const char* of) {
    return f.at(row, metric, year, by, of);
  };
  CHECK(at("children_supported", "2019-20", "intervention", "first") == 61);
  const auto second = at("children_supported", "2019-20", "intervention", "second");
  CHECK(second > 61);
  // Everybody of the ages has one in the first term; after it only those who come new.
  CHECK(at("children_supported", "2020-21", "intervention", "second") < second);
  CHECK(at("children_supported", "2021-22", "intervention", "second") == 0);
  std::int64_t paid = 0, children = 0;
  for (const auto* year : {"2019-20", "2020-21", "2021-22"})
    paid += at("intervention_cost", year, "intervention", "second");
  for (const auto* year : {"2019-20", "2020-21"})
    children += at("children_supported", year, "intervention", "second");
  CHECK(paid == 100 * (2400 + 10 * children));  // two academic years of 1,200
  CHECK(at("hnb_spend", "2020-21", "line", "elsewhere") ==
        at("intervention_cost", "2020-21", "intervention", "second"));
}

TEST_CASE("Packages: a stronger one never raises the number of first requests by any year") {
  const auto by = [](const char* effect) {
    return Subject::without_limits(
        kingston, toddlers("p", effect, "inf") + Changes{{"years", "5"}, {"request.again", "0"}});
  };
  const Subject weak = by("0.9"), strong = by("0.3");
  const Figures f(weak.model.layout());
  std::int64_t fewer = 0;
  for (std::uint32_t r = 0; r < 4; ++r) {
    const auto a = weak.simulate(r), b = strong.simulate(r);
    std::int64_t sum_a = 0, sum_b = 0;
    for (const auto& year : f.periods("requests")) {
      sum_a += f.at(a, "requests", year);
      sum_b += f.at(b, "requests", year);
      CHECK(sum_b <= sum_a);
    }
    fewer += sum_a - sum_b;
  }
  CHECK(fewer > 20);
}

TEST_CASE("Packages: half the dose is half the room") {
  const Subject s(kingston, toddlers("half", "0.5") + Changes{{"intervention.half.dose", "0.5"}});
  const auto row = s.simulate(0);
  const Figures f(s.model.layout());
  CHECK(f.at(row, "children_supported", "2019-20") == 31);  // 30.5, and the rest of it next year
  CHECK(f.at(row, "children_supported", "2020-21") == 30);
}

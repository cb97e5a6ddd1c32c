// Levers beyond numbers as they stand: policy gates, provisions and income that an intervention brings,
// ceilings of fees, recharges, a grant; and the table that says what can be moved.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/act_reach.hpp"
#include "models/intervention.hpp"
#include "models/levers/kinds.hpp"
#include "models/levers/levers.hpp"
#include "tests/catch.hpp"
#include "tests/models/quiet.hpp"
#include "tests/models/walk.hpp"

using namespace model_test;

namespace {

/// `[intervention.name]` with settings of its own.
Changes intervention(const std::string& name, const std::string& start, const Changes& more) {
  const auto prefix = "intervention." + name + ".";
  Changes changes{{prefix + "title", "\"A test\""},
                  {prefix + "source", "\"none\""},
                  {prefix + "reliability", "\"red\""},
                  {prefix + "start", "\"" + start + "\""}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

std::string act(const char* parameter, const char* how, const char* by, const char* where = nullptr) {
  return std::string("{ parameter = \"") + parameter + "\", how = \"" + how + "\", by = " + by +
         ", at_once = true" + (where ? std::string(", where = ") + where : std::string()) + " }";
}

/// Nobody without a severe need holds a plan after the transfer to secondary school or at 16.
Changes severe_only(const char* start, const Changes& more = {}) {
  return intervention(
      "gate", start,
      Changes{
          {"act.points", act("eligibility.at_phase", "set", "1", "{ phase = [\"secondary\", \"post_16\"] }")},
          {"act.who", act("eligibility.share", "gate", "0", "{ severity = [\"mild\", \"moderate\"] }")}} +
          more);
}

std::vector<std::string> different(const Subject& a, const Subject& b, std::uint32_t replicate) {
  std::vector<std::string> names;
  const auto row_a = a.simulate(replicate), row_b = b.simulate(replicate);
  const auto in_b = columns_of(b.model.layout());
  for (const auto& [name, column] : columns_of(a.model.layout()))
    if (const auto at = in_b.find(name); at != in_b.end() && row_a[column] != row_b[at->second])
      names.push_back(name.text());
  return names;
}

double pounds(std::int64_t pence) { return static_cast<double>(pence) / 100; }

}  // namespace

TEST_CASE("Every parameter that an intervention can change is moved by exactly one kind of lever") {
  std::size_t reachable = 0;
  const auto look = [&](const std::string& name) {
    std::size_t kinds = 0;
    for (const auto& kind : models::lever_kinds())
      kinds += static_cast<std::size_t>(std::ranges::any_of(kind.parameters, [&](std::string_view pattern) {
        const auto star = pattern.find('*');
        return star == std::string_view::npos
                   ? pattern == name
                   : name.starts_with(pattern.substr(0, star)) && name.ends_with(pattern.substr(star + 1));
      }));
    INFO(name);
    const bool can = models::why_beyond_reach(name).empty();
    CHECK(kinds == static_cast<std::size_t>(can));
    CHECK((models::lever_kind_of(name) != nullptr) == can);
    reachable += static_cast<std::size_t>(can);
  };
  for (const auto& p : models::schema().params) look(p.name);
  for (const auto& family : models::schema().families)
    if (family.name != "intervention")
      for (const auto& p : family.params) look(family.name + ".any." + p.name);
  CHECK(reachable > 80);
  const auto* parts = sim::find_family(models::schema(), "intervention");
  for (const auto& part : parts->parts)
    CHECK((part.name == "act") == (models::lever_kind_of_part(part.name) == nullptr));
}

TEST_CASE("A gate lets through what is at or below it, after all that is set, scaled and shifted") {
  const auto value = [](const Changes& changes) {
    const Subject s(kingston, changes);
    const auto cells = s.cells(0);
    models::Course course(s.model.structure(), cells, s.key(0), s.model.prepared().cost_normaliser);
    course.enter_term(0);
    return course.rates().v(s.config.slot("request.again"));
  };
  const auto one = [](const char* name, const char* how, const char* by) {
    return intervention(name, "2018-autumn", {{"act.a", act("request.again", how, by)}});
  };
  CHECK(value(one("a", "gate", "1.2") + one("b", "shift", "0.5") + one("c", "set", "1.5")) == 1.2);
  CHECK(value(one("a", "gate", "2.5") + one("b", "shift", "0.5") + one("c", "set", "1.5")) == 2.0);
  CHECK(value(one("a", "gate", "1.7") + one("b", "gate", "1.6") + one("c", "set", "1.9")) == 1.6);
}

TEST_CASE("A policy gate that lets everybody through, or without points, changes nothing") {
  const Subject none(kingston);
  const Subject all(kingston, intervention("gate", "2019-autumn",
                                           {{"act.points", act("eligibility.at_phase", "set", "1")},
                                            {"act.who", act("eligibility.share", "gate", "1")}}));
  const Subject nowhere(kingston,
                        severe_only("2019-autumn", {{"act.issue", act("eligibility.at_issue", "set", "0")},
                                                    {"act.points.by", "0"}}));
  for (std::uint32_t r = 0; r < 2; ++r) {
    CHECK(different(none, all, r).empty());
    CHECK(different(none, nowhere, r).empty());
  }
}

TEST_CASE("A policy gate ends the plans of those who may hold none at the phases named, from its date") {
  const Changes nobody_else{{"dispute.appeal_rate", "0"}, {"transfer.in_rate", "0"}};
  const Subject s(kingston, severe_only("2020-autumn") + nobody_else), none(kingston, nobody_else);
  const Figures f(s.model.layout());
  std::array<std::int64_t, 2> milder{};  // plans of 11 and 16 year olds who are not severe: before, after
  std::int64_t young = 0;
  const auto row = walk(s, 0, [&](const models::World& w) {
    if (!w.is(sim::Season::autumn)) return;
    for (const auto& c : w.st.plans) {
      if (c.gone || c.severity == 2 || w.term().academic_year == 2020 || w.term().academic_year == 2021)
        continue;  // requests made before the gate are decided as before
      if (c.age == 11 || c.age == 16) ++milder[w.term().academic_year > 2021];
      if (c.age < 11) young += w.term().academic_year >= 2023;
    }
  });
  CHECK(milder[0] > 50);
  CHECK(milder[1] == 0);
  CHECK(young > 0);  // younger ones keep theirs until they come to the gate
  CHECK(f.at(row, "plans_ended_at_gate", "2019") == 0);
  const auto ended = f.at(row, "plans_ended_at_gate", "2020");
  CHECK(ended > 50);
  CHECK(f.at(row, "plans_ceased", "2020", "reason", "other") >= ended);
  for (int year = 2019; year < 2025; ++year) {
    const auto of = [&](const char* metric) { return f.at(row, metric, std::to_string(year)); };
    CHECK(of("ehcp_stock") + of("new_plans") + of("plans_transferred_in") - of("plans_ceased") -
              of("plans_transferred_out") ==
          f.at(row, "ehcp_stock", std::to_string(year + 1)));
  }
  std::int64_t by_need = 0;
  for (const auto& need : f.categories("plans_ended_at_gate", "need"))
    by_need += f.at(row, "plans_ended_at_gate", "2020", "need", need);
  CHECK(by_need == ended);
  // They are on SEN support, not gone.
  CHECK(f.at(row, "sen_support_stock", "2021") >
        Figures(none.model.layout()).at(none.simulate(0), "sen_support_stock", "2021") + ended / 2);
}

TEST_CASE("A policy gate protects the groups that it names, and can leave first decisions alone") {
  const auto special_after = [](const Changes& more) {
    const Subject s(kingston, severe_only("2020-autumn", more));
    const Figures f(s.model.layout());
    std::pair<std::int64_t, std::int64_t> out;
    for (std::uint32_t r = 0; r < 4; ++r) {
      const auto row = s.simulate(r);
      out.first += f.at(row, "placement_stock", "2021", "placement", "state_special");
      out.second += f.at(row, "new_plans", "2023");
    }
    return out;
  };
  const auto open = special_after({});
  const auto held =
      special_after({{"act.protected", act("eligibility.group", "set", "0", "{ group = [\"special\"] }")}});
  const auto plans_only = special_after({{"act.issue", act("eligibility.at_issue", "set", "0")}});
  CHECK(held.first > open.first + 5);
  // Five standard errors of counts: replicates are pairs, so their difference varies less than that.
  CHECK(static_cast<double>(plans_only.second - open.second) >
        5 * std::sqrt(static_cast<double>(plans_only.second + open.second)));
}

namespace {

/// Where every child with SEND stands at the end of each term, by entity.
struct Standing {
  char as = ' ';  // p: plan, s: SEN support, c: assessment, r: dispute over a refusal
  int type = -1;
  int age = 0, severity = 0;
  bool differs_from(const Standing& other) const { return as != other.as || type != other.type; }
};
using Terms = std::vector<std::map<std::uint64_t, Standing>>;

Terms standings(const Subject& s, std::uint32_t replicate) {
  Terms terms;
  walk(s, replicate, [&](const models::World& w) {
    auto& now = terms.emplace_back();
    const auto put = [&](const auto& c, char as, int type = -1) {
      now[c.entity] = {as, type, int{c.age}, int{c.severity}};
    };
    for (const auto& c : w.st.support.child)
      if (!c.left) put(c, 's');
    for (const auto& c : w.st.cases) put(c.child, 'c');
    for (const auto& d : w.st.refusals) put(d.child, 'r');
    for (const auto& c : w.st.plans)
      if (!c.gone) put(c, 'p', int{c.type});
  });
  return terms;
}

}  // namespace

TEST_CASE("With no limits, whoever's life a gate changes was decided on at it") {
  // Nobody is newly identified, since who is depends on how many already are.
  const Changes closed{{"identification.rate", "0"}, {"request.rate_direct", "0"}};
  const auto none = Subject::without_limits(kingston, closed),
             gated = Subject::without_limits(kingston, severe_only("2020-autumn") + closed);
  const std::size_t first = 6;  // autumn 2020
  std::size_t at_transfer = 0, at_issue = 0;
  for (std::uint32_t r = 0; r < 2; ++r) {
    const auto a = standings(none, r), b = standings(gated, r);
    std::set<std::uint64_t> changed;
    const auto of = [](const std::map<std::uint64_t, Standing>& term, std::uint64_t child) {
      const auto at = term.find(child);
      return at == term.end() ? Standing{} : at->second;
    };
    for (std::size_t t = 0; t < a.size(); ++t) {
      std::set<std::uint64_t> children;
      for (const auto* term : {&a[t], &b[t]})
        for (const auto& [child, standing] : *term) children.insert(child);
      for (const auto child : children) {
        const auto usual = of(a[t], child), now = of(b[t], child);
        if (!usual.differs_from(now) || !changed.insert(child).second) continue;
        const auto before = t == 0 ? Standing{} : of(a[t - 1], child);
        const auto severity = before.as == ' ' ? usual.severity : before.severity;
        INFO("term " << t << ", " << before.as << " would be " << usual.as << " and is " << now.as << ", age "
                     << before.age);
        CHECK(t >= first);
        CHECK(severity < 2);
        if (before.as == 'p') {  // held a plan: a year older, on 1 September, at one of the two transfers
          CHECK(t % 3 == 0);
          CHECK((before.age + 1 == 11 || before.age + 1 == 16));
          ++at_transfer;
        } else {  // would have one, or be four weeks from it: a refusal to issue comes before the plan
          CHECK((usual.as == 'p' || usual.as == 'c' || usual.as == ' '));
          CHECK((now.as == 's' || now.as == 'r' || now.as == ' '));
          ++at_issue;
        }
      }
    }
  }
  CHECK(at_transfer > 200);
  CHECK(at_issue > 100);
}

TEST_CASE("A stronger gate never leaves more plans") {
  const auto plans = [](const char* share) {
    const Subject s = Subject::without_limits(
        kingston, severe_only("2020-autumn", {{"act.who.by", share},
                                              {"act.issue", act("eligibility.at_issue", "set", "0")}}) +
                      Changes{{"years", "4"}, {"dispute.appeal_rate", "0"}, {"request.again", "0"}});
    return Figures(s.model.layout()).at(s.simulate(1), "ehcp_stock", "2022");
  };
  const auto none = plans("1"), weak = plans("0.7"), strong = plans("0.2");
  CHECK(weak < none);
  CHECK(strong < weak);
}

TEST_CASE("A provision that an intervention opens has its places by dose, from the September after") {
  const auto school = [](const Changes& more) {
    return Subject(kingston, intervention("school", "2020-spring",
                                          Changes{{"provision.new.placement", "\"state_special\""},
                                                  {"provision.new.needs", "[\"ASD\"]"},
                                                  {"provision.new.places", "60"},
                                                  {"provision.new.used_by_others", "20"},
                                                  {"provision.new.from_ncy", "7"},
                                                  {"provision.new.to_ncy", "11"}} +
                                              more));
  };
  const Subject none(kingston), at_once = school({}), slow = school({{"ramp", "5"}, {"delay", "2"}}),
                                nothing = school({{"dose", "0"}});
  CHECK(different(none, nothing, 0).empty());
  const auto places = [](const Subject& s, const char* year) {
    return Figures(s.model.layout())
        .at(s.simulate(0), "places_commissioned", year, "placement", "state_special");
  };
  CHECK(places(at_once, "2019") == places(none, "2019"));
  CHECK(places(at_once, "2020") == places(none, "2020") + 40);
  // Open in the autumn of 2020, the first of six steps; a year later the fourth; then whole.
  CHECK(std::abs(places(slow, "2020") - (places(none, "2020") + 40 / 6)) <= 1);
  CHECK(std::abs(places(slow, "2021") - (places(none, "2021") + 40 * 4 / 6)) <= 1);
  CHECK(places(slow, "2022") == places(none, "2022") + 40);
  const auto& structure = at_once.model.structure();
  REQUIRE(structure.provisions.back().id == "new");
  const auto fits = [&](const models::World& w) {
    for (const auto& c : w.st.plans)
      if (!c.gone && c.provision == static_cast<int>(structure.provisions.size()) - 1 &&
          w.is(sim::Season::autumn)) {
        CHECK(models::needs[c.need] == "ASD");
        CHECK(c.age >= 11);
        CHECK(c.age <= 15);
      }
  };
  walk(at_once, 0, fits);
}

TEST_CASE("Places that an act adds grow as those of the provision do, and those of an opening do not") {
  const Changes base{{"placement.state_special.places_growth", "0.05"},
                     {"provision.special_in_borough.places", "200"},
                     {"provision.special_in_borough.used_by_others", "0"},
                     {"provision.special_in_borough.bought_elsewhere", "0"}};
  const auto residents = [&](const Changes& more, const char* september) {
    const Subject s(kingston, base + more);
    const Figures f(s.model.layout());
    return f.at(s.simulate(0), "places_commissioned", september, "placement", "state_special");
  };
  const Changes added = intervention("more", "2019-summer",
                                     {{"act.a", act("provision.special_in_borough.places", "shift", "60")}});
  const Changes opened =
      intervention("more", "2019-summer",
                   {{"provision.new.placement", "\"state_special\""}, {"provision.new.places", "60"}});
  const auto grown = residents({}, "2024");
  CHECK(residents(added, "2018") == residents({}, "2018"));
  CHECK(residents(opened, "2024") == grown + 60);
  const double more = static_cast<double>(residents(added, "2024") - grown);
  CHECK(more > 70);
  CHECK(more < 90);
}

TEST_CASE("Faults of provisions of interventions are told as those of the area's own") {
  const auto faults = [](const Changes& more) {
    auto result = sim::read_config(configs() / kingston, models::schema(), {},
                                   intervention("school", "2020-autumn",
                                                Changes{{"provision.new.placement", "\"state_special\""},
                                                        {"provision.new.places", "60"}} +
                                                    more));
    if (result.config) result.faults = models::check_structure(*result.config);
    return sim::to_string(result.faults);
  };
  CHECK(faults({}).empty());
  CHECK(faults({{"provision.new.placement", "\"state_specail\""}}).find("no placement type has that name") !=
        std::string::npos);
  CHECK(faults({{"provision.new.placement", "\"mainstream\""}}).find("is not finite") != std::string::npos);
  CHECK(faults({{"provision.new.needs", "[\"ADS\"]"}}).find("unknown need 'ADS'") != std::string::npos);
  CHECK(faults({{"provision.new.used_by_others", "70"}}).find("others cannot use more places") !=
        std::string::npos);
}

TEST_CASE("Income that an intervention brings is whole in every year at whose end it runs") {
  const Subject none(kingston),
      s(kingston, intervention("transfer", "2018-autumn",
                               {{"dose", "0.5"},
                                {"end", "\"2020-autumn\""},
                                {"income.block.kind", "\"block_transfer\""},
                                {"income.block.amount", "{ 2018 = 1000000, 2019 = 200000 }"}}));
  const Figures f(s.model.layout()), g(none.model.layout());
  const auto a = none.simulate(0), b = s.simulate(0);
  const auto more = [&](const char* year) {
    CHECK(f.at(b, "hnb_income", year, "line", "transfer.block") ==
          f.at(b, "hnb_income", year) - g.at(a, "hnb_income", year));
    CHECK(f.at(b, "in_year_position", year) ==
          g.at(a, "in_year_position", year) - f.at(b, "hnb_income", year, "line", "transfer.block"));
    return pounds(f.at(b, "hnb_income", year, "line", "transfer.block"));
  };
  CHECK(more("2018-19") == 500000);
  CHECK(more("2019-20") == 100000);
  CHECK(more("2020-21") == 0);  // it ended in September
}

TEST_CASE("A ceiling holds every child's fee, a recharge moves a share of costs, and neither moves a child") {
  const Subject none(kingston),
      band(kingston, intervention("band", "2020-summer",
                                  {{"act.a", act("placement.inmss_day.cost_ceiling", "gate", "40000")}})),
      recharge(kingston, intervention("recharge", "2020-summer",
                                      {{"act.a", act("placement.mainstream.recharged", "set", "0.25")}}));
  walk(band, 0, [&](const models::World& w) {
    for (const auto& c : w.st.plans)
      if (!c.gone && w.s.types[c.type].id == "inmss_day" && w.term().first_day > 700)
        CHECK(c.cost <= 4'000'000);
  });
  const Figures f(none.model.layout());
  const auto a = none.simulate(0), b = band.simulate(0), c = recharge.simulate(0);
  const Figures g(band.model.layout()), h(recharge.model.layout());
  CHECK(g.at(b, "independent_spend", "2021-22") < f.at(a, "independent_spend", "2021-22"));
  CHECK(g.at(b, "ehcp_stock", "2023") == f.at(a, "ehcp_stock", "2023"));
  CHECK(h.at(c, "placement_spend", "2021-22", "placement", "mainstream") ==
        f.at(a, "placement_spend", "2021-22", "placement", "mainstream"));
  CHECK(pounds(f.at(a, "hnb_spend", "2021-22", "line", "contributions") -
               h.at(c, "hnb_spend", "2021-22", "line", "contributions")) ==
        Approx(0.25 * pounds(f.at(a, "placement_spend", "2021-22", "placement", "mainstream"))).margin(1));
}

TEST_CASE("A grant pays its share of the deficit of a date, once, less what does not count") {
  const Changes grant{{"money.grant_share", "0.9"},
                      {"money.grant_accrued_to", "2020"},
                      {"money.grant_paid_in", "2021"},
                      {"money.grant_excluded", "1000000"}};
  const Subject none(kingston), s(kingston, grant);
  const Figures f(none.model.layout()), g(s.model.layout());
  const auto a = none.simulate(0), b = s.simulate(0);
  const auto deficit = f.at(a, "cumulative_deficit", "2020-21");
  REQUIRE(deficit > 200'000'000);
  CHECK(g.at(b, "cumulative_deficit", "2020-21") == deficit);
  const auto paid = g.at(b, "hnb_income", "2021-22", "line", "stability_grant");
  CHECK(pounds(paid) == Approx(0.9 * (pounds(deficit) - 1e6)).margin(0.02));
  CHECK(g.at(b, "cumulative_deficit", "2021-22") == f.at(a, "cumulative_deficit", "2021-22") - paid);
  CHECK(g.at(b, "hnb_income", "2022-23", "line", "stability_grant") == 0);
  auto twice = sim::read_config(configs() / kingston, models::schema(), {},
                                grant + Changes{{"income.stability_grant.kind", "\"one_off\""}});
  REQUIRE(twice.config);
  CHECK(sim::to_string(models::check_structure(*twice.config)).find("it would stand twice in the ledger") !=
        std::string::npos);
  // With no deficit there is nothing to pay.
  const Subject rich(kingston, grant + Changes{{"money.opening_deficit", "-500000000"}});
  CHECK(
      Figures(rich.model.layout()).at(rich.simulate(0), "hnb_income", "2021-22", "line", "stability_grant") ==
      0);
}

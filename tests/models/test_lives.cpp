// Child by child: an intervention changes the lives that it reaches, and through places, assessors and
// packages the lives of those who compete with them; nobody else's.
//
// Caught by these tests when tried: a pool of unidentified residents that children who leave come back to as
// anybody (an exit more in one run, and every later child of the cohort was another).

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "models/intervention.hpp"
#include "tests/catch.hpp"
#include "tests/models/lives.hpp"
#include "tests/models/random_config.hpp"

using namespace model_test;

namespace {

const std::uint32_t configs_tried = long_run() ? 8 : 2;

Changes named(const std::string& name, const Changes& more) {
  const std::string prefix = "intervention." + name + ".";
  Changes changes{
      {prefix + "title", "\"A test\""}, {prefix + "source", "\"none\""}, {prefix + "reliability", "\"red\""}};
  for (const auto& m : more) changes.push_back({prefix + m.name, m.value});
  return changes;
}

/// An act from the second term of the run on.
Changes act(const std::string& parameter, const std::string& how, const std::string& by,
            const Changes& more = {}, const std::string& name = "lever") {
  return named(name, Changes{{"act.a.parameter", "\"" + parameter + "\""},
                             {"act.a.how", "\"" + how + "\""},
                             {"act.a.by", by}} +
                         more);
}

/// Terms have other names in areas that start in another year.
Changes starting(const Subject& s, const std::string& name, std::size_t term) {
  static constexpr const char* seasons[] = {"autumn", "spring", "summer"};
  const auto& t = s.model.structure().clock[term];
  return {{"intervention." + name + ".start",
           fmt::format("\"{}-{}\"", t.calendar_year, seasons[static_cast<std::size_t>(t.season)])}};
}

std::uint8_t need(std::string_view name) {
  return static_cast<std::uint8_t>(std::find(models::needs.begin(), models::needs.end(), name) -
                                   models::needs.begin());
}

bool has_plan(const Moment* m) { return m != nullptr && m->where == Where::plan; }
bool supported(const Moment* m) { return m != nullptr && m->where == Where::support; }

/// Whether a request was made in the term, in either run.
bool requested(const Parting& p) {
  const std::int64_t before = p.before == nullptr ? 0 : p.before->detail[0];
  const auto now = [&](const Moment* m) {
    return m != nullptr && (m->where == Where::plan ? !has_plan(p.before) : m->detail[0] > before);
  };
  return !has_plan(p.before) && (now(p.a) || now(p.b));
}

struct Lever {
  const char* name;
  Changes changes;
  /// Whether the lever acts on what happens to the child in the term in which the lives part.
  std::function<bool(const Parting&, const Subject&)> reaches;
};

std::vector<Lever> levers() {
  const auto with_plan = [](const Parting& p, const Subject&) { return has_plan(p.before); };
  const auto in_type = [](const char* id) {
    return [id](const Parting& p, const Subject& s) {
      const auto& types = s.model.structure().types;
      const auto is = [&](const Moment* m) { return has_plan(m) && types[m->type()].id == id; };
      return is(p.a) || is(p.b);
    };
  };
  return {
      {"requests of a need", act("request.need", "scale", "0.6", {{"act.a.where.need", "[\"SEMH\"]"}}),
       [](const Parting& p, const Subject&) {
         return supported(p.before) && p.before->need == need("SEMH");
       }},
      {"requests at ages", act("request.rate_support", "set", "0.01", {{"act.a.where.age", "[\"6-9\"]"}}),
       [](const Parting& p, const Subject&) {
         const int age = p.age >= 0 ? p.age : p.before->age;
         return supported(p.before) && age >= 6 && age <= 9;
       }},
      {"needs met at ages", act("support.exit_rate", "scale", "1.4", {{"act.a.where.age", "[\"5-10\"]"}}),
       [](const Parting& p, const Subject&) {
         return supported(p.before) && p.before->age >= 4 && p.before->age <= 10;
       }},
      {"refusals to assess", act("assessment.assess", "scale", "0.8"),
       [](const Parting& p, const Subject&) { return requested(p); }},
      {"refusals to issue", act("assessment.issue", "scale", "0.8"),
       [](const Parting& p, const Subject&) {
         return requested(p) || (p.before && p.before->where == Where::dispute);
       }},
      {"a preference at first placement", act("placement.state_special.first", "scale", "1.6"),
       [](const Parting& p, const Subject&) {
         return !has_plan(p.before) && (has_plan(p.a) || has_plan(p.b));
       }},
      {"a fee", act("placement.inmss_day.unit_cost", "scale", "0.8"), in_type("inmss_day")},
      {"ceasing at ages", act("cease.rate", "scale", "0.7", {{"act.a.where.age", "[\"19-24\"]"}}),
       [](const Parting& p, const Subject&) { return has_plan(p.before) && p.before->age >= 18; }},
      {"reviews on time", act("review.on_time", "scale", "0.5"), with_plan},
      {"plans that move away", act("transfer.out_rate", "scale", "2"), with_plan},
      {"who may hold a plan",
       act("eligibility.share", "gate", "0.6") +
           Changes{{"intervention.lever.act.p.parameter", "\"eligibility.at_phase\""},
                   {"intervention.lever.act.p.how", "\"set\""},
                   {"intervention.lever.act.p.by", "1"}},
       [](const Parting& p, const Subject& s) {
         const bool september = s.model.structure().clock[p.term].season == sim::Season::autumn;
         return requested(p) || (p.before && p.before->where == Where::dispute) ||
                (has_plan(p.before) && september);
       }},
      // A child that moves in takes the place of a resident of its age: those who enter for the first time
      // are drawn from one fewer.
      {"plans that move in", act("transfer.in_rate", "scale", "1.5"),
       [](const Parting& p, const Subject&) {
         return p.before == nullptr &&
                (p.entry() == models::Entry::transferred_in || p.entry() == models::Entry::identified ||
                 p.entry() == models::Entry::direct);
       }},
      {"identification at ages",
       act("identification.rate", "scale", "0.7", {{"act.a.where.age", "[\"4-5\"]"}}),
       [](const Parting& p, const Subject&) {
         const bool arrives = p.entry() == models::Entry::transferred_in && (has_plan(p.a) || has_plan(p.b));
         return p.enters() && p.age >= 4 && p.age <= 5 + 4 && !arrives;
       }},
      {"a package for all of an age",
       named("lever", {{"package.p.capacity", "inf"},
                       {"package.p.effect", "0.5"},
                       {"package.p.from_age", "5"},
                       {"package.p.to_age", "8"},
                       {"package.p.terms", "3"}}),
       [](const Parting& p, const Subject&) {
         return supported(p.before) && p.before->age >= 4 && p.before->age <= 8;
       }},
  };
}

Subject without_limits(const RandomConfig& c, const Changes& more = {}) {
  return Subject(read(configs() / c.area, c.changes + unlimited_places(read(configs() / c.area)) + more));
}

std::string text(const Parting& p) {
  const auto where = [](const Moment* m) { return m ? fmt::format("{}", static_cast<int>(m->where)) : "-"; };
  return fmt::format("child {:x} at age {} in term {}: {} becomes {} and {}", p.child, p.age, p.term,
                     where(p.before), where(p.a), where(p.b));
}

}  // namespace

TEST_CASE("Lives: an intervention of zero effect changes nobody's") {
  for (std::uint32_t which = 0; which < configs_tried; ++which) {
    const auto c = random_config(which);
    const Subject none(read(configs() / c.area, c.changes));
    const auto lives_none = lives(none, which);
    const Changes still[] = {
        act("request.rate_support", "scale", "1"), act("cease.rate", "shift", "0"),
        act("support.exit_rate", "scale", "1.3", {{"dose", "0"}}),
        named("lever", {{"package.p.capacity", "50"}, {"package.p.effect", "0.5"}, {"dose", "0"}})};
    for (const auto& changes : still) {
      const Subject with(read(configs() / c.area, c.changes + changes + starting(none, "lever", 1)));
      const auto parted = partings(lives_none, lives(with, which));
      INFO("configuration " << which << ": " << (parted.empty() ? "" : text(parted.front())));
      CHECK(parted.empty());
    }
  }
}

TEST_CASE("Lives: without limits whoever's life differs was reached by the lever") {
  for (std::uint32_t which = 0; which < configs_tried; ++which) {
    const auto c = random_config(which);
    const auto none = without_limits(c);
    const auto lives_none = lives(none, which);
    for (const auto& lever : levers()) {
      const auto with = without_limits(c, lever.changes + starting(none, "lever", 1));
      const auto lives_with = lives(with, which);
      const auto parted = partings(lives_none, lives_with);
      INFO("configuration " << which << ", " << lever.name);
      CHECK_FALSE(parted.empty());
      std::size_t strangers = 0;
      for (const auto& p : parted) {
        if (p.term >= 1 && lever.reaches(p, none)) continue;
        if (strangers++ < 3) UNSCOPED_INFO(text(p));
      }
      CHECK(strangers == 0);
    }
  }
}

namespace {

/// Who has a place in provisions of a type, at the end of a term.
std::set<std::uint64_t> placed(const Lives& l, std::size_t term, std::size_t type, std::uint64_t but) {
  std::set<std::uint64_t> all;
  for (const auto& [child, m] : l.term[term])
    if (child != but && m.provision() >= 0 && m.type() == type) all.insert(child);
  return all;
}

/// Where those go who give up a place of a type in the term: to a type without a queue, which was named
/// months before, and the place is offered this September; elsewhere, and it is offered next term.
std::map<std::uint64_t, std::pair<std::size_t, std::int64_t>> vacated(const Lives& l, std::size_t term,
                                                                      std::size_t type, std::uint64_t but) {
  std::map<std::uint64_t, std::pair<std::size_t, std::int64_t>> all;
  for (const auto& [child, m] : l.term[term]) {
    if (child == but || m.provision() < 0 || m.type() != type) continue;
    const Moment* later = l.at(term + 1, child);
    if (has_plan(later) && later->type() != type) all[child] = {later->type(), later->provision()};
  }
  return all;
}

/// Whom assessors have begun with, or who waits for one.
std::set<std::pair<std::uint64_t, std::int64_t>> queue(const Lives& l, std::size_t term, std::uint64_t but) {
  std::set<std::pair<std::uint64_t, std::int64_t>> all;
  for (const auto& [child, m] : l.term[term])
    if (child != but && m.where == Where::assessment && m.detail[5] != 0) all.emplace(child, m.detail[4]);
  return all;
}

std::set<std::uint64_t> packaged(const Lives& l, std::size_t term, std::uint64_t but) {
  std::set<std::uint64_t> all;
  for (const auto& [child, m] : l.term[term])
    if (child != but && m.package() > 0) all.insert(child);
  return all;
}

/// Whether the child competed in the term for something whose served set, of others, differs between the
/// runs, or what they leave.
bool competed(const Parting& p, const Lives& a, const Lives& b, const Subject& s) {
  const auto differs = [&](auto&& served) {
    return served(a, p.term) != served(b, p.term) || served(a, p.term + 1) != served(b, p.term + 1);
  };
  const auto& types = s.model.structure().types;
  for (const auto* m : {p.a, p.b}) {
    if (!has_plan(m)) continue;
    for (const std::size_t type : {m->preferred(), m->type()})
      if (types[type].finite &&
          (differs([&](const Lives& l, std::size_t t) { return placed(l, t, type, p.child); }) ||
           vacated(a, p.term, type, p.child) != vacated(b, p.term, type, p.child)))
        return true;
  }
  const bool assessed = (p.before && p.before->where == Where::assessment) || requested(p);
  if (assessed && differs([&](const Lives& l, std::size_t t) { return queue(l, t, p.child); })) return true;
  const bool began = (p.a && p.a->package() > 0) != (p.b && p.b->package() > 0);
  return began && supported(p.before) &&
         differs([&](const Lives& l, std::size_t t) { return packaged(l, t, p.child); });
}

/// Places as shipped, too few assessors, and packages for some.
Changes limits(const RandomConfig& c) {
  return Changes{{"assessment.capacity", c.area == england_from_2018 ? "280" : "130"},
                 {"support.package_capacity", "60"},
                 {"support.package_effect", "0.5"},
                 {"support.package_from_age", "4"},
                 {"support.package_to_age", "10"}};
}

}  // namespace

TEST_CASE("Lives: with limits whoever else's life differs competed for what was given to others") {
  std::size_t through_competition = 0;
  for (std::uint32_t which = 0; which < configs_tried; ++which) {
    const auto c = random_config(which);
    const Subject none(read(configs() / c.area, c.changes + limits(c)));
    const auto lives_none = lives(none, which);
    for (const auto& lever : levers()) {
      const Subject with(
          read(configs() / c.area, c.changes + limits(c) + lever.changes + starting(none, "lever", 1)));
      const auto lives_with = lives(with, which);
      INFO("configuration " << which << ", " << lever.name);
      std::size_t strangers = 0;
      for (const auto& p : partings(lives_none, lives_with)) {
        if (p.term >= 1 && lever.reaches(p, none)) continue;
        if (p.term >= 1 && competed(p, lives_none, lives_with, none)) {
          ++through_competition;
          continue;
        }
        if (strangers++ < 3) UNSCOPED_INFO(text(p));
      }
      CHECK(strangers == 0);
    }
  }
  CHECK(through_competition > 25 * configs_tried);  // or the limits did not bind, and the test says nothing
}

TEST_CASE("Lives: added places reach those who want one, and others only through what those leave") {
  std::size_t took = 0, through_competition = 0;
  for (std::uint32_t which = 0; which < configs_tried; ++which) {
    const auto c = random_config(which);
    const auto shipped = read(configs() / c.area, c.changes);
    const auto first = models::Structure(shipped).provisions.front();
    const auto type = first.type;
    // Few places, so that all that are added are wanted.
    const Changes few = limits(c) + Changes{{"provision." + first.id + ".used_by_others", "0"},
                                            {"provision." + first.id + ".bought_elsewhere", "0"},
                                            {"provision." + first.id + ".places", "20"}};
    const Subject none(read(configs() / c.area, c.changes + few));
    const auto lives_none = lives(none, which);
    const auto& id = none.model.structure().types[type].id;
    const Changes added[] = {
        act("provision." + first.id + ".places", "shift", "30", {{"act.a.at_once", "true"}}),
        named("lever", {{"provision.new.placement", "\"" + id + "\""}, {"provision.new.places", "30"}})};
    for (const auto& changes : added) {
      const Subject with(read(configs() / c.area, c.changes + few + changes + starting(none, "lever", 1)));
      const auto lives_with = lives(with, which);
      INFO("configuration " << which << ", " << id);
      std::size_t strangers = 0;
      for (const auto& p : partings(lives_none, lives_with)) {
        const auto in = [&](const Moment* m) {
          return has_plan(m) && m->type() == type && m->provision() >= 0;
        };
        if (p.term >= 1 && in(p.b) && (!in(p.a) || p.a->provision() != p.b->provision())) {
          ++took;
          continue;
        }
        if (p.term >= 1 && competed(p, lives_none, lives_with, none)) {
          ++through_competition;
          continue;
        }
        if (strangers++ < 3) UNSCOPED_INFO(text(p));
      }
      CHECK(strangers == 0);
    }
  }
  CHECK(took > 10 * configs_tried);
  CHECK(through_competition > configs_tried);
}

TEST_CASE("Lives: two levers with disjoint targets give exactly the union") {
  for (std::uint32_t which = 0; which < configs_tried; ++which) {
    const auto c = random_config(which);
    const auto none = without_limits(c);
    const auto of = [&](const Changes& changes) { return lives(without_limits(c, changes), which); };
    const Changes young = act("request.rate_support", "scale", "0.5", {{"act.a.where.age", "[\"0-9\"]"}},
                              "young") +
                          starting(none, "young", 1),
                  old = act("cease.rate", "scale", "0.6", {{"act.a.where.age", "[\"18-25\"]"}}, "old") +
                        starting(none, "old", 2);
    const auto usual = lives(none, which), first = of(young), second = of(old), both = of(young + old);
    const auto parted = [&](const Lives& l) {
      std::set<std::uint64_t> all;
      for (const auto& p : partings(usual, l)) all.insert(p.child);
      return all;
    };
    const auto by_first = parted(first), by_second = parted(second), by_both = parted(both);
    std::set<std::uint64_t> joined = by_first;
    joined.insert(by_second.begin(), by_second.end());
    INFO("configuration " << which);
    CHECK(by_first.size() > 5);
    CHECK(by_second.size() > 5);
    CHECK(by_first.size() + by_second.size() == joined.size());  // disjoint indeed
    CHECK(by_both == joined);
    std::size_t other = 0;
    for (std::size_t t = 0; t < both.term.size(); ++t) {
      const auto check = [&](std::uint64_t child) {
        const auto& like = by_first.contains(child) ? first : by_second.contains(child) ? second : usual;
        const auto *is = both.at(t, child), *should = like.at(t, child);
        other += is && should ? *is != *should : is != should;
      };
      for (const auto& [child, m] : both.term[t]) check(child);
      for (const auto& [child, m] : usual.term[t]) check(child);
    }
    CHECK(other == 0);
  }
}

TEST_CASE("Lives: the children who are recorded are those who are counted") {
  const Subject s(kingston, {{"years", "3"}});
  const auto l = lives(s, 5);
  const auto row = s.simulate(5);
  const Figures f(s.model.layout());
  std::int64_t plans = 0, support = 0;
  for (const auto& [child, m] : l.term[4]) (m.where == Where::plan ? plans : support) += 1;
  CHECK(plans == f.at(row, "ehcp_stock", "2020"));
  CHECK(support == f.at(row, "sen_support_stock", "2020"));
}

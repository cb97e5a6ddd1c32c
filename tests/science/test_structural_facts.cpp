// The five structural facts of SEND in England, out of the shipped national configuration with places
// binding.
//
// Each band is published: the range of the years that the releases give, widened by half of itself to both
// sides, or what the comment says. "SEN2" is the DfE release "Education, health and care plans" (2022 and
// 2025).

#include <cmath>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/models/walk.hpp"

using namespace model_test;

namespace {

std::uint32_t replicates() { return long_run() ? 1000 : 100; }

struct Runs {
  Subject subject{england, {{"years", "6"}}};
  Figures f{subject.model.layout()};
  std::vector<std::vector<std::int64_t>> rows;
  Runs() {
    for (std::uint32_t r = 0; r < replicates(); ++r) rows.push_back(subject.simulate(r));
  }
  /// Mean over the replicates of a sum over periods and the given categories.
  double mean(const char* metric, const std::vector<std::string>& periods, const char* breakdown = "total",
              const std::vector<std::string>& categories = {"total"}) const {
    double sum = 0;
    for (const auto& row : rows)
      for (const auto& p : periods)
        for (const auto& c : categories) sum += static_cast<double>(f.at(row, metric, p, breakdown, c));
    return sum / static_cast<double>(rows.size());
  }
  std::vector<std::string> types(auto&& which) const {
    std::vector<std::string> ids;
    for (const auto& t : subject.model.structure().types)
      if (which(t)) ids.push_back(t.id);
    return ids;
  }
};

const Runs& runs() {
  static const Runs all;
  return all;
}

const auto inmss = [](const models::PlacementType& t) { return t.inmss; };

void within(const char* what, double value, double low, double high) {
  INFO(what << ": " << value << ", published band " << low << " to " << high);
  CHECK(value >= low);
  CHECK(value <= high);
}

}  // namespace

TEST_CASE("Fact 1: first placements are mainstream; specialist placements come from later moves") {
  const auto& r = runs();
  const std::vector<std::string> years{"2025", "2026", "2027"};
  const double new_plans = r.mean("new_plans", years);
  // SEN2 2025: 2.5 % of new plans of 2024 to INMSS. 3.0 % have no known placement; half a point either side.
  within("INMSS share of new plans", r.mean("inmss_new_plans", years) / new_plans, 0.020, 0.030);
  // SEN2 2025: 71.4 % to mainstream, 73.6 % with their part of the unknown; two points either side.
  within("mainstream share of new plans", r.mean("new_plans", years, "placement", {"mainstream"}) / new_plans,
         0.694, 0.756);
  // SEN2: INMSS 5.0 % (2019) to 5.3 % (2025) of plans; unknown placements are up to 3 %; half a point either
  // side.
  const std::vector<std::string> januaries{"2026", "2027", "2028"};
  const double stock = r.mean("ehcp_stock", januaries);
  within("INMSS share of the stock", r.mean("inmss_stock", januaries) / stock, 0.045, 0.058);
  // Moves in a year over the January stock they leave: mainstream to special 5.8, 4.9, 5.4 % (2019-21),
  // special to mainstream 1.8, 1.4, 1.8 %.
  const double schools = r.mean("placement_stock", januaries, "placement",
                                {"mainstream", "independent_mainstream", "resourced"});
  const double special =
      r.mean("placement_stock", januaries, "placement", {"state_special", "inmss_day", "inmss_residential"});
  within("moves mainstream to special", r.mean("moves_mainstream_to_special", januaries) / schools, 0.0445,
         0.0625);
  within("moves special to mainstream", r.mean("moves_special_to_mainstream", januaries) / special, 0.012,
         0.020);
}

TEST_CASE("Fact 2: at Year 7 about 31 % leave mainstream, 20 % to state special schools, 6 % to INMSS") {
  const auto& r = runs();
  // From one January's stock at ages 10 and 11 and said as "about": three points either side of the large
  // shares, two of the small one.
  const std::vector<std::string> septembers{"2025", "2026", "2027", "2028"};
  const auto share = [&](const std::vector<std::string>& to) {
    return r.mean("year_7_from_mainstream", septembers, "placement", to) /
           r.mean("year_7_from_mainstream", septembers, "placement",
                  r.types([](const auto&) { return true; }));
  };
  within("left mainstream",
         1 - share(r.types([](const auto& t) { return t.group == models::group_mainstream; })), 0.28, 0.34);
  within("to state special", share({"state_special"}), 0.17, 0.23);
  within("to INMSS", share(r.types(inmss)), 0.04, 0.08);
}

namespace {

/// Children with a plan by January, age and whether in a type: sums over replicates.
using ByAge = std::vector<std::array<double, models::ages>>;
struct Januaries {
  ByAge special, independent;
  double n = 0;
  std::array<std::vector<double>, 3> log_cost;  // INMSS, mainstream, state special: January of the first year
};

const Januaries& januaries() {
  static const Januaries all = [] {
    Januaries j;
    const Subject s(england, {{"years", "5"}});
    const auto& types = s.model.structure().types;
    for (std::uint32_t r = 0; r < replicates() / 2; ++r) {
      std::size_t at = 0;
      walk(s, r, [&](const models::World& w) {
        if (!w.is(sim::Season::autumn)) return;
        if (j.special.size() <= at) j.special.emplace_back(), j.independent.emplace_back();
        for (const auto& c : w.st.plans) {
          if (c.gone) continue;
          const auto& type = types[c.type];
          if (type.id == "state_special") ++j.special[at][c.age];
          if (type.inmss) ++j.independent[at][c.age];
          if (at > 0) continue;
          if (type.inmss) j.log_cost[0].push_back(std::log(c.cost));
          if (type.id == "mainstream") j.log_cost[1].push_back(std::log(c.cost));
          if (type.id == "state_special") j.log_cost[2].push_back(std::log(c.cost));
        }
        ++at;
      });
    }
    return j;
  }();
  return all;
}

double sd_of(const std::vector<double>& x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double square = 0;
  for (const double v : x) square += (v - mean) * (v - mean);
  return std::sqrt(square / static_cast<double>(x.size()));
}

}  // namespace

TEST_CASE("A walk through the stages is the simulation") {
  const Subject s(england, {{"years", "3"}});
  CHECK(walk(s, 7, [](const models::World&) {}) == s.simulate(7));
}

TEST_CASE("Fact 3: from 13 on state special schools gain nobody, independent ones still do") {
  const auto& j = januaries();
  // A cohort from one January to the next, over three pairs: aged 13 to 14 and 14 to 15 at 31 August before.
  double special = 0, independent = 0, stock = 0;
  for (std::size_t y = 0; y + 1 < j.special.size(); ++y)
    for (std::size_t a = 13; a < 15; ++a) {
      special += j.special[y + 1][a + 1] - j.special[y][a];
      independent += j.independent[y + 1][a + 1] - j.independent[y][a];
      stock += j.special[y][a];
    }
  INFO("state special " << special / stock << ", independent " << independent / stock
                        << " of the state special stock");
  CHECK(special <= 0.01 * stock);  // one per cent for the luck of fifty replicates
  CHECK(independent > 0);
}

TEST_CASE("Fact 4: the age profile of the stock stays that of January 2025") {
  const auto& r = runs();
  // SEN2 2025, January 2025: 27,352 under 5; 212,994; 233,317; 127,902; 37,180 aged 20-25. Allowed is the
  // largest change of a share over the four years from January 2021, 1.3 points: it can come within two
  // years, as 5-10 rose by 0.9 in the last one.
  const std::array<double, 5> published{27352, 212994, 233317, 127902, 37180};
  const double all = r.mean("ehcp_stock", {"2027"});
  for (std::size_t g = 0; g < 5; ++g) {
    const double share =
        r.mean("ehcp_stock", {"2027"}, "age_group", {std::string(models::age_groups[g])}) / all;
    within(models::age_groups[g].data(), share, published[g] / 638745 - 0.013, published[g] / 638745 + 0.013);
  }
}

TEST_CASE("Fact 5: costs are as skew as Lincolnshire's") {
  // Log standard deviations of 2022/23: one authority's, one year's; 15 % either side.
  const auto& j = januaries();
  const std::array published{0.83, 0.43, 0.20};
  const std::array names{"INMSS", "mainstream", "state special"};
  for (std::size_t i = 0; i < 3; ++i)
    within(names[i], sd_of(j.log_cost[i]), 0.85 * published[i], 1.15 * published[i]);
}

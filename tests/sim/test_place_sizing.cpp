// Places for an uncertain demand, against the normal and the Poisson distribution and by hand.

#include <array>
#include <boost/math/distributions/normal.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>

#include "sim/place_sizing.hpp"
#include "tests/catch.hpp"

using namespace sim;

namespace {

using Values = std::vector<double>;
constexpr double false_alarm = 4.9;
constexpr PlaceCosts costs{35000, 10000};

std::vector<std::span<const double>> spans(const std::vector<Values>& all) {
  return {all.begin(), all.end()};
}

template <class Distribution>
Values drawn(unsigned seed, std::size_t n, Distribution distribution) {
  boost::random::mt19937 engine(seed);
  Values out(n);
  for (auto& x : out) x = static_cast<double>(distribution(engine));
  return out;
}

Values normals(unsigned seed, std::size_t n, double mean = 100, double spread = 20) {
  return drawn(seed, n, boost::random::normal_distribution<double>(mean, spread));
}

}  // namespace

TEST_CASE("The newsvendor of N(100, 20) at 35,000 and 10,000 wants 115.294 places and pays 268,021.12") {
  const std::size_t n = 200000;
  const std::vector<Values> demand{normals(1, n)};
  const auto found = newsvendor(spans(demand), costs);
  const double ratio = 35.0 / 45, z = boost::math::quantile(boost::math::normal(), ratio);
  CHECK(found.service == Approx(ratio));
  const double density = boost::math::pdf(boost::math::normal(), z) / 20;
  const double root = std::sqrt(static_cast<double>(n));
  CHECK(std::abs(found.places - 115.294) < false_alarm * std::sqrt(ratio * (1 - ratio)) / density / root);
  CHECK(found.cost.mcse > 0);
  CHECK(std::abs(found.cost.value - 268021.12) < false_alarm * found.cost.mcse);
  CHECK(found.cost.mcse < 2000);
}

TEST_CASE("Stated errors of shortfalls, costs and service levels cover the truth as often as they say") {
  // N(100, 20), 120 places: chance, children and cost from the normal's own partial expectation.
  const boost::math::normal standard;
  const double z = 1.0, places = 120;
  const double chance = boost::math::cdf(boost::math::complement(standard, z));
  const double children = 20 * (boost::math::pdf(standard, z) - z * chance);
  const double cost = costs.under * children + costs.over * (children + places - 100);
  std::array<int, 3> covered{};
  for (unsigned seed = 0; seed < 100; ++seed) {
    const std::vector<Values> demand{normals(5000 + seed, 4096)};
    const auto covers = [](const Estimate& e, double truth) {
      return std::abs(e.value - truth) <= 2.131449545559323 * e.mcse ? 1 : 0;  // t of 15 degrees of freedom
    };
    const auto short_of = shortfall(demand[0], places);
    covered[0] += covers(short_of.chance, chance);
    covered[1] += covers(short_of.children, children);
    covered[2] += covers(place_cost(spans(demand), places, costs), cost);
  }
  for (const int c : covered) {
    CHECK(c >= 90);
    CHECK(c <= 99);
  }
}

TEST_CASE("The newsvendor of Poisson(100) wants 108 places, and neighbours cost more") {
  const std::vector<Values> demand{drawn(2, 400000, boost::random::poisson_distribution<int>(100))};
  const auto found = newsvendor(spans(demand), costs);
  CHECK(found.places == 108);
  for (const double other : {107.0, 109.0})
    CHECK(place_cost(spans(demand), other, costs).value > found.cost.value);
  CHECK_THROWS_AS(newsvendor(spans(demand), {0, 1}), std::invalid_argument);
  CHECK_THROWS_AS(newsvendor({}, costs), std::invalid_argument);
}

TEST_CASE("Places are the fewest that demand exceeds no more often than allowed") {
  Values demand(100);
  for (std::size_t r = 0; r < 100; ++r) demand[r] = static_cast<double>((37 * r) % 100);  // 0..99, shuffled
  CHECK(places_for(demand, 0.10) == 89);
  CHECK(places_for(demand, 0.05) == 94);
  CHECK(places_for(demand, 0) == 99);
  CHECK(shortfall(demand, 89).chance.value == Approx(0.10));
  CHECK(shortfall(demand, 88).chance.value > 0.10);
  CHECK(shortfall(demand, 89).children.value == Approx(0.55));  // (1 + ... + 10) / 100
  CHECK(places_for(Values(7, -3.0), 0.1) == -3);                // a surplus
  CHECK(places_for(Values{2.2, 2.2}, 0.1) == 3);                // places are whole
  CHECK(std::isnan(places_for({}, 0.1)));
  CHECK_THROWS_AS(places_for(demand, 1), std::invalid_argument);
}

TEST_CASE("Over a span a shortage in any year counts") {
  const std::size_t n = 4096;
  // In the thousands, so that whole places are no coarse steps.
  const std::vector<Values> years{normals(5, n, 10000, 1000), normals(6, n, 12000, 3000),
                                  normals(7, n, 9000, 500)};
  for (const double risk : {0.2, 0.1, 0.05}) {
    const auto joint = joint_places(spans(years), risk);
    REQUIRE(joint.places.size() == 3);
    CHECK(joint.shortfall.value <= risk);
    CHECK(joint.shortfall.value > risk - 0.005);  // and no more is built than needed
    CHECK(joint.each < risk);
    CHECK(joint.each > risk / 3 - 0.01);  // independent years: (1 - each)^3 = 1 - risk
    for (std::size_t t = 0; t < 3; ++t) CHECK(joint.places[t] >= places_for(years[t], risk));
    const double flat = flat_places(spans(years), risk);
    CHECK(flat >= joint.places[2]);
    std::size_t above = 0;
    for (std::size_t r = 0; r < n; ++r)
      above += std::max({years[0][r], years[1][r], years[2][r]}) > flat ? 1U : 0U;
    CHECK(static_cast<double>(above) / static_cast<double>(n) <= risk);
  }
  // Equal demands count once: places for the least of them serve all, and each date may be short as often as
  // said.
  const std::vector<Values> tied{{1, 1, 2, 2, 2, 3, 3, 3, 3, 4}, {1, 1, 2, 2, 2, 3, 3, 3, 3, 4}};
  const auto places = joint_places(spans(tied), 0.1);
  CHECK(places.places == Values{3, 3});
  CHECK(places.shortfall.value == Approx(0.1));
  // Nothing less would do: ranks above are 1 and 3 of 10, jointly 3 of 10.
  const std::vector<Values> apart{{5, 5, 5, 5, 5, 5, 5, 5, 5, 9}, {1, 2, 2, 2, 2, 2, 2, 2, 8, 2}};
  const auto either = joint_places(spans(apart), 0.2);
  CHECK(either.places == Values{5, 2});
  CHECK(either.shortfall.value == Approx(0.2));
  // Years that are one and the same need no more together than each alone.
  const std::vector<Values> same{years[0], years[0]};
  CHECK(joint_places(spans(same), 0.1).places[1] == places_for(years[0], 0.1));
}

TEST_CASE("Regret is what a choice costs more than the best in each scenario") {
  const auto r = regret_of({{10, 50}, {20, 25}, {60, 20}});
  CHECK(r.regret == std::vector<std::vector<double>>{{0, 30}, {10, 5}, {50, 0}});
  CHECK(r.worst == std::vector<double>{30, 10, 50});
  CHECK(r.least == 1);
}

TEST_CASE("Waiting is worth nothing when nothing is learnt, and much when all is") {
  const std::size_t n = 4096;
  // Two worlds, told at the second date or not before the third step: demand stays at 50 or rises to 150.
  std::vector<Values> told(5, Values(n, 50.0)), untold(5, Values(n, 50.0));
  const auto coin = drawn(9, n, boost::random::poisson_distribution<int>(1.0));
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t t = 1; t < 5; ++t) {
      told[t][r] = coin[r] > 1 ? 60 + 30.0 * static_cast<double>(t - 1) : 50;
      untold[t][r] = t < 3 ? 50 : told[t][r];
    }
  const auto wise = phased_build(spans(told), {1, 3}, costs);
  CHECK(wise.value_of_waiting.value > 10 * wise.value_of_waiting.mcse);
  CHECK(wise.value_of_waiting.mcse > 0);
  CHECK(wise.slope > 1);
  CHECK(wise.share_of_more == Approx(0.264).margin(0.035));  // P(Poisson(1) > 1)
  CHECK(wise.cost_waiting.value == Approx(wise.cost_planned.value - wise.value_of_waiting.value));
  CHECK(wise.cost_planned.value == Approx(wise.cost_at_once.value - wise.value_of_phasing.value));

  const auto blind = phased_build(spans(untold), {1, 3}, costs);
  CHECK(blind.slope == 0);
  CHECK(blind.value_of_waiting.value < 0.01 * wise.value_of_waiting.value);  // a plan does as well

  // If a later place costs far more, nobody waits.
  const auto dear = phased_build(spans(told), {1, 3, 1e6}, costs);
  CHECK(dear.share_of_more == 0);
  CHECK(dear.first == dear.at_once);
  CHECK(dear.value_of_phasing.value == 0);
  CHECK(dear.value_of_waiting.value == 0);
  CHECK_THROWS_AS(phased_build(spans(told), {3, 3}, costs), std::invalid_argument);
}

TEST_CASE("Demand that grows as foreseen is met by a plan, and waiting adds nothing") {
  const std::size_t n = 1024;
  const std::vector<Values> years{Values(n, 40.0), Values(n, 40.0), Values(n, 90.0), Values(n, 90.0)};
  const auto plan = phased_build(spans(years), {0, 2}, costs);
  CHECK(plan.planned_first == 40);
  CHECK(plan.planned_second == 90);
  CHECK(plan.cost_planned.value == 0);
  CHECK(plan.value_of_phasing.value == plan.cost_at_once.value);
  CHECK(plan.value_of_phasing.value == 2 * 50 * 10000);  // 90 at once: 50 stand empty for two years
  CHECK(plan.value_of_waiting.value == 0);
  CHECK(phased_build(spans(years), {0, 2}, costs, 60).planned_first == 60);
}

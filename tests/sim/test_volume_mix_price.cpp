// Volume, mix and price: by hand, and adding up whatever the figures are.

#include <cmath>
#include <numeric>
#include <random>

#include "sim/largest_remainder.hpp"
#include "sim/volume_mix_price.hpp"
#include "tests/catch.hpp"

using Whole = std::vector<std::int64_t>;

namespace {

sim::VolumeMixPrice bridge(const Whole& quantity_a, const Whole& money_a, const Whole& quantity_b,
                           const Whole& money_b) {
  return sim::volume_mix_price({quantity_a, money_a}, {quantity_b, money_b});
}

std::int64_t sum(const Whole& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

}  // namespace

TEST_CASE("Volume, mix and price worked by hand") {
  // Only more of the same: 10 at 100 and 10 at 300, then 15 of each.
  CHECK(bridge({10, 10}, {1000, 3000}, {15, 15}, {1500, 4500}) == sim::VolumeMixPrice{2000, 0, 0});
  // Only dearer.
  CHECK(bridge({10, 10}, {1000, 3000}, {10, 10}, {1100, 3300}) == sim::VolumeMixPrice{0, 0, 400});
  // Only other kinds: five move from 100 to 300.
  CHECK(bridge({10, 10}, {1000, 3000}, {5, 15}, {500, 4500}) == sim::VolumeMixPrice{0, 1000, 0});
  // All at once: N 20 -> 30, the second kind's share 1/2 -> 2/3, prices doubled. Over the six orders
  //   volume: mean price (200, 700/3, 400, 1400/3 with weights 2, 1, 1, 2) times 10
  const auto all = bridge({10, 10}, {1000, 3000}, {10, 20}, {2000, 12000});
  CHECK(all.volume == std::llround(10 * (2 * 200 + 700 / 3. + 400 + 2 * 1400 / 3.) / 6));
  CHECK(all.volume + all.mix + all.price == 10000);
}

TEST_CASE("A kind that only one side has is mix and volume, not price") {
  const auto arrived = bridge({10, 0}, {1000, 0}, {10, 5}, {1000, 2500});
  CHECK(arrived.price == 0);
  CHECK(arrived.volume + arrived.mix == 2500);
  CHECK(arrived.volume > 0);
  // Nobody on one side at all.
  CHECK(bridge({0, 0}, {0, 0}, {4, 4}, {400, 1200}) == sim::VolumeMixPrice{1600, 0, 0});
  // Money without a quantity is price.
  CHECK(bridge({10, 0}, {1000, 0}, {10, 0}, {1000, 70}) == sim::VolumeMixPrice{0, 0, 70});
  CHECK(bridge({}, {}, {}, {}) == sim::VolumeMixPrice{});
}

TEST_CASE("The parts add up to the penny, and swap signs with the sides") {
  std::mt19937_64 generator(17);
  const auto any = [&](std::int64_t below) {
    return static_cast<std::int64_t>(generator() % static_cast<std::uint64_t>(below));
  };
  for (int game = 0; game < 2000; ++game) {
    Whole quantity_a, money_a, quantity_b, money_b;
    for (int k = 0; k < 15; ++k) {
      quantity_a.push_back(any(3) == 0 ? 0 : any(200'000));
      quantity_b.push_back(any(3) == 0 ? 0 : any(200'000));
      money_a.push_back(any(4) == 0 ? any(1000) : any(2'000'000'000));
      money_b.push_back(any(4) == 0 ? -any(1000) : any(2'000'000'000));
    }
    const auto there = bridge(quantity_a, money_a, quantity_b, money_b);
    const auto back = bridge(quantity_b, money_b, quantity_a, money_a);
    CHECK(there.volume + there.mix + there.price == sum(money_b) - sum(money_a));
    CHECK(std::abs(there.volume + back.volume) <= 1);
    CHECK(std::abs(there.mix + back.mix) <= 1);
  }
}

TEST_CASE("Two factors add up too") {
  const auto parts = sim::two_factors(100, 50, 120, 84);  // 20 more at 0.5 to 0.7; 0.2 more each
  CHECK(parts.first == 12);
  CHECK(parts.second == 22);
  const auto fresh = sim::two_factors(0, 0, 10, 7);
  CHECK(fresh.first == 7);
  CHECK(fresh.second == 0);
}

TEST_CASE("Numbers are rounded so that the printed ones add up") {
  CHECK(sim::rounded_to(std::vector<double>{1.4, 1.4, 1.4}, 4) == std::vector<double>{2, 1, 1});
  CHECK(sim::rounded_to(std::vector<double>{-0.5, -0.6, 2.1}, 1) == std::vector<double>{0, -1, 2});
  std::mt19937_64 generator(5);
  std::uniform_real_distribution<double> any(-1e6, 1e6);
  for (int game = 0; game < 200; ++game) {
    std::vector<double> values(17);
    for (double& v : values) v = any(generator);
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (const double aim : {std::floor(sum), std::ceil(sum)}) {
      const auto whole = sim::rounded_to(values, aim);
      CHECK(std::accumulate(whole.begin(), whole.end(), 0.0) == aim);
      for (std::size_t i = 0; i < values.size(); ++i) CHECK(std::abs(whole[i] - values[i]) <= 1);
    }
  }
}

// Why the money paid for several kinds of things differs: how many there are, which kinds they are, what each
// costs.

#include "sim/volume_mix_price.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/largest_remainder.hpp"
#include "sim/shapley.hpp"

namespace sim {
namespace {

double total(std::span<const std::int64_t> values) {
  return static_cast<double>(std::accumulate(values.begin(), values.end(), std::int64_t{0}));
}

/// Number, mix and price of one side, with what it lacks taken from the other.
struct Factors {
  double number = 0;
  std::vector<double> mix, price;
};

Factors factors(const Purchases& own, const Purchases& other) {
  Factors f;
  double others = 0;
  for (std::size_t k = 0; k < own.quantity.size(); ++k) {
    f.number += static_cast<double>(std::max<std::int64_t>(own.quantity[k], 0));
    others += static_cast<double>(std::max<std::int64_t>(other.quantity[k], 0));
  }
  for (std::size_t k = 0; k < own.quantity.size(); ++k) {
    const Purchases& priced = own.quantity[k] > 0 ? own : other;
    f.price.push_back(priced.quantity[k] > 0
                          ? static_cast<double>(priced.money[k]) / static_cast<double>(priced.quantity[k])
                          : 0);
    const auto count =
        static_cast<double>(std::max<std::int64_t>(f.number > 0 ? own.quantity[k] : other.quantity[k], 0));
    const double all = f.number > 0 ? f.number : others;
    f.mix.push_back(all > 0 ? count / all : 0);
  }
  return f;
}

}  // namespace

VolumeMixPrice volume_mix_price(const Purchases& a, const Purchases& b) {
  const std::array<Factors, 2> side{factors(a, b), factors(b, a)};
  std::array<double, 8> worth{};
  for (std::size_t s = 0; s < worth.size(); ++s) {
    const double number = side[s & 1].number;
    const auto& mix = side[s >> 1 & 1].mix;
    const auto& price = side[s >> 2 & 1].price;
    for (std::size_t k = 0; k < mix.size(); ++k) worth[s] += number * mix[k] * price[k];
  }
  const auto parts = exact_attribution(worth).share;
  const double difference = total(b.money) - total(a.money);
  const auto whole =
      rounded_to(std::vector{parts[0], parts[1], difference - parts[0] - parts[1]}, difference);
  const auto volume = static_cast<std::int64_t>(whole[0]), mix = static_cast<std::int64_t>(whole[1]);
  return {volume, mix, static_cast<std::int64_t>(difference) - volume - mix};
}

TwoFactors two_factors(std::int64_t x_a, std::int64_t product_a, std::int64_t x_b, std::int64_t product_b) {
  const auto ratio = [](std::int64_t product, std::int64_t x, double otherwise) {
    return x != 0 ? static_cast<double>(product) / static_cast<double>(x) : otherwise;
  };
  const double y_a = ratio(product_a, x_a, ratio(product_b, x_b, 0)), y_b = ratio(product_b, x_b, y_a);
  const double first = static_cast<double>(x_b - x_a) * (y_a + y_b) / 2;
  const auto whole = static_cast<std::int64_t>(std::round(first));
  return {whole, product_b - product_a - whole};
}

}  // namespace sim

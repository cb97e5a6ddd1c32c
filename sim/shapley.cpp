// What each of several actions contributes to what they do together: Shapley values, exact or from sampled
// orders.

#include "sim/shapley.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/philox.hpp"

namespace sim {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t coalitions_of_six = 64;

Coalition only(std::size_t player) { return Coalition{1} << player; }

double factorial(std::size_t n) {
  double product = 1;
  for (std::size_t i = 2; i <= n; ++i) product *= static_cast<double>(i);
  return product;
}

/// n! times the Shapley value: whole for whole worths.
double weighted_share(std::span<const double> worth, std::size_t n, std::size_t player) {
  double sum = 0;
  for (Coalition s = 0; s < worth.size(); ++s) {
    if ((s & only(player)) != 0) continue;
    const auto size = static_cast<std::size_t>(std::popcount(s));
    sum += factorial(size) * factorial(n - 1 - size) * (worth[s | only(player)] - worth[s]);
  }
  return sum;
}

double interaction(std::span<const double> worth, std::size_t n, std::size_t i, std::size_t j) {
  double sum = 0;
  for (Coalition s = 0; s < worth.size(); ++s) {
    if ((s & (only(i) | only(j))) != 0) continue;
    const auto size = static_cast<std::size_t>(std::popcount(s));
    sum += factorial(size) * factorial(n - 2 - size) *
           (worth[s | only(i) | only(j)] - worth[s | only(i)] - worth[s | only(j)] + worth[s]);
  }
  return sum / factorial(n - 1);
}

}  // namespace

Attribution exact_attribution(std::span<const double> worth) {
  if (worth.empty() || !std::has_single_bit(worth.size()))
    throw std::logic_error("an exact attribution needs the worth of every coalition");
  const auto n = static_cast<std::size_t>(std::countr_zero(worth.size()));
  Attribution a{worth.front(), worth.back(), {}, {}, {}, {}};
  for (std::size_t i = 0; i < n; ++i) {
    a.share.push_back(weighted_share(worth, n, i) / factorial(n));
    a.alone.push_back(worth[only(i)] - worth.front());
    a.last.push_back(worth.back() - worth[(worth.size() - 1) ^ only(i)]);
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) a.pair.push_back(interaction(worth, n, i, j));
  return a;
}

AttributionPlan::AttributionPlan(std::size_t players, std::size_t pairs, Seed seed, std::uint16_t purpose)
    : players_(players), seed_(seed), purpose_(purpose) {
  if (players == 0 || players > most_players) throw std::logic_error("too few or too many players");
  if (!exact())
    pairs_ = pairs > 0 ? pairs : std::max<std::size_t>(2, coalitions_of_six / (2 * (players - 1)));
}

std::size_t AttributionPlan::coalitions() const {
  return exact() ? std::size_t{1} << players_ : 2 + 2 * pairs_ * (players_ - 1);
}

std::vector<std::vector<std::size_t>> AttributionPlan::orders(std::uint32_t replicate) const {
  std::vector<std::vector<std::size_t>> all;
  for (std::size_t pair = 0; pair < pairs_; ++pair) {
    std::vector<std::size_t> order(players_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t left = players_; left > 1; --left) {  // Fisher and Yates
      const Block words =
          draw(seed_, {replicate_word(replicate, 0), left, static_cast<std::uint16_t>(pair), purpose_});
      std::swap(order[left - 1], order[std::uint64_t{words[0]} * left >> 32]);
    }
    all.push_back(order);
    std::reverse(order.begin(), order.end());
    all.push_back(std::move(order));
  }
  return all;
}

std::vector<Coalition> AttributionPlan::wanted(std::uint32_t replicate) const {
  std::vector<Coalition> out;
  if (exact()) {
    for (Coalition s = 0; s < coalitions(); ++s) out.push_back(s);
    return out;
  }
  out = {0, only(players_) - 1};
  for (const auto& order : orders(replicate)) {
    Coalition s = 0;
    for (std::size_t i = 0; i + 1 < players_; ++i) out.push_back(s |= only(order[i]));
  }
  return out;
}

std::vector<double> AttributionPlan::shares_by_pair(std::uint32_t replicate,
                                                    std::span<const double> worth) const {
  std::vector<double> shares(pairs_ * players_, 0.0);
  const auto all = orders(replicate);
  for (std::size_t o = 0; o < all.size(); ++o) {
    const auto prefix = worth.subspan(2 + o * (players_ - 1), players_ - 1);
    for (std::size_t i = 0; i < players_; ++i) {
      const double before = i == 0 ? worth[0] : prefix[i - 1];
      const double with = i + 1 == players_ ? worth[1] : prefix[i];
      shares[o / 2 * players_ + all[o][i]] += with - before;
    }
  }
  for (double& share : shares) share /= 2;
  return shares;
}

Attribution AttributionPlan::attribute(std::uint32_t replicate, std::span<const double> worth) const {
  if (worth.size() != coalitions()) throw std::logic_error("worth is of the wanted coalitions");
  if (exact()) return exact_attribution(worth);
  Attribution a{worth[0],
                worth[1],
                std::vector<double>(players_, 0.0),
                std::vector<double>(players_, unknown),
                std::vector<double>(players_, unknown),
                {}};
  const auto shares = shares_by_pair(replicate, worth);
  for (std::size_t k = 0; k < shares.size(); ++k) a.share[k % players_] += shares[k];
  for (double& share : a.share) share /= static_cast<double>(pairs_);
  // Who happens to come first or last says what it adds to none or to all others.
  const auto all = orders(replicate);
  for (std::size_t o = 0; o < all.size(); ++o) {
    const auto prefix = worth.subspan(2 + o * (players_ - 1), players_ - 1);
    a.alone[all[o].front()] = prefix.front() - worth[0];
    a.last[all[o].back()] = worth[1] - prefix.back();
  }
  return a;
}

}  // namespace sim

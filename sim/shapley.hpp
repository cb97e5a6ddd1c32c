#pragma once
// What each of several actions contributes to what they do together: Shapley values, exact or from sampled
// orders.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/key.hpp"

namespace sim {

/// Some of the players of a game: bit i stands for player i.
using Coalition = std::uint64_t;

/// Up to here every coalition is looked at; beyond, orders of the players are drawn.
inline constexpr std::size_t most_exact_players = 6;
inline constexpr std::size_t most_players = 63;

/// The parts of v(all) - v(none). NaN for what is not known.
struct Attribution {
  double none = 0, all = 0;   ///< worth without any and with all players
  std::vector<double> share;  ///< by player; they add to all - none
  std::vector<double> alone;  ///< what a player adds to none
  std::vector<double> last;   ///< what a player adds to all the others
  /// Shapley interaction index (Grabisch and Roubens 1999) of each pair (0,1), (0,2), ..., (1,2), ...: what
  /// two do together beyond what each does. Empty for sampled orders.
  std::vector<double> pair;
};

/// Shapley values from the worth of all 2^n coalitions in the order of their bits. Every difference of whole
/// numbers below 2^43 is summed without rounding, so that for counts and pence the shares add up to the last
/// bits.
Attribution exact_attribution(std::span<const double> worth);

/// Which coalitions one replicate has to be simulated with, and what their worth says.
///
/// To six players these are all. Beyond, each replicate draws `pairs` orders of the players and takes each
/// order backwards as well (antithetic): a player's share is the mean of what it adds to those before it, so
/// that the shares of a replicate add up however few the orders are. The draws are keyed by seed, replicate
/// and purpose.
class AttributionPlan {
 public:
  /// pairs: 0 takes about as many coalitions as six players need, and two pairs at least.
  AttributionPlan(std::size_t players, std::size_t pairs, Seed seed, std::uint16_t purpose);

  std::size_t players() const { return players_; }
  bool exact() const { return players_ <= most_exact_players; }
  std::size_t pairs() const { return pairs_; }  ///< 0 if exact
  /// Length of `wanted`, the same in every replicate.
  std::size_t coalitions() const;
  /// The same coalition may come twice.
  std::vector<Coalition> wanted(std::uint32_t replicate) const;
  /// `worth`: of the wanted coalitions.
  Attribution attribute(std::uint32_t replicate, std::span<const double> worth) const;
  /// Shares by pair of orders (pair by pair, player by player), of which `share` is the mean: how much the
  /// choice of orders matters. Empty if exact.
  std::vector<double> shares_by_pair(std::uint32_t replicate, std::span<const double> worth) const;

 private:
  std::vector<std::vector<std::size_t>> orders(std::uint32_t replicate) const;

  std::size_t players_, pairs_ = 0;
  Seed seed_;
  std::uint16_t purpose_;
};

}  // namespace sim

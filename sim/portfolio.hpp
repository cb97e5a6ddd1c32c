#pragma once
// Which of several actions to take under limits of money and staff: every selection, by its distribution.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "sim/left_out.hpp"

namespace sim {

/// A set of actions: bit i stands for action i.
using Selection = std::uint32_t;
inline constexpr std::size_t most_actions = 20;

/// What actions bring in every replicate: each alone, and what two together bring beyond the two (nought for
/// pairs that are not given). A selection brings the sum.
class ActionEffects {
 public:
  struct Together {
    std::size_t a, b;
    std::vector<double> effect;
  };
  /// One effect per action, all of one length. At most `most_actions`; throws std::invalid_argument.
  explicit ActionEffects(std::vector<std::vector<double>> alone, std::vector<Together> together = {});
  std::size_t actions() const { return alone_.size(); }
  std::size_t replicates() const { return alone_.empty() ? 0 : alone_.front().size(); }
  std::vector<double> of(Selection selection) const;
  const std::vector<std::vector<double>>& alone() const { return alone_; }
  const std::vector<Together>& together() const { return together_; }

 private:
  std::vector<std::vector<double>> alone_;
  std::vector<Together> together_;
};

/// The limits. Pairs of actions: `excludes` are never taken together; of `requires` (a, b), a only with b.
struct PortfolioLimits {
  std::vector<double> cost, staff;  ///< by action
  double budget = std::numeric_limits<double>::infinity();
  double staff_limit = std::numeric_limits<double>::infinity();
  std::vector<std::pair<std::size_t, std::size_t>> excludes = {}, needs = {};

  double cost_of(Selection selection) const;
  double staff_of(Selection selection) const;
  bool allow(Selection selection) const;
};

struct Portfolio {
  Selection chosen = 0;
  double cost = 0, staff = 0;
  double mean = 0;  ///< expected net benefit
};

/// All selections that the limits allow, the empty one among them, by falling mean (then rising cost).
std::vector<Portfolio> allowed_portfolios(const ActionEffects& net_benefit, const PortfolioLimits& limits);
/// Those that no cheaper selection (or one as cheap) equals in expected net benefit, by rising cost.
std::vector<Portfolio> efficient_frontier(std::vector<Portfolio> portfolios);

/// Mean of the worst `part` of the values, the last of them counted in part (Rockafellar and Uryasev 2002).
double mean_of_worst(std::vector<double> values, double part);

/// The allowed selection whose worst tenth of replicates is best on average. `portfolios` as from
/// allowed_portfolios: as no mean of a worst part exceeds the mean, the search stops early and is exact.
Portfolio robust_portfolio(const std::vector<Portfolio>& portfolios, const ActionEffects& net_benefit,
                           double part = 0.1);

/// How often the best selection is the same when each scramble is left out in turn: 0 to 16.
unsigned times_chosen(const Portfolio& best, const ActionEffects& net_benefit, const PortfolioLimits& limits,
                      std::span<const std::uint8_t> scramble);

}  // namespace sim

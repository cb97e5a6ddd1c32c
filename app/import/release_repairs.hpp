#pragma once
// Totals that a release itself contradicts, and zeros that cannot be meant.

#include <optional>
#include <vector>

#include "app/import/data_log.hpp"
#include "app/import/panel.hpp"

namespace app {

/// Mends, in this order, and logs each:
/// 1. A total of plans or new plans that is off by more than a half from the sum of ages and the sum of
///    settings, which agree: the sum is used (new plans of 2022 in Yorkshire and The Humber carry the
///    region's total in every row). A total of 0 whose parts do not agree, or beside a year with five and
///    more, is set aside.
/// 2. A breakdown that holds less than half of its total is set aside: not reported, or not complete (totals
/// only).
/// 3. Zeros where England's ratio lets one expect five or more are set aside: not reported (no rate of zero
/// is learnt). What does not add up and stays is logged.
void mend(Panel& panel, DataLog& log);

/// Stock and flow of one year: plans in January, new plans and ceased ones of the year, plans in the next
/// January.
struct StockAndFlow {
  int year = 0;
  double january = 0, new_plans = 0, next_january = 0;
  std::optional<double> ceased;  ///< as reported, transfers to other authorities included
  bool ceased_suppressed = false;
  /// Those who must have left, on balance with those who moved in. Nothing where those who ceased are too few
  /// to be shown, or would give such a count away.
  std::optional<double> implied_leavers() const {
    if (ceased_suppressed) return std::nullopt;
    return january + new_plans - next_january;
  }
  /// What the reported figures leave open: plans that came from elsewhere, or misreporting.
  std::optional<double> residual() const {
    if (!ceased) return std::nullopt;
    return next_january - (january + new_plans - *ceased);
  }
};
std::vector<StockAndFlow> stock_and_flow(const Panel& panel, const Authority& authority);

}  // namespace app

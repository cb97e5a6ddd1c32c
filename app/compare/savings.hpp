#pragma once
// What a saving is made of: cash, growth that does not come, cost that others take over, and what it costs.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "app/bridge/bridge_figures.hpp"
#include "sim/statistics.hpp"

namespace app {

/// The parts of A less B, in the order in which they are shown. Those inside the high needs block add up to
/// the difference of the in-year position; those outside are beside it.
enum class SavingPart {
  cash,         ///< lines below their level of the first year, and cash savings off any line
  growth,       ///< lines above it that grow by less
  programme,    ///< what interventions and early support cost (a cost is negative)
  unexplained,  ///< the line that reconciles the base year
  health_care,  ///< contributions of health and social care, and what is recharged to schools
  blocks,       ///< transfers from the schools block and other blocks of the grant, cash savings that are
  income,       ///< other income of the block
  travel,       ///< outside the block: home to school travel
  interest,     ///< outside the block: interest on the deficit
};
inline constexpr std::size_t saving_parts = 9;
inline constexpr std::size_t parts_inside = 7;  ///< those of the block come first
std::string_view name_of(SavingPart part);
std::string_view title_of(SavingPart part);

/// Pence per replicate by part; positive: B is better off.
using SavingParts = std::array<Whole, saving_parts>;

struct SavingYear {
  std::string year;
  SavingParts parts;
};

/// What a configuration says of money, and a store does not: by income line its kind ("block_transfer"), by
/// cash saving likewise. Income without a kind counts as other income, savings without one as cash.
struct MoneyKinds {
  std::map<std::string, std::string> income, saving;
};

/// Every financial year that both hold.
///
/// What cash savings take off a ledger line is delivered, and given back to the line before it is looked at.
/// A ledger line saves cash as far as it falls below A's amount of it in the first year, and avoids growth
/// above that: cash = min(a, level) - min(b, level), growth = max(a, level) - max(b, level), in prices of
/// each year. The two add up to a - b.
std::vector<SavingYear> saving_years(const BridgeFigures& a, const BridgeFigures& b, std::size_t replicates,
                                     const MoneyKinds& kinds);

/// Spend of the block in B less that in A in a year, in pounds by replicate. What other blocks pay is no
/// lower spend: cash savings that are block transfers are given back first.
std::vector<double> spend_difference(const BridgeFigures& a, const BridgeFigures& b, const std::string& year,
                                     std::size_t replicates, const MoneyKinds& kinds);

/// One line: the sum over years in pounds, in prices of each year and discounted to the first.
struct SavingLine {
  sim::Summary nominal, discounted;
};
struct SavingTable {
  std::string from, to;
  std::vector<SavingLine> parts;  ///< by SavingPart
  SavingLine block;               ///< the parts inside the block: the cumulative deficit falls by this
  SavingLine all;                 ///< with those outside
};
SavingTable saving_table(const std::vector<SavingYear>& years, double discount);

/// Cost per plan avoided. Ratios are of means, since in a replicate that avoids none there is no ratio.
struct CostPerPlan {
  std::string from, to;          ///< Januaries
  sim::Summary avoided;          ///< plan-years that B has fewer, counted each January
  sim::Summary avoided_last;     ///< plans fewer in the last January
  double p_any = 0;              ///< share of the replicates in which plan-years are avoided
  sim::Estimate programme, net;  ///< pounds a plan-year: of the programme; of all spend of the block
};
/// Empty `from` where the runs hold no January in common. Spend as in spend_difference().
CostPerPlan cost_per_plan(const BridgeFigures& a, const BridgeFigures& b, std::size_t replicates,
                          const MoneyKinds& kinds);

/// What others carry beside money that the model counts: differences B less A at the last common period.
struct CarriedByOthers {
  std::string metric, period, text;
  sim::Summary difference;
};
std::vector<CarriedByOthers> carried_by_others(const BridgeFigures& a, const BridgeFigures& b,
                                               std::size_t replicates);

}  // namespace app

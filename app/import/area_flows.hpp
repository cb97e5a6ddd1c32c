#pragma once
// What an area's files count of flows, as `fit` takes it.

#include <string>
#include <vector>

#include "app/import/panel.hpp"

namespace app {

struct AreaFlows {
  std::string csv;         ///< parameter,year,age,category,events,exposure,source; "" without a row
  std::size_t counts = 0;  ///< rows
  std::vector<std::string> left_out;  ///< what is counted and not taken, and why: sentences
};

/// Counts of the last `years_of_flows` calendar years before the January `known_to`: requests agreed of those
/// decided, plans issued of assessments decided, plans moved away and ceased of those held, reasons for
/// ceasing. By age where any of these years has ages, otherwise for all ages; never both for one parameter,
/// since `fit` would then pool all ages. Plans ceased from the year of `start` on are none of them: their
/// stocks are outturns, and with the new plans say the same once more. A count that suppression took is no
/// row. Definitions: docs/method/26-figures-from-files.md.
AreaFlows area_flows(const Panel& panel, const Authority& authority, int start, int known_to);

inline constexpr int years_of_flows = 6;  ///< at `fit`'s 0.8 a year, an older count is worth a quarter
/// Plans ceased are taken of years in which stock and flow close to this share of the January stock, those
/// moved in taken to be as many as moved away. Of 1,212 years of 117 authorities, 2014 to 2024, 31 % do; in
/// the others leavers were not all counted: in 2019 a tenth reported at most 0.3 % of the stock as ceased,
/// the middle one 2.6 %.
inline constexpr double closes_to = 0.01;

}  // namespace app

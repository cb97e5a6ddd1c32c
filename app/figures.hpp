#pragma once
// Figures as a planner reads them: thousands with commas, millions of pounds to one decimal, shares in per
// cent.

#include <string>

#include "sim/layout.hpp"

namespace app {

/// Rounded to so many decimals, half away from nought, as people and spreadsheets do: "1665" of 1664.5. What
/// is nearer to a half than the last bits of a number can tell is one: 0.15 is. The number must be finite.
std::string fixed(double value, int decimals);
std::string whole(double value);                  ///< "1,234"; "-" for a figure that does not exist
std::string decimal(double value, int decimals);  ///< "1,234.5", rounded as fixed() does
/// "+-1.2" of a Monte Carlo error "1.2"; "-" where none can be stated.
std::string plus_minus(const std::string& error);
std::string per_cent(double share, int decimals = 1);  ///< "12.3 %" of 0.123
/// A chance in per cent, as a number: "51.3"; ">99.9" or "<0.1" of one that rounding alone makes certain.
std::string chance_figure(double share, int decimals = 1);
/// The same in words: "51.3 %", "over 99.9 %", "under 0.1 %".
std::string chance_per_cent(double share);
std::string three_digits(double value);  ///< "1,234", "12.3", "0.00123"
std::string pounds(double value);        ///< "-£227,300"
std::string millions(double pounds);     ///< "29.6" of 29,568,000
/// "1 September 2018" of "2018-09-01".
std::string long_date(const std::string& iso);
std::string pounds_in_millions(double pounds);  ///< "-£29.6m"
/// In the unit of a metric, for a line of text: "1,234", "£29,568,000", "12.3 %", "34.5" (per 1,000).
std::string in_unit(const sim::Metric& metric, double value);

}  // namespace app

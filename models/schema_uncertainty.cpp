// Declarations: what past years were like, and how far forecasts and figures may be trusted.

#include <fmt/format.h>

#include "models/schema_parts.hpp"

namespace models::declared {

/// What past years were like, where data have told.
Specs year_effect() {
  const auto normal = [](const char* name, const char* text) {
    return sim::ParamSpec{name, {"year"}, "standard normal", -10, 10, 0, text};
  };
  const auto missed = [](const char* what) {
    return fmt::format(
        "Log standard deviation of what forecasts of {} missed beyond their own spread, one year ahead; it "
        "grows with the square root of the years. Put on the distributions of summaries, not on draws.",
        what);
  };
  return {
      {"calibration.discrepancy",
       {},
       "share",
       0,
       1,
       0.02,
       "Relative standard deviation of a published figure about what the model would count, luck apart: "
       "definitions, errors of counting, what the model leaves out. Of metrics without an entry in "
       "[discrepancy]. The default is amber: authorities' stock and flow close to a robust sd of 2.1 % of "
       "the "
       "stock a year (SEN2 2022 and 2025, 329 years of 2022 to 2024; docs/method/24-calibration.md)."},
      {"discrepancy_by_year.ehcp_stock", {}, "log sd per root year", 0, 1, 0, missed("plans in January")},
      {"discrepancy_by_year.new_plans", {}, "log sd per root year", 0, 1, 0, missed("new plans of a year")},
      {"discrepancy_by_year.independent_share",
       {},
       "log sd per root year",
       0,
       1,
       0,
       missed("the independent share in January")},
      {"year_effect.given_to",
       {},
       "year",
       first_year - 1,
       last_year,
       first_year - 1,
       "Last calendar year whose effects are the numbers given here; those of later years are drawn."},
      normal("year_effect.requests_national",
             "National effect of a year on requests, in multiples of request.shock_national."),
      normal("year_effect.requests_local",
             "Local shock of a year on requests, in multiples of request.shock_local."),
      normal("year_effect.ceasing",
             "National effect of a year on ceasing, in multiples of cease.shock_national."),
      normal("year_effect.ceasing_local",
             "Local effect of a year on ceasing, in multiples of cease.shock_local."),
      normal("year_effect.prices",
             "Effect of a year on prices, which lasts, in multiples of money.inflation_shock."),
      normal("year_effect.migration",
             "Effect of a year on net migration, in multiples of population.migration_shock_sd."),
  };
}

}  // namespace models::declared

// Declarations: residents, births, migration, and how needs are identified.

#include "models/schema_parts.hpp"

namespace models::declared {

Specs population() {
  return {
      {"population.residents",
       {"age"},
       "people",
       0,
       1e7,
       {},
       "Residents by age at 31 August before the start."},
      {"population.births", {"year"}, "people", 0, 1e7, {}, "Residents aged 0 at 31 August of the year."},
      {"population.births_level",
       {},
       "ratio",
       0,
       10,
       1,
       "Multiplier on births after the start (assumption)."},
      {"population.net_migration",
       {"age"},
       "per year",
       -0.9,
       5,
       0,
       "Net migration a year on reaching the age, as a share of the cohort."},
      {"population.migration_level", {}, "ratio", -5, 5, 1, "Multiplier on net migration (assumption)."},
      {"population.migration_shock_sd",
       {},
       "per year",
       0,
       0.2,
       0,
       "Standard deviation of the local yearly shock added to net migration at every age."},
  };
}

Specs identification() {
  return {
      {"identification.rate",
       {"age"},
       "per year",
       0,
       1,
       {},
       "Probability in a year that a resident without identified SEN moves to SEN support."},
      {"identification.level",
       {"year"},
       "ratio",
       0,
       10,
       1,
       "Multiplier on the identification rate by calendar year."},
      {"identification.need_mix",
       {"age", "need"},
       "weight",
       0,
       inf,
       {},
       "Primary need of children identified at the age (un-normalised)."},
      {"identification.severity_mix",
       {"severity"},
       "weight",
       0,
       inf,
       {},
       "Severity of children identified (un-normalised); fixed for life."},
      {"identification.earlier_years",
       {},
       "years",
       -5,
       5,
       0,
       "Early identification: years by which identification is brought forward (the age moves, not only the "
       "rate)."},
      {"child.looked_after_share",
       {},
       "share",
       0,
       1,
       0,
       "Share of children with SEND who are looked after: they come before phase transfers in the queue for "
       "places."},
  };
}

}  // namespace models::declared

#pragma once
// A configuration in which nothing happens, for tests that switch on one thing.

#include "tests/models/subject.hpp"

namespace model_test {

/// England without any flow: rates nought, no shocks, no plans, nobody on SEN support; residents 0-24 only,
/// so that nobody leaves by age in the first year.
inline Changes quiet(int residents = 2000) {
  const auto each = std::to_string(residents);
  return Changes{{"years", "3"},
                 {"population.residents", "{ \"0-24\" = " + each + ", 25 = 0 }"},
                 {"population.births", "{ 2010 = 0 }"},
                 {"population.births_level", "1"},
                 {"population.migration_level", "0"},
                 {"population.migration_shock_sd", "0"},
                 {"identification.rate", "0"},
                 {"identification.level", "1"},
                 {"support.prevalence", "0"},
                 {"support.exit_rate", "0"},
                 {"support.exit_severity", "1"},
                 {"request.rate_support", "0"},
                 {"request.rate_direct", "0"},
                 {"request.need", "1"},
                 {"request.severity", "1"},
                 {"request.level", "1"},
                 {"request.local_level", "1"},
                 {"request.level_known_to", "2060"},
                 {"request.shock_national", "0"},
                 {"request.shock_local", "0"},
                 {"assessment.assess", "1"},
                 {"assessment.issue", "1"},
                 {"dispute.appeal_rate", "0"},
                 {"transfer.out_rate", "0"},
                 {"transfer.in_rate", "0"},
                 {"transfer.in_level", "1"},
                 {"transfer.in_local", "1"},
                 {"review.seek_move", "0"},
                 {"cease.rate", "0"},
                 {"cease.level", "1"},
                 {"cease.local_level", "1"},
                 {"cease.shock_national", "0"},
                 {"stock.plans", "0"},
                 {"stock.age", "{ \"0-24\" = 1, 25 = 0 }"}};
}

}  // namespace model_test

#pragma once
// The assumptions of a run made ready for regressions, and which of them belong together.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "models/assumption_groups.hpp"
#include "sim/first_order.hpp"
#include "sim/joint_terms.hpp"

namespace app {

/// An assumption as it is listed.
struct NamedAssumption {
  std::string name, unit;
  models::AssumptionGroup group = models::AssumptionGroup::demand;
};

/// Assumptions over the usable rows of some figures. Those that do not vary over them are left out.
struct PreparedDraws {
  sim::UsableRows rows;
  std::vector<NamedAssumption> named;
  std::vector<sim::PreparedAssumption> assumptions;

  std::vector<std::size_t> all() const;
  std::vector<std::size_t> of(models::AssumptionGroup group) const;
};

/// Draws of an assumption in every replicate, under its name.
struct AssumptionSource {
  std::string name, unit;
  std::span<const double> draws;
};
/// threads = 0: all of the machine; the result is the same.
PreparedDraws prepare_draws(const std::vector<AssumptionSource>& sources, sim::UsableRows rows,
                            unsigned threads);

/// Calls work(i) for each i below `count`, shared by threads. Throws sim::Stopped if the user interrupts it.
void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

}  // namespace app

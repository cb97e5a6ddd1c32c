#pragma once
// The savings programme: what a plan means to save by line and financial year, and what of it arrives.

#include <string>
#include <vector>

#include "models/values.hpp"
#include "sim/config.hpp"
#include "sim/schema.hpp"

namespace models {

/// The declaration of `[saving.*]`.
sim::FamilySpec saving_family();

/// One line of the programme. A simulated one saves what its interventions make of children, places and
/// prices; only a cash line takes pounds off the ledger itself.
struct Saving {
  std::string id;
  bool simulated = false;
  sim::Slot amount, delivered, delay;
  std::size_t line = 0;  ///< of the ledger, of a cash line

  /// Pence planned for a financial year.
  double planned(Values v, int financial_year) const;
  /// Pence of a cash line that arrive in a financial year: the delivered share of what was planned `delay`
  /// years earlier, between two years in proportion. Nothing of what was planned before the first year of the
  /// run arrives late.
  double arriving(Values v, int financial_year, int first_year) const;
};

/// By name; `line` is left at 0.
std::vector<Saving> read_savings(const sim::Config& config);

/// What would be counted twice, and lines that name nothing.
void check_savings(const sim::Config& config, std::vector<sim::Diagnostic>& faults);

}  // namespace models

#pragma once
// The risk register: events that may happen, when, for how long, and what they then do to parameters.

#include <optional>
#include <string>
#include <vector>

#include "models/intervention.hpp"

namespace models {

/// The declaration of `[risk.*]` and its acts, one file each under configs/risks/.
sim::FamilySpec risk_family(const std::vector<sim::Axis>& axes);

/// An event compiled for simulation. Terms count from the first of the run and may lie before it.
struct Risk {
  std::string id;
  int start = 0;                             ///< first term in which it can be in force
  std::optional<std::size_t> given = {};     ///< the event that `probability_given` speaks of
  sim::Slot probability, probability_given;  ///< where the other does not happen, and where it does
  sim::Slot draw;                            ///< uniform; it happens where this is in the top `probability`
  sim::Slot delay, duration, yearly_cost, start_cost;
  std::size_t line = 0;  ///< of the ledger

  /// Whether it is in force in a term, if it happens.
  bool in_force(Values v, int term) const;
  /// The first term in which it is.
  int first_term(Values v) const;
};

/// Of each event, 1 where it happens in the replicate and 0 where not. An event whose draw is NaN counts at
/// its probability, for expected values at the mean assumptions.
std::vector<double> events(const std::vector<Risk>& risks, Values v);

/// By name.
std::vector<Risk> read_risks(const sim::Config& config, const sim::TermClock& clock);
/// Their acts, with the risk that each is of; not sorted.
std::vector<Act> read_risk_acts(const sim::Config& config, const sim::TermClock& clock,
                                const std::vector<Risk>& risks);

/// What is wrong with conditions: events that are not there, or that wait for one another. The rest is
/// checked with the interventions.
void check_risks(const sim::Config& config, std::vector<sim::Diagnostic>& faults);

}  // namespace models

#pragma once
// The one lever whose smallest dose is sought: a parameter itself, or what an intervention would do to it.

#include <optional>
#include <string>
#include <vector>

#include "sim/config.hpp"

namespace app {

/// The words of the command line; empty where nothing was said.
struct LeverWords {
  std::string name;  ///< full name of a parameter, "intervention.brokerage.dose"
  std::string how;   ///< "set", "scale", "shift": by an intervention from a term on; empty: the number itself
  std::string start;     ///< term from which on, "2019-autumn"
  std::string from, to;  ///< numbers
};

struct Lever {
  std::string name, how, start, unit;
  double from = 0, to = 1;

  /// The settings (`--set`) that give it a dose.
  std::vector<std::string> settings(double dose) const;
  /// "request.rate_support scaled by", "intervention.brokerage.dose"
  std::string text() const;
  /// Says of faults in those settings that they come from the lever.
  void own_faults(std::vector<sim::Diagnostic>& faults) const;
};

/// Checks the words against the schema and the configuration without the lever; adds to the faults.
/// Without `--from`, no action is a dose of 0, a factor of 1, a shift of 0, or the number as configured.
std::optional<Lever> lever_of(const LeverWords& words, const sim::Config& config,
                              std::vector<sim::Diagnostic>& faults);

}  // namespace app

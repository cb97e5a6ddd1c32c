#pragma once
// What somebody wants changed, as their browser says it: checked word by word, then written as settings that
// `--set` and a scenario file take.

#include <map>
#include <string>
#include <vector>

#include "app/serve/choices.hpp"

namespace app {

/// Only what differs from the configuration as it is.
struct Wishes {
  std::string name;                           ///< of the scenario
  std::map<std::string, bool> switched;       ///< interventions, by id
  std::map<std::string, std::string> starts;  ///< terms from which those switched on work: "2026-autumn"
  std::map<std::string, double> assumptions;  ///< by name: the value that is taken for known
  std::map<std::string, std::map<int, double>> places;  ///< by provision and year
  LiveOptions run;
  bool changed() const {
    return !switched.empty() || !starts.empty() || !assumptions.empty() || !places.empty();
  }
};

struct WishLimits {
  std::uint32_t most_replicates = 5000;
};

/// Of a JSON text. Throws UserError that says the first thing that is no wish of this area: an unknown field
/// or name (with the nearest that there is), a value outside its bounds, too many replicates.
Wishes read_wishes(const std::string& json, const Choices& choices, const WishLimits& limits);

/// As settings, in a fixed order.
std::vector<sim::Override> settings_of(const Wishes& wishes, const Choices& choices);

/// What `--set` takes, and with it the name of the run where anything is changed: that of the area and that
/// of the wishes ("do-nothing + my plan"), as `run --scenario` names it.
std::vector<std::string> words_of_run(const Wishes& wishes, const Choices& choices);

/// A scenario file that `run --scenario` lays over the area's configuration, with the same result.
std::string scenario_toml(const Wishes& wishes, const Choices& choices);

}  // namespace app

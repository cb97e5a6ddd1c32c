#pragma once
// How many places to have, as a choice that knowing more could change.

#include <string>
#include <vector>

#include "app/voi/voi.hpp"

namespace app {

/// Net benefits by option, over all replicates.
struct Benefits {
  std::vector<std::string> letters, names;
  std::vector<std::vector<double>> values;
};

/// Counts of places as options, and what the choice is judged by, in words. Throws UserError if the run has
/// no costs of a place and none are given, or if demand is the same in every replicate.
Benefits of_places(const StoredRun& run, const PlacesQuestion& question, std::string& objective);

}  // namespace app

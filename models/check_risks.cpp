// What can be wrong with the conditions of risks: an event that is not there, or events in a ring.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/risk.hpp"
#include "sim/faults.hpp"
#include "sim/nearest_name.hpp"

namespace models {
namespace {

/// Whether an event depends on itself by way of others that are there.
bool in_ring(const sim::Config& c, const std::string& id) {
  const auto& ids = c.members("risk");
  std::set<std::string> seen;
  auto at = c.text("risk", id, "given");
  while (!at.empty() && at != id && std::binary_search(ids.begin(), ids.end(), at) && seen.insert(at).second)
    at = c.text("risk", at, "given");
  return at == id;
}

}  // namespace

void check_risks(const sim::Config& c, std::vector<sim::Diagnostic>& faults) {
  const auto& ids = c.members("risk");
  const auto fault = [&](const std::string& name, std::string problem, std::string why,
                         std::string suggestion) {
    faults.push_back({c.origin(name), std::move(problem), std::move(why), std::move(suggestion)});
  };
  for (const auto& id : ids) {
    const auto name = "risk." + id;
    const auto& given = c.text("risk", id, "given");
    const bool stated = c.origin(name + ".probability_given").file != "(default)";
    if (given.empty()) {
      if (stated)
        fault(name + ".probability_given", "probability_given without given", "it names no other event",
              "set given = \"...\", or leave it out");
      continue;
    }
    if (!std::binary_search(ids.begin(), ids.end(), given))
      fault(name + ".given", fmt::format("given = {}", sim::quote(given)),
            "no risk of this run is called that", sim::did_you_mean(given, ids));
    else if (in_ring(c, id))
      fault(name + ".given", fmt::format("risk {} depends on itself", sim::quote(id)),
            "each of a ring of events waits for another",
            "leave out one `given`, or tie the draws by correlations");
    else if (const auto first = term_number(c.text("risk", given, "start")),
             own = term_number(c.text("risk", id, "start"));
             first && own && *own < *first)
      fault(name + ".start",
            fmt::format("risk {} begins before {}, which brings it about", sim::quote(id), sim::quote(given)),
            fmt::format("{} begins in {}", given, c.text("risk", given, "start")),
            "let it begin then or later");
    if (!stated)
      fault(name + ".given", "given without probability_given",
            "how likely it is where the other event happens is not said", "set probability_given");
  }
}

}  // namespace models

#pragma once
// Counts of flows, as an import writes them or a person types them: one file, one line per count.

#include <filesystem>
#include <string>
#include <vector>

#include "sim/config.hpp"
#include "sim/diagnostic.hpp"

namespace app {

/// Events of one year, and what they happened to.
struct Flow {
  std::string parameter;                 ///< a name of models::fittables()
  int year = 0;                          ///< calendar year
  std::size_t from_age = 0, to_age = 0;  ///< academic ages, both included
  std::string category;                  ///< of a mix: the label of a reason, or a placement type
  double events = 0, exposure = 0;       ///< exposure: 0 for a mix
  std::string source;
  int line = 0;
};

struct Flows {
  std::vector<Flow> flows;
  sim::InputFile file;
  std::vector<sim::Diagnostic> faults;
};

/// Reads the columns parameter, year, age ("7", "5-10", empty for all), category, events, exposure and,
/// optionally, source. Every fault is there with its line: unknown parameters, ages, categories (of the
/// configuration's placement types), negative counts, more events than trials, and an age that
/// two lines of one flow, year and category count.
Flows read_flows(const std::filesystem::path& path, const sim::Config& config);

}  // namespace app

#pragma once
// What `sendcast size` was asked to do, checked.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/risk/risk_options.hpp"
#include "app/size/place_money.hpp"

namespace app {

/// The words of the command line.
struct SizeWords {
  std::string run, from, to, lead = "2", risk = "10", capital = "80000", life = "40", rate = "3.5", under,
                             over, threads = "0";
  std::vector<std::string> types, scenarios;
  std::optional<std::string> out;
  bool jointly = false, verify = false, quiet = false, json = false, no_progress = false;
};

struct SizeOptions {
  std::filesystem::path run;
  std::vector<std::string> types;  ///< placement types; empty: all that are finite
  std::string from, to;            ///< Septembers: "2025"; empty: as early as can be built, and the last
  int lead = 2;                    ///< years from the decision, at the start of the run, to a place
  double risk = 0.1;               ///< of too few places in a year, for the recommendation
  bool jointly = false;            ///< of too few in any year of the span
  Capital capital;
  std::optional<double> under, over;  ///< pounds a year; else taken from the run
  std::vector<StressRun> scenarios;
  bool verify = false, quiet = false, json = false, no_progress = false;
  unsigned threads = 0;
  std::filesystem::path out;
};

/// Throws UserError for the first word that makes no sense.
SizeOptions size_options(const SizeWords& words);
std::string size_command(const SizeWords& words);

}  // namespace app

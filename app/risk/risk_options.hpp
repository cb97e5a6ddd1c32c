#pragma once
// What `sendcast risk` was asked to do, checked.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// The words of the command line.
struct RiskWords {
  std::string run, year, level;
  std::vector<std::string> stresses, limits;
  std::optional<std::string> out;
  bool quiet = false, json = false;
};

/// A limit of the cumulative deficit: one amount for all years, or a path by financial year.
struct DeficitLimit {
  std::string name;
  std::optional<double> every_year;            ///< pounds
  std::map<std::string, double> by_year = {};  ///< "2021-22": pounds

  /// Pounds in a financial year; NaN where the limit says nothing of it.
  double in(const std::string& year) const;
};

/// A finished run of the same area under a stress, by its name.
struct StressRun {
  std::string name;
  std::filesystem::path folder;
};

struct RiskOptions {
  std::filesystem::path run;
  std::string year;     ///< financial year of which the worst cases are taken apart; empty: the last
  double level = 0.95;  ///< of the tail
  std::vector<StressRun> stresses;
  std::vector<DeficitLimit> limits;
  std::filesystem::path out;
  bool quiet = false, json = false;
};

/// Throws UserError for the first word that makes no sense.
RiskOptions risk_options(const RiskWords& words);

/// The command that repeats it.
std::string risk_command(const RiskWords& words);

/// "2020-21" of "2020-21", "2020/21" or "2020". Throws UserError, naming the option.
std::string financial_year_of(const std::string& text, const std::string& option);

}  // namespace app

#pragma once
// The tables of the SEN2 person-level return as far as counting needs them. They stay in memory.

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/import/data_log.hpp"
#include "app/import/dates.hpp"
#include "app/import/panel.hpp"
#include "app/import/schools.hpp"

namespace app {

enum class Sen2Outcome { none, yes, no, withdrawn };

struct Sen2Request {
  std::string person;
  std::optional<Day> received;
  Sen2Outcome outcome = Sen2Outcome::none;
  bool moved_away = false;
};
struct Sen2Assessment {
  std::string request;
  Sen2Outcome outcome = Sen2Outcome::none;
  std::optional<Day> decided;
  bool exception = false;
};
struct Sen2NamedPlan {
  std::string assessment;
  std::optional<Day> start, ceased;
  int reason = 0;
};
struct Sen2ActivePlan {
  std::string request;
  bool transferred_in = false;
};
struct Sen2Placement {
  std::string active;
  std::string setting;
  std::optional<Day> entry, leaving;
  int rank = 1;
};

/// Rows by the ids that link them.
struct Sen2Tables {
  std::optional<Day> census;                                 ///< reference date
  std::string number;                                        ///< of the authority
  std::unordered_map<std::string, std::optional<Day>> born;  ///< by person
  std::unordered_map<std::string, Sen2Request> requests;
  std::unordered_map<std::string, Sen2Assessment> assessments;
  std::vector<Sen2NamedPlan> named;
  std::unordered_map<std::string, Sen2ActivePlan> active;
  std::vector<Sen2Placement> placements;
  std::unordered_map<std::string, std::string> needs;  ///< of first rank, by active plan
};

/// Reads the tables in a folder; kinds of school by `schools`, if there is a register. Adds a line to the log
/// for each file and its name to `sources`. Throws UserError for a table that is missing, there twice, or at
/// fault; messages quote no cell.
Sen2Tables read_sen2_tables(const std::filesystem::path& folder, const std::optional<Schools>& schools,
                            std::vector<std::string>& sources, DataLog& log);

}  // namespace app

#pragma once
// The tables of the SEN2 person-level return as far as counting needs them. They stay in memory.

#include <cstdint>
#include <filesystem>
#include <map>
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

/// A cell that holds a date, is empty, or holds something else.
struct Sen2Day {
  std::optional<Day> day;
  bool unreadable = false;
};

struct Sen2Request {
  std::string person;
  Sen2Day received;
  Sen2Outcome outcome = Sen2Outcome::none;
};
struct Sen2Assessment {
  std::string request;
  Sen2Outcome outcome = Sen2Outcome::none;
  Sen2Day decided;
  bool exception = false;
};
struct Sen2NamedPlan {
  std::string assessment;
  Sen2Day start, ceased;
  int reason = 0;
  long line = 0;
};
struct Sen2ActivePlan {
  std::string request;
};
struct Sen2Placement {
  std::string active;
  std::string setting;
  Sen2Day entry, leaving;
  int rank = 1;
  bool unreadable = false;  ///< the setting or the rank is a code that is not known
};

struct Sen2Need {
  std::string need;         ///< "unknown" where the return says none
  bool unreadable = false;  ///< a code that is not known
};

/// Rows by the ids that link them.
struct Sen2Tables {
  std::optional<Day> census;                                 ///< reference date
  std::string number;                                        ///< of the authority
  std::string header;                                        ///< "FILE:LINE" that says both
  bool assessments_dated = false;                            ///< there is a column of dates of outcomes
  std::unordered_map<std::string, std::optional<Day>> born;  ///< by person
  std::unordered_map<std::string, Sen2Request> requests;
  std::unordered_map<std::string, Sen2Assessment> assessments;
  std::vector<Sen2NamedPlan> named;
  std::string named_file;  ///< as messages call it
  std::unordered_map<std::string, Sen2ActivePlan> active;
  std::vector<Sen2Placement> placements;
  std::unordered_map<std::string, Sen2Need> needs;  ///< of first rank, by active plan
  std::map<std::string, std::uint32_t> source;      ///< place in the sources, by table ("person")

  /// Where a table is in the sources.
  std::uint32_t source_of(const std::string& table) const { return source.at(table); }
};

/// Group of settings between which the DfE counts moves: "mainstream", "special", "home" or "".
std::string_view move_group(std::string_view setting);

/// Reads the tables in a folder; kinds of school by `schools`, if there is a register. Adds a line to the log
/// for each file and its name to `sources`. A row that comes twice is dropped and logged. Throws UserError
/// for a table that is missing, there twice, or at fault, and for two rows of one id that say different
/// things; messages quote no cell.
Sen2Tables read_sen2_tables(const std::filesystem::path& folder, const std::optional<Schools>& schools,
                            std::vector<std::string>& sources, DataLog& log);

}  // namespace app

#pragma once
// The SEN2 person-level return (nine CSV files of COLLECT's Blade export) as counts of one authority.

#include <filesystem>
#include <optional>
#include <vector>

#include "app/import/authorities.hpp"
#include "app/import/data_log.hpp"
#include "app/import/panel.hpp"
#include "app/import/schools.hpp"

namespace app {

struct Sen2Choice {
  std::optional<int> as_of;  ///< a return of a later January is refused
  std::optional<Schools>
      schools;              ///< kinds of school by URN; without it a school is a setting that is not known
  int smallest = 0;         ///< counts from 1 to one less are suppressed (0: none)
  Authorities authorities;  ///< whose number is whose: a return of another authority is refused
  /// Facts that will stand beside these: known when small counts are suppressed.
  const Authority* elsewhere = nullptr;
};

/// Adds the counts of each return's January and of the calendar year before it: plans by age, need and
/// setting; requests, refusals, plans within 20 weeks, new plans, plans ceased by reason, moves between
/// settings. Personal data stays in memory: only counts leave this function, and neither log nor messages
/// quote a cell. What cannot be counted is not there, and said in the log; it is never nought.
///
/// Small counts are suppressed over all returns together (app/import/suppress.hpp).
///
/// Each of `folders`:
/// Blade-Export_DD-MM-YYYY_{sen2,person,requests,assessment,namedplan,activeplans,placementdetail,senneed}.csv
/// (plandetail is not needed), or the same names without the prefix. Throws UserError for files that are
/// missing or at fault, of another authority or a second time of the same January. Definitions:
/// docs/guide/import.md.
void read_sen2(const std::vector<std::filesystem::path>& folders, const Sen2Choice& choice, Panel& panel,
               Authority& area, DataLog& log);

}  // namespace app

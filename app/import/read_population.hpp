#pragma once
// Residents by single age of the Office for National Statistics: estimates, and projections by district.

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/import/data_log.hpp"
#include "app/import/panel.hpp"

namespace app {

/// Who is wanted from a population file: one area, or districts that make it up.
struct PopulationChoice {
  std::string name, code;              ///< of the area; either may be empty
  std::vector<std::string> districts;  ///< names or codes, summed; empty: the area itself
  std::optional<int> as_of;            ///< nothing later than the middle of the year before
};

/// Adds residents of the area and of England (where the file has it) as facts "residents" by age at
/// mid-years. Understood: one row per area (and sex) with a column per age ("0", "age_0", "Age 0"), the year
/// in a column or in the file's name; and one row per area, (sex and) age with a column per year, as
/// subnational projections have it. "90 and over" and totals are left out: ages up to 30 are kept. Several
/// files may be given. The same row once more is dropped and logged. Throws UserError if the area is not
/// there, or a district not, for figures that are no numbers, two figures of one age, an age from 0 to 25
/// that is missing, and areas in which nobody lives.
///
/// An area without a code gets that of its rows; a sum of districts has none but the one that is asked for.
/// A district that is asked for by name and by code is counted once, which is logged.
///
/// With `as_of`, whole files that are later are left out; `later` then holds their years.
void read_population(const std::vector<std::filesystem::path>& files, const PopulationChoice& choice,
                     Panel& panel, Authority& area, DataLog& log, std::set<int>* later = nullptr);

}  // namespace app

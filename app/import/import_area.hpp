#pragma once
// One import: files in, an area folder out.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/import/area_figures.hpp"
#include "app/import/data_log.hpp"
#include "app/import/read_release.hpp"
#include "app/import/release_repairs.hpp"

namespace app {

/// The words of the command line, as far as they are common to all kinds of import.
struct ImportWords {
  std::vector<std::filesystem::path> paths, population;
  std::vector<std::string> districts;
  std::filesystem::path schools, settings;  ///< register of schools; where settings of other names go
  int suppress = 0;                         ///< counts below are not written
  std::string area;
  std::optional<int> as_of;
  std::optional<int> from;  ///< January in which the area starts; nothing for the last one
  std::filesystem::path out, configs;
  bool quiet = false, json = false;
};

/// What an import did, for people and programs.
struct ImportSummary {
  std::string area, code;
  std::filesystem::path folder;
  std::optional<int> as_of;
  AreaFigures figures;
  std::vector<StockAndFlow> flows;
  std::size_t counts = 0, outturns = 0;  ///< rows of flows.csv and outturns.csv
  std::vector<std::string> not_taken;    ///< what is counted and not in flows.csv, and why
  struct Year {
    int year = 0;
    std::optional<double> requests, refused, within_20_weeks;  ///< count, and shares
  };
  std::vector<Year> years;
  std::vector<std::string> notes;    ///< what became of the authority since
  std::vector<std::string> repairs;  ///< of the area
  std::size_t files_read = 0;
  long rows_read = 0;
  std::vector<std::string> written;
  double seconds = 0;
};

/// Read the files, write the folder. Throw UserError and sim::OutputError; then nothing is written.
ImportSummary import_ees(const ImportWords& words);
/// The same for one of the areas of releases that were read before, with words.as_of; into a folder that
/// holds no earlier import. Several threads may do so at once, each with a folder of its own.
ImportSummary import_ees_area(const ImportWords& words, const ReadRelease& release,
                              const Authority& authority);
ImportSummary import_population(const ImportWords& words);
ImportSummary import_sen2(const ImportWords& words);
ImportSummary import_transitions(const ImportWords& words);

std::string import_text(const ImportSummary& summary);
std::string import_json(const ImportSummary& summary);

}  // namespace app

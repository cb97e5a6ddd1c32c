#pragma once
// The folder that an import writes: configuration, facts, data log and manifest; whole or not at all.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/import/area_figures.hpp"
#include "app/import/data_log.hpp"
#include "app/import/panel.hpp"

namespace app {

/// Facts of one authority, and totals and residents of England beside them, as a table: area, period_type,
/// period, measure, breakdown, category, value, file. Sorted, so that the same facts are the same bytes.
std::string facts_csv(const Panel& panel, const Authority& authority);
/// Adds what facts_csv wrote. Throws UserError.
void read_facts_csv(const std::filesystem::path& file, Panel& panel, Authority& authority);

/// Files, rows read and left out, checksums and repairs of one authority.
std::string data_log_csv(const DataLog& log, const Authority& authority);
/// January to January: plans, new plans, ceased as reported, leavers implied, and the residual.
std::string stock_and_flow_csv(const Panel& panel, const Authority& authority);

/// A file, and the kind of import that read it: "ees", "population", "sen2" or "transitions".
struct ImportedFile {
  std::string kind;
  FileLog log;
};

struct AreaFolder {
  std::filesystem::path target;
  std::string area, area_code;
  std::map<std::string, std::string> files;  ///< by name; manifest.json is added
  std::string command;                       ///< repeats the import
  std::vector<ImportedFile> inputs;
  std::vector<std::string> earlier_inputs;  ///< of other kinds of import, as their manifest had them (JSON)
};

/// What the manifest of an area folder says of the imports that made it.
struct EarlierImport {
  std::string area, area_code;
  struct Input {
    std::string kind, path, json;
  };
  std::vector<Input> inputs;
};
/// Nothing for a folder that no import wrote.
std::optional<EarlierImport> earlier_import(const std::filesystem::path& folder);

/// Writes the folder and checks its area.toml as `check` does. Throws UserError if it would not pass, if
/// somebody changed a file that an import wrote there, or if the folder holds what no command of sendcast
/// wrote, sim::OutputError if it cannot be written.
void write_area_folder(const AreaFolder& folder);

}  // namespace app

#pragma once
// What a command that reads finished runs leaves behind: a folder of CSV files with a manifest, and the same
// tables in the run's own store.

#include <string>
#include <vector>

#include "app/stored/result_table.hpp"

namespace app {

struct AnalysisOutput {
  std::filesystem::path folder;
  std::string kind;     ///< the subcommand: "risk"
  std::string command;  ///< that repeats it
  double seconds = 0;
};

/// Writes NAME.csv for each table that has rows, and manifest.json, all or none; then puts the tables into
/// the store of the first run, and takes those without rows out of it. Returns the names of the files; adds
/// to `notes` if the store cannot be changed. Throws sim::OutputError.
std::vector<std::string> write_analysis(const AnalysisOutput& output,
                                        const std::vector<const StoredRun*>& runs,
                                        const std::vector<ResultTable>& tables,
                                        std::vector<std::string>& notes);

/// UserError if the output would take the place of a run that is read, or of what holds it.
void spare_runs(const std::filesystem::path& out, const std::vector<std::filesystem::path>& runs);

}  // namespace app

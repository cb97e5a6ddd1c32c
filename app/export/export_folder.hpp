#pragma once
// What `sendcast export` leaves behind: a folder of files with a manifest, whole or not at all.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "app/stored/result_table.hpp"
#include "app/stored/stored_run.hpp"
#include "sim/output_folder.hpp"

namespace app {

/// What every export is given.
struct ExportWords {
  std::string what;  ///< the subcommand: "scap"
  std::filesystem::path run;
  std::filesystem::path out;  ///< empty: out/export-WHAT-RUN, with an area's name out/export-WHAT-RUN-AREA
  std::string area;           ///< of a run of several; empty: all together
  bool quiet = false;
};

/// "out/export-scap-kingston-plan-2018", or what was asked for.
std::filesystem::path export_folder(const ExportWords& words);

/// A folder in the making. Throws sim::OutputError if something else is in its place, UserError if it would
/// take the place of a run that is read.
class ExportFolder {
 public:
  ExportFolder(const ExportWords& words, const std::vector<std::filesystem::path>& runs);

  /// Where to write a file of this name; it is listed in the manifest.
  std::filesystem::path file(const std::string& name);
  void write(const std::string& name, std::string_view text);
  /// NAME.csv.
  void write(const ResultTable& table) { write(table.name + ".csv", csv_text(table)); }

  /// notes.txt, the manifest (with the command that repeats the export), then all of it in its place. Prints
  /// what was written unless that is not wanted.
  void finish(const std::vector<const StoredRun*>& runs, const std::string& options,
              const std::vector<std::string>& notes);

 private:
  ExportWords words_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::filesystem::path target_;
  sim::OutputFolder folder_;
  std::vector<std::string> files_;
};

}  // namespace app

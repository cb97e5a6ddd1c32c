#pragma once
// results.xlsx: what a run says, for people who live in Excel.

#include <filesystem>
#include <string>
#include <vector>

#include "app/stored/stored_run.hpp"

namespace app {

/// Writes the workbook of a finished run: cover, contents, notes, a named table on each sheet, charts on
/// theirs. Every number is that of summary.csv; equal runs give equal bytes. Returns what the run lacks, for
/// notes. Throws sim::OutputError if the file cannot be written, sim::StoreError if the store is damaged.
std::vector<std::string> write_workbook(const StoredRun& run, const std::filesystem::path& file);

}  // namespace app

#pragma once
// summary.csv: one line per figure, the same bytes for the same run on every machine and in every locale.

#include <filesystem>
#include <string>
#include <string_view>

#include "sim/summary.hpp"

namespace sim {

/// The columns, without the end of the line.
std::string_view summary_csv_header();
/// A figure as it is printed: counts to four decimals without trailing zeros, pounds to the penny, ratios to
/// six significant digits; nothing for a figure that does not exist (an error of too few replicates, a ratio
/// whose base is empty in all of them).
std::string format_figure(Unit unit, double value);
/// One line, without its end.
std::string summary_csv_line(const StoreReader& store, const SeriesSummary& line);
/// The whole file, a few thousand figures at a time. Throws OutputError, StoreError,
/// Stopped.
void write_summary_csv(const std::filesystem::path& path, const StoreReader& store, unsigned threads = 0,
                       StopToken stop = {});

}  // namespace sim

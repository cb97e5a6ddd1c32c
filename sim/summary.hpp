#pragma once
// From stored draws to the lines of summary.csv.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/column_summary.hpp"
#include "sim/stop.hpp"
#include "sim/store_reader.hpp"

namespace sim {

/// The distribution of one series at one period, in the units that people read (counts, pounds, ratios).
struct SeriesSummary {
  std::uint32_t series = 0, period = 0;
  Summary figures;
};

/// Summaries of the series [first, last) at all their periods, in order. Draws are read back in chunks: at
/// most 128 MiB up to a million replicates, whatever the number of columns. threads = 0: all of the machine;
/// the result is the same. Stopped if
/// `stop` is raised.
std::vector<SeriesSummary> summarise(const StoreReader& store, std::uint32_t first, std::uint32_t last,
                                     unsigned threads = 0, StopToken stop = {});
/// All series.
std::vector<SeriesSummary> summarise(const StoreReader& store, unsigned threads = 0);

}  // namespace sim

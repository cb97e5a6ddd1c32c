#pragma once
// From two stores of paired runs to the lines of comparison.csv.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/paired.hpp"
#include "sim/pairing.hpp"
#include "sim/stop.hpp"
#include "sim/store_reader.hpp"

namespace sim {

/// Two runs, and the lines that they have in common; the stores outlive it.
struct StorePair {
  const StoreReader& a;
  const StoreReader& b;
  std::vector<PairedSeries> series;
};
/// Lines of which `--store headline` kept no draws on either side are left out: histograms are not paired.
StorePair store_pair(const StoreReader& a, const StoreReader& b);

/// One figure in both runs: line `series` of the pair at its period number `period`.
struct ComparedFigure {
  std::uint32_t series = 0, period = 0;
  Paired figures;
};

/// The lines [first, last) of the pair at all their common periods, in order. threads = 0: all of the
/// machine; the result is the same. Stopped if `stop` is raised.
std::vector<ComparedFigure> compare(const StorePair& pair, std::uint32_t first, std::uint32_t last,
                                    unsigned threads = 0, StopToken stop = {});

}  // namespace sim

#pragma once
// Whether two runs are pairs, replicate by replicate, and which of their figures belong together.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/layout.hpp"
#include "sim/store_format.hpp"

namespace sim {

/// What two runs must have in common for replicate r of one to be the twin of replicate r of the other.
struct Pairing {
  Seed seed = 1;
  std::uint32_t first = 0, replicates = 0;
  std::string design, area, start;  ///< start: the first term ("2018-autumn"), or the first period
};
Pairing pairing_of(const RunInfo& info, const Layout& layout);

/// Why they are no pairs, as a clause with what each has ("their seeds differ: 1 and 2"); empty if they are.
std::string unpaired(const Pairing& a, const Pairing& b);

/// One line of a metric in two runs, with the indices of the periods that both hold (one may run for longer).
/// A category that only one of them knows, such as a placement type that the other lacks, counts as 0 there.
struct PairedSeries {
  std::optional<std::uint32_t> a, b;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> periods;
};
/// In the order of A, then what only B has. Metrics that are not the same in both are left out.
std::vector<PairedSeries> paired_series(const Layout& a, const Layout& b);

}  // namespace sim

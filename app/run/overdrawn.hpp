#pragma once
// Ledger lines off which more is saved than is on them.

#include <string>
#include <vector>

#include "sim/store_reader.hpp"

namespace app {

/// A note for each line of the ledger that cash savings bring below nought, with the years and the share of
/// the replicates. The line of savings itself is below nought by what is saved.
std::vector<std::string> overdrawn_lines(const sim::StoreReader& store, const std::string& area);

}  // namespace app

#pragma once
// One side of a bridge: the figures of a finished run, or of an outturn that an authority states.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "sim/diagnostic.hpp"
#include "sim/store_reader.hpp"

namespace app {

/// Whole numbers (counts, pence), one per replicate.
using Whole = std::vector<std::int64_t>;

class BridgeFigures {
 public:
  virtual ~BridgeFigures() = default;
  virtual std::string name() const = 0;
  /// 0 for an outturn, which is the same in every replicate.
  virtual std::uint32_t replicates() const = 0;
  /// A figure in `n` replicates; nothing where the side does not know it.
  virtual std::optional<Whole> figure(const std::string& metric, const std::string& breakdown,
                                      const std::string& category, const std::string& period,
                                      std::size_t n) const = 0;
  /// Categories of a breakdown that the side knows, in its order.
  virtual std::vector<std::string> categories(const std::string& metric,
                                              const std::string& breakdown) const = 0;
  /// Periods of a metric's total, in time order.
  virtual std::vector<std::string> periods(const std::string& metric) const = 0;
};

/// A finished run. The store outlives it.
std::unique_ptr<BridgeFigures> run_figures(const sim::StoreReader& store);

/// An outturn, or everything that is wrong with it.
struct Outturn {
  std::unique_ptr<BridgeFigures> figures;
  std::vector<sim::Diagnostic> faults;
};
/// Reads a CSV file with the columns metric, breakdown, category, period and value, named and in the units of
/// summary.csv (pounds, counts). Faults are figures that `layout`, that of the run it is set against, does
/// not have; figures given twice; values that are no numbers; placements of which a year gives only some.
Outturn outturn_figures(const std::filesystem::path& csv, const sim::Layout& layout);

}  // namespace app

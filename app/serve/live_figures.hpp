#pragma once
// The figures that the workbench shows, replicate by replicate, so that two runs can be set against each
// other.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/goal/goals.hpp"
#include "app/run/forecast_discrepancy.hpp"
#include "sim/layout.hpp"
#include "sim/paired.hpp"
#include "sim/pairing.hpp"

namespace app {

/// One line of a metric. Stored figures are integers, as in a store; of a ratio the quotients.
struct LiveLine {
  sim::Metric metric;
  std::string breakdown = "total", category = "total";
  std::vector<std::string> periods;
  std::uint32_t series = 0;
  std::string title = {};                             ///< of a placement type
  std::vector<std::vector<std::int64_t>> whole = {};  ///< by period, by replicate
  std::vector<std::vector<double>> ratio = {};
  std::vector<std::optional<Widening>> misses = {};  ///< by period: what past forecasts missed
};

/// A target or an outturn with the figure that it speaks of in each replicate.
struct LiveGoal {
  Goal goal;
  std::vector<double> values = {};  ///< in the unit of summary.csv
};

/// What is known of a run so far. Immutable once published.
struct LiveFigures {
  sim::Pairing pairing;          ///< of the whole run
  std::uint32_t replicates = 0;  ///< that are in: the first so many
  std::string scenario;          ///< as summary.csv names it
  std::vector<LiveLine> lines;   ///< plans, independent share, spend, deficit; then places by finite type
  std::vector<LiveGoal> targets, outturns;
  std::vector<std::string> notes;
  double seconds = 0;

  bool whole() const { return replicates == pairing.replicates; }
};

/// The distribution of a line at a period, the same as in summary.csv for so many replicates.
sim::Summary summary_of(const LiveLine& line, std::size_t period, sim::ColumnSummariser& summariser);

/// The same with what past forecasts missed put on it, as in discrepancy.csv; nothing where none are known.
std::optional<WidenedFigure> widened_of(const LiveLine& line, std::size_t period);

/// B less A at a period that both have, over the first `replicates`; the same as in comparison.csv.
sim::Paired paired_at(const LiveLine& a, std::size_t period_a, const LiveLine& b, std::size_t period_b,
                      std::uint32_t replicates, sim::PairSummariser& summariser);

/// The line of another run for the same series, or null.
const LiveLine* same_line(const LiveFigures& other, const LiveLine& line);

}  // namespace app

#pragma once
// The figures of a run as rows of a workbook's tables: the same numbers as summary.csv.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/export/book.hpp"
#include "app/export/run_names.hpp"
#include "app/stored/stored_run.hpp"
#include "sim/summary.hpp"

namespace app {

/// All lines of summary.csv, read once.
class RunFigures {
 public:
  explicit RunFigures(const StoredRun& run);

  const StoredRun& run() const { return *run_; }
  const RunNames& names() const { return names_; }
  /// Of one breakdown of a metric, in the order of the run; empty if it has none.
  std::vector<const sim::SeriesSummary*> lines(std::string_view metric, std::string_view breakdown) const;
  const sim::SeriesSummary* line(std::string_view metric, std::string_view breakdown,
                                 std::string_view category, const std::string& period) const;
  const std::string& period_of(const sim::SeriesSummary& line) const;
  const std::string& category_of(const sim::SeriesSummary& line) const;
  const sim::Metric& metric_of(const sim::SeriesSummary& line) const;

 private:
  const StoredRun* run_;
  RunNames names_;
  std::vector<sim::SeriesSummary> all_;
};

/// A number as summary.csv prints it, so that both agree as far as a spreadsheet's numbers go.
BookNumber printed(sim::Unit unit, double value);

/// Mean, P5, P10, P25, median, P75, P90, P95, Monte Carlo error of the median.
std::vector<BookColumn> distribution_columns();
void add_distribution(std::vector<BookCell>& row, sim::Unit unit, const sim::Summary& figures);

/// A table of one breakdown of a metric: category, period, distribution. Empty if the run lacks it.
BookTable distribution_table(const RunFigures& figures, const BookTable& about, std::string_view metric,
                             std::string_view breakdown, const std::string& heading);

}  // namespace app

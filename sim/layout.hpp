#pragma once
// What a run measures and where each figure sits: metrics, their series, and one column per series and
// period.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sim {

/// The kind of period a metric is measured over; fixes how its periods are written.
/// january, september and calendar_year: "2020"; term_end: "2020-spring"; academic and financial year:
/// "2019-20".
enum class PeriodType { january, september, term_end, calendar_year, academic_year, financial_year };

/// Counts and pence are stored as integers; pence are written as pounds; shares and figures per 1,000 are
/// ratios, and ratios are derived and never stored.
enum class Unit { count, pence, share, per_1000 };

std::string_view to_string(PeriodType);
std::string_view to_string(Unit);  ///< as written in files: "count", "pounds", "share", "per_1000"
/// What a figure in this unit is divided by before people read it: 100 turns pence into pounds.
constexpr double divisor(Unit unit) { return unit == Unit::pence ? 100 : 1; }
std::optional<PeriodType> period_type_from(std::string_view);
std::optional<Unit> unit_from(std::string_view);
/// True for a text that is written as the periods of a type are: "2019-20", not "2019-21", for a financial
/// year.
bool is_period(PeriodType, std::string_view);

struct Metric {
  std::string name = {};
  Unit unit = Unit::count;
  PeriodType period_type = PeriodType::january;
  bool headline = false;  ///< its draws are kept even by `--store headline`
  std::string text = {};  ///< what it means, for people
  /// Of a ratio: names of the stored metrics that are divided, and times what, in each replicate.
  std::string numerator = {}, denominator = {};
  double scale = 1;  ///< 1000 for "per 1,000"
  bool is_ratio() const { return !denominator.empty(); }
  bool operator==(const Metric&) const = default;
};

/// One line of a metric: its breakdown ("need") and category ("ASD") in one area; "total"/"total" for the
/// whole.
struct Series {
  std::uint32_t metric = 0;
  std::string breakdown = "total", category = "total", area = {};
  bool operator==(const Series&) const = default;
};

/// A replicate's stored figures, one per column; zero on arrival, so that an absent cell is a zero.
using Row = std::span<std::int64_t>;

/// The ratio made inside one replicate, in the metric's unit; NaN where the base is empty: a placement with
/// nobody in it has no unit cost, and calling it 0 would pull its quantiles down. Summaries leave such
/// replicates out.
double ratio_of(double numerator, double denominator, double scale);

/// Metrics and series in the order they were declared, which is the canonical order of every output.
/// A stored series owns consecutive columns, one per period. Misuse by the model throws std::logic_error.
class Layout {
 public:
  /// Declares a metric; its name must be new. Returns its index.
  std::uint32_t add_metric(Metric metric);
  /// Declares a stored series of a metric that is no ratio with its periods in time order; returns its index.
  std::uint32_t add_series(std::uint32_t metric, std::string breakdown, std::string category,
                           std::vector<std::string> periods, std::string area = {});
  /// Adds, for each ratio in order, one series per numerator series whose denominator has the same
  /// area, breakdown, category and periods. Call once, last.
  void derive_ratios();

  const std::vector<Metric>& metrics() const { return metrics_; }
  const std::vector<Series>& series() const { return series_; }
  const std::vector<std::string>& periods(std::uint32_t series) const {
    return period_lists_[list_of_[series]];
  }
  /// The distinct lists of periods, and which of them a series uses.
  const std::vector<std::vector<std::string>>& period_lists() const { return period_lists_; }
  std::uint32_t period_list_of(std::uint32_t series) const { return list_of_[series]; }
  const Metric& metric_of(std::uint32_t series) const { return metrics_[series_[series].metric]; }
  bool is_ratio(std::uint32_t series) const { return metric_of(series).is_ratio(); }

  /// Number of stored columns: the length of a Row.
  std::uint32_t columns() const { return columns_; }
  /// The column of a stored series at a period counted from 0; unchecked, for use inside a replicate.
  std::uint32_t column(std::uint32_t series, std::uint32_t period) const {
    return first_column_[series] + period;
  }
  /// The stored series (numerator, denominator) that a ratio is made of.
  std::pair<std::uint32_t, std::uint32_t> ratio_parts(std::uint32_t series) const {
    return ratio_parts_[series];
  }
  /// True for columns whose draws `--store headline` keeps: headline metrics, and the parts of every ratio
  /// (a ratio of two histograms would not be a distribution of ratios).
  std::vector<bool> headline_columns() const;
  /// The stored series that each column belongs to.
  std::vector<std::uint32_t> series_of_columns() const;

  std::optional<std::uint32_t> find_metric(std::string_view name) const;
  std::optional<std::uint32_t> find_series(std::string_view metric, std::string_view breakdown,
                                           std::string_view category, std::string_view area = {}) const;
  bool operator==(const Layout&) const = default;

 private:
  using SeriesKey = std::tuple<std::uint32_t, std::string, std::string, std::string>;
  static SeriesKey key_of(const Series& series);
  std::uint32_t period_list(std::vector<std::string> periods);

  std::vector<Metric> metrics_;
  std::vector<Series> series_;
  std::map<SeriesKey, std::uint32_t> index_;
  std::vector<std::vector<std::string>>
      period_lists_;  // each distinct list once: thousands of series share a few
  std::vector<std::uint32_t> list_of_, first_column_;  // per series
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ratio_parts_;
  std::uint32_t columns_ = 0;
};

}  // namespace sim

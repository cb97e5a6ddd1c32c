#pragma once
// The columns where stages count: one for each metric, category and period of the run.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/metrics.hpp"
#include "models/structure.hpp"
#include "sim/layout.hpp"

namespace models {

class Measures {
 public:
  explicit Measures(const Structure& s);
  /// Equal for structures whose figures have the same lines and periods, whatever the area.
  static std::string shape(const Structure& s);
  const sim::Layout& layout() const { return layout_; }

  /// Index of the period in which something that happens in term t is counted, or -1 where the run holds no
  /// complete period. January: the census that follows the autumn term.
  int period(sim::PeriodType type, std::size_t t) const { return period_[static_cast<std::size_t>(type)][t]; }
  /// The same for a metric; -1 always for one of which the run has no figures.
  int period_of(Metric m, std::size_t t) const {
    return at_[t * static_cast<std::size_t>(Metric::count_) + static_cast<std::size_t>(m)];
  }
  /// The columns of a breakdown: that of its first category in the first period, and how far apart those of
  /// two categories are, which is the number of periods.
  struct Columns {
    std::uint32_t first = 0xffffffffU, stride = 0;
  };
  Columns columns(Metric m, By by) const {
    return columns_[static_cast<std::size_t>(m)][static_cast<std::size_t>(by)];
  }
  /// The column of a category at a period index.
  std::uint32_t column(Metric m, By by, std::size_t category, int at) const {
    const auto own = columns(m, by);
    return own.first + own.stride * static_cast<std::uint32_t>(category) + static_cast<std::uint32_t>(at);
  }
  bool has(Metric m, By by) const { return columns(m, by).first != Columns{}.first; }
  /// Financial years of the run, the first possibly begun before it, by first calendar year.
  const std::vector<int>& financial_years() const { return financial_years_; }

 private:
  sim::Layout layout_;
  std::array<std::array<Columns, static_cast<std::size_t>(By::count_)>,
             static_cast<std::size_t>(Metric::count_)>
      columns_{};
  // By sim::PeriodType, and two lists more: Septembers after the first day of the run, and none at all.
  static constexpr std::size_t later_septembers = 6, no_periods = 7;
  std::array<std::vector<int>, 8> period_;
  std::vector<std::int32_t> at_;  ///< period_of: by term and metric
  std::vector<int> financial_years_;
};

/// Adds to the columns of one replicate: integers for the simulation, doubles for the expected-value engine.
template <class Number>
class Recorder {
 public:
  Recorder(const Measures& measures, std::span<Number> row) : measures_(&measures), row_(row) {}
  void add(Metric m, By by, std::size_t category, std::size_t t, Number x) {
    if (const int at = measures_->period_of(m, t); at >= 0) row_[measures_->column(m, by, category, at)] += x;
  }
  void add_at(Metric m, By by, std::size_t category, int at, Number x) {
    if (at >= 0 && measures_->has(m, by)) row_[measures_->column(m, by, category, at)] += x;
  }
  /// The same of all categories of a breakdown, or of those from `first` on.
  template <class Counts>
  void add_all(Metric m, By by, std::size_t t, const Counts& counts, std::size_t first = 0) {
    const int at = measures_->period_of(m, t);
    if (at < 0) return;
    const auto own = measures_->columns(m, by);
    Number* to = row_.data() + own.first + own.stride * first + static_cast<std::size_t>(at);
    for (const auto x : counts) {
      *to += static_cast<Number>(x);
      to += own.stride;
    }
  }
  const Measures& measures() const { return *measures_; }
  std::span<Number> row() const { return row_; }

 private:
  const Measures* measures_;
  std::span<Number> row_;
};

}  // namespace models

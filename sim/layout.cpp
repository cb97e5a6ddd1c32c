// What a run measures and where each figure sits: metrics, their series, and one column per series and
// period.

#include "sim/layout.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/parse_number.hpp"

namespace sim {
namespace {

constexpr std::array<std::string_view, 6> period_names = {"january",       "september",     "term_end",
                                                          "calendar_year", "academic_year", "financial_year"};
constexpr std::array<std::string_view, 4> unit_names = {"count", "pounds", "share", "per_1000"};

template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

[[noreturn]] void misuse(const std::string& what) { throw std::logic_error("layout: " + what); }

}  // namespace

std::string_view to_string(PeriodType type) { return period_names.at(static_cast<std::size_t>(type)); }
std::string_view to_string(Unit unit) { return unit_names.at(static_cast<std::size_t>(unit)); }
std::optional<PeriodType> period_type_from(std::string_view name) {
  return from_name<PeriodType>(period_names, name);
}
std::optional<Unit> unit_from(std::string_view name) { return from_name<Unit>(unit_names, name); }

bool is_period(PeriodType type, std::string_view text) {
  const auto number = [](std::string_view digits) { return parse_number<int>(digits).value_or(-1); };
  const int year = text.size() < 4 ? -1 : number(text.substr(0, 4));
  if (year < 1000) return false;
  const std::string_view rest = text.substr(4);
  switch (type) {
    case PeriodType::january:
    case PeriodType::september:
    case PeriodType::calendar_year:
      return rest.empty();
    case PeriodType::term_end:
      return rest == "-autumn" || rest == "-spring" || rest == "-summer";
    case PeriodType::academic_year:
    case PeriodType::financial_year:
      break;
  }
  return rest.size() == 3 && rest.front() == '-' && number(rest.substr(1)) == (year + 1) % 100;
}

double ratio_of(double numerator, double denominator, double scale) {
  if (denominator == 0) return std::numeric_limits<double>::quiet_NaN();
  return scale * numerator / denominator;
}

std::uint32_t Layout::add_metric(Metric metric) {
  if (find_metric(metric.name)) misuse("metric '" + metric.name + "' is declared twice");
  metrics_.push_back(std::move(metric));
  return static_cast<std::uint32_t>(metrics_.size() - 1);
}

std::uint32_t Layout::period_list(std::vector<std::string> periods) {
  const auto found = std::find(period_lists_.begin(), period_lists_.end(), periods);
  const auto index = static_cast<std::uint32_t>(found - period_lists_.begin());
  if (found == period_lists_.end()) period_lists_.push_back(std::move(periods));
  return index;
}

std::uint32_t Layout::add_series(std::uint32_t metric, std::string breakdown, std::string category,
                                 std::vector<std::string> periods, std::string area) {
  if (metric >= metrics_.size()) misuse("a series of an undeclared metric");
  if (metrics_[metric].is_ratio()) misuse("ratio '" + metrics_[metric].name + "' is derived, not stored");
  Series series{metric, std::move(breakdown), std::move(category), std::move(area)};
  if (!index_.emplace(key_of(series), series_.size()).second) {
    misuse("'" + metrics_[metric].name + "' has " + series.breakdown + " '" + series.category + "' twice");
  }
  first_column_.push_back(columns_);
  columns_ += static_cast<std::uint32_t>(periods.size());
  list_of_.push_back(period_list(std::move(periods)));
  ratio_parts_.emplace_back(0, 0);
  series_.push_back(std::move(series));
  return static_cast<std::uint32_t>(series_.size() - 1);
}

void Layout::derive_ratios() {
  const auto stored = static_cast<std::uint32_t>(series_.size());
  for (std::uint32_t m = 0; m < metrics_.size(); ++m) {
    if (!metrics_[m].is_ratio()) continue;
    const auto over = find_metric(metrics_[m].numerator), under = find_metric(metrics_[m].denominator);
    if (!over || !under) misuse("'" + metrics_[m].name + "' is a ratio of undeclared metrics");
    for (std::uint32_t s = 0; s < stored; ++s) {
      if (series_[s].metric != *over) continue;
      Series base = series_[s];
      base.metric = *under;
      const auto denominator = index_.find(key_of(base));
      if (denominator == index_.end() || list_of_[denominator->second] != list_of_[s]) continue;
      base.metric = m;
      if (!index_.emplace(key_of(base), series_.size()).second) misuse("ratios are derived twice");
      ratio_parts_.emplace_back(s, denominator->second);
      list_of_.push_back(list_of_[s]);
      first_column_.push_back(columns_);  // beyond every stored column: a ratio has none
      series_.push_back(std::move(base));
    }
  }
}

std::vector<std::uint32_t> Layout::series_of_columns() const {
  std::vector<std::uint32_t> owner(columns_);
  for (std::uint32_t s = 0; s < series_.size(); ++s) {
    if (is_ratio(s)) continue;
    for (std::uint32_t p = 0; p < periods(s).size(); ++p) owner[column(s, p)] = s;
  }
  return owner;
}

std::vector<bool> Layout::headline_columns() const {
  std::vector<bool> series_kept(series_.size());
  for (std::uint32_t s = 0; s < series_.size(); ++s) {
    if (is_ratio(s)) {
      series_kept[ratio_parts_[s].first] = series_kept[ratio_parts_[s].second] = true;
    } else if (metric_of(s).headline) {
      series_kept[s] = true;
    }
  }
  const std::vector<std::uint32_t> owner = series_of_columns();
  std::vector<bool> kept(columns_);
  for (std::uint32_t c = 0; c < columns_; ++c) kept[c] = series_kept[owner[c]];
  return kept;
}

std::optional<std::uint32_t> Layout::find_metric(std::string_view name) const {
  for (std::uint32_t m = 0; m < metrics_.size(); ++m) {
    if (metrics_[m].name == name) return m;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Layout::find_series(std::string_view metric, std::string_view breakdown,
                                                 std::string_view category, std::string_view area) const {
  const auto m = find_metric(metric);
  if (!m) return std::nullopt;
  const auto found =
      index_.find(key_of({*m, std::string(breakdown), std::string(category), std::string(area)}));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

Layout::SeriesKey Layout::key_of(const Series& series) {
  return {series.metric, series.area, series.breakdown, series.category};
}

}  // namespace sim

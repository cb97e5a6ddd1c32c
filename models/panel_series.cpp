// The panel: yearly figures of all authorities and of England, as published.

#include "models/panel_series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace models {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

void cut(AuthoritySeries& a, int january) {
  a.plans.cut_after(january);
  for (auto* flow : {&a.new_plans, &a.requests, &a.undecided}) flow->cut_after(january - 1);
  for (auto& [name, part] : a.parts) part.cut_after(january);
}

}  // namespace

double YearSeries::at(int year) const {
  if (values_.empty() || year < first_ || year > last()) return unknown;
  return values_[static_cast<std::size_t>(year - first_)];
}

bool YearSeries::has(int year) const { return std::isfinite(at(year)); }

void YearSeries::set(int year, double value) {
  if (values_.empty()) first_ = year;
  if (year < first_) {
    values_.insert(values_.begin(), static_cast<std::size_t>(first_ - year), unknown);
    first_ = year;
  }
  if (year > last()) values_.resize(static_cast<std::size_t>(year - first_) + 1, unknown);
  values_[static_cast<std::size_t>(year - first_)] = value;
}

void YearSeries::cut_after(int year) {
  if (values_.empty() || year >= last()) return;
  values_.resize(static_cast<std::size_t>(std::max(year - first_ + 1, 0)));
}

int PanelSeries::first_year() const { return england.plans.first(); }
int PanelSeries::last_year() const { return england.plans.last(); }

PanelSeries known_in_january(PanelSeries panel, int year) {
  cut(panel.england, year);
  for (auto& a : panel.authorities) cut(a, year);
  return panel;
}

}  // namespace models

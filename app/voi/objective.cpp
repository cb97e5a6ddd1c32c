// What a choice is judged by.

#include "app/voi/objective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/terminal.hpp"
#include "app/user_error.hpp"

namespace app {
namespace {

/// Cumulative money is what is left of earlier years: a sum of it counts them again and again.
bool flows(const sim::Metric& m) {
  return m.unit == sim::Unit::pence && m.period_type == sim::PeriodType::financial_year && !m.is_ratio() &&
         !m.name.starts_with("cumulative") && m.name != "general_fund_exposure";
}

}  // namespace

Objective::Objective(const ObjectiveWords& words, const std::vector<PairedRun>& runs)
    : words_(words), figure_(read_figure("--of", words.of)) {
  const StoredRun& first = *runs.front().run;
  const auto series = first.series(figure_.name);
  metric_ = first.layout().metric_of(series);
  for (const auto& period : first.periods(series)) {
    const auto has = [&](const PairedRun& r) {
      r.run->series(figure_.name);  // which says what is wrong with the name there
      return r.run->find(figure_.name, period).has_value();
    };
    if (std::all_of(runs.begin(), runs.end(), has)) periods_.push_back(period);
  }
  if (!figure_.period.empty()) {
    for (const auto& r : runs) r.run->figure(figure_.name, figure_.period);
    periods_ = {figure_.period};
  } else if (periods_.empty()) {
    throw UserError(folded_fault(fmt::format("--of {}: the runs have no period of it in common", words.of)));
  } else if (!flows(metric_)) {
    periods_ = {periods_.back()};
  }
}

std::vector<double> Objective::benefit(const StoredRun& run) const {
  std::vector<Figure> figures;
  for (const auto& period : periods_) figures.push_back(run.figure(figure_.name, period));
  const auto values = run.values(figures);
  std::vector<double> out(run.replicates(), 0.0);
  for (std::size_t p = 0; p < figures.size(); ++p) {
    const double factor =
        (words_.more_is_better ? 1 : -1) *
        (periods_.size() > 1 ? std::pow(1 + words_.discount, -static_cast<double>(p)) : 1.0);
    for (std::size_t r = 0; r < out.size(); ++r) out[r] += factor * values[p][r];
  }
  return out;
}

std::string Objective::text() const {
  const std::string what =
      fmt::format("{} {}", words_.more_is_better ? "More" : "Less", to_string(figure_.name));
  if (periods_.size() == 1) return fmt::format("{} in {} is better.", what, periods_.front());
  return fmt::format("{} of {} to {} is better, discounted by {:g} % a year.", what, periods_.front(),
                     periods_.back(), 100 * words_.discount);
}

}  // namespace app

// Choice probabilities of the expected-value engine: weights over their sum, which is what the race gives on
// average.
#include "models/expected.hpp"

namespace models {
namespace {

void normalise(std::span<double> weights) {
  double sum = 0;
  for (const double x : weights) sum += x;
  if (sum > 0)
    for (double& x : weights) x /= sum;
}

}  // namespace

ChoiceTable::ChoiceTable(const Structure& s, const Rates& r) : types_(s.types.size()) {
  const std::size_t size = ages * kinds * types_;
  first_.resize(size);
  appeal_.resize(ages * types_);
  transfer_.assign(phases.size() * groups.size(), Table());
  move_.assign(groups.size(), Table(size));
  const auto each = [&](Table& table, std::size_t age, std::span<const Rates::Open::Entry> occasion,
                        const std::vector<double>& by_kind) {
    for (std::size_t kind = 0; kind < kinds; ++kind)
      for (const auto& e : occasion)
        table[(age * kinds + kind) * types_ + e.type] = e.weight * r.row(by_kind, kind)[e.type];
  };
  const auto row = [&](Table& table, std::size_t age, std::size_t kind) {
    return std::span(table).subspan((age * kinds + kind) * types_, types_);
  };
  for (std::size_t a = 0; a < ages; ++a) {
    each(first_, a, r.first_open.row(a), r.first_kind);
    for (std::size_t kind = 0; kind < kinds; ++kind) normalise(row(first_, a, kind));
    for (std::size_t g = 0; g < groups.size(); ++g)
      each(move_[g], a, r.move_open.row(g * ages + a), r.later_kind);
    for (const auto& e : r.appeal_open.row(a)) appeal_[a * types_ + e.type] = e.weight;
    normalise(std::span(appeal_).subspan(a * types_, types_));
    const int phase = r.phase_at[a];
    if (phase < 0) continue;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      auto& table = transfer_[static_cast<std::size_t>(phase) * groups.size() + g];
      if (table.empty()) table.resize(size);
      each(table, a, r.transfer_open.row(static_cast<std::size_t>(phase) * groups.size() + g), r.later_kind);
      for (std::size_t kind = 0; kind < kinds; ++kind) normalise(row(table, a, kind));
    }
  }
}

namespace {

/// P(decision on a day before x days from the request): see request.cpp.
double decided_before(int x, double in_time) {
  if (x <= 14) return 0;
  if (x <= 42) return in_time * (x - 14) / 28;
  if (x < 84) return in_time + (1 - in_time) * (x - 42) / 42;
  return 1;
}

}  // namespace

Outlook outlook(const sim::Term& requested, const Timeliness& timeliness, double in_six_weeks,
                const std::vector<sim::Term>& ahead) {
  Outlook view;
  const double per_day = 1.0 / requested.days;
  const auto no_plan_before = [&](int x) {
    return decided_before(x, in_six_weeks) * timeliness.cumulative(x + 28);
  };
  for (std::size_t u = 0; u < ahead.size() && u < horizon_terms; ++u)
    for (int d = 0; d < requested.days; ++d) {
      // Days from a request on day d to the first day of the term ahead and to the day after its last.
      int from = ahead[u].first_day - requested.first_day - d, to = from + ahead[u].days;
      // What would have ended before the horizon begins is counted where the horizon begins only if it lies
      // in it.
      view.refused[u] += per_day * (decided_before(to, in_six_weeks) - decided_before(from, in_six_weeks));
      view.not_issued[u] += per_day * (no_plan_before(to) - no_plan_before(from));
      for (int x = std::max(from, Timeliness::shortest); x < std::min(to, Timeliness::longest); ++x) {
        const double p = per_day * (timeliness.cumulative(x + 1) - timeliness.cumulative(x));
        view.issued[u] += p;
        view.issued_day[u] += p * (x - from);
        if (x < Timeliness::statutory) view.in_20_weeks[u] += p;
        if (x >= Timeliness::year) view.over_a_year[u] += p;
      }
    }
  return view;
}

}  // namespace models

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/expected.hpp"
#include "models/prepared.hpp"

namespace models {
namespace {

/// Everything as it is, but with average years: what chance made of the years before the start is not known.
std::vector<double> without_shocks(const Structure& s, std::span<const double> base) {
  std::vector<double> cells(base.begin(), base.end());
  for (const auto slot : {s.slot.shock_national, s.slot.shock_local, s.slot.cease_shock,
                          s.slot.cease_shock_local, s.slot.migration_shock_sd, s.slot.inflation_shock})
    cells[slot.offset] = 0;
  return cells;
}

/// Interventions that start before the base year is over, as a sentence; empty if there are none.
std::string note_on_base_year(const Structure& s, Values v) {
  if (v(s.slot.base_spend) <= 0 || s.spend_given) return {};
  const int base = static_cast<int>(std::lround(v(s.slot.base_year)));
  const int after =
      term_number(sim::Season::summer, base + 1) - term_number(s.clock[0].season, s.clock[0].calendar_year);
  std::string ids;
  for (const auto& i : s.interventions)
    if (i.start < after) ids += (ids.empty() ? "" : ", ") + i.id;
  if (ids.empty()) return {};
  return fmt::format(
      "started by the end of the base year {}, so that what they change in it is reconciled away: {}",
      sim::spanning_year(base), ids);
}

std::vector<double> scaled(std::span<const double> weights, double total) {
  double sum = 0;
  for (const double x : weights) sum += x;
  std::vector<double> out(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) out[i] = sum > 0 ? weights[i] / sum * total : 0;
  return out;
}

/// Iterative proportional fitting of [age][type][need] to three one-way margins with the same total
/// (Deming and Stephan 1940). Cells that are zero in the seed stay zero.
void fit(std::vector<double>& table, std::size_t types, const std::vector<double>& age,
         const std::vector<double>& type, const std::vector<double>& need) {
  const auto rake = [&](const std::vector<double>& target, auto&& which) {
    std::vector<double> now(target.size());
    const auto each = [&](auto&& visit) {
      for (std::size_t a = 0; a < ages; ++a)
        for (std::size_t t = 0; t < types; ++t)
          for (std::size_t n = 0; n < need_count; ++n)
            visit(table[(a * types + t) * need_count + n], which(a, t, n));
    };
    each([&](double& x, std::size_t m) { now[m] += x; });
    double worst = 0;
    for (std::size_t m = 0; m < target.size(); ++m) {
      worst = std::max(worst, std::abs(now[m] - target[m]));
      now[m] = now[m] > 0 ? target[m] / now[m] : 0;
    }
    each([&](double& x, std::size_t m) { x *= now[m]; });
    return worst;
  };
  for (int round = 0; round < 500; ++round) {
    double worst = rake(need, [](std::size_t, std::size_t, std::size_t n) { return n; });
    worst = std::max(worst, rake(type, [](std::size_t, std::size_t t, std::size_t) { return t; }));
    worst = std::max(worst, rake(age, [](std::size_t a, std::size_t, std::size_t) { return a; }));
    if (worst < 1e-6) return;
  }
}

/// Shares that add to 1; the fallback where there is nothing to divide.
void share_out(std::span<double> x, std::span<const double> fallback) {
  double sum = 0;
  for (const double v : x) sum += v;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = sum > 1e-12 ? x[i] / sum : fallback[i];
}

/// The area from so long before its start that whoever has a plan then was born later. The last year of the
/// clock is the first of the run.
Structure with_past(const Structure& s) {
  Structure past = s;
  const auto& first = s.clock[0];
  past.clock = sim::TermClock(first.season, first.calendar_year - static_cast<int>(ages), ages + 1);
  return past;
}

/// Children of an age on SEN support, those whom a request has taken further included.
double supported(const Expectation& mix, std::size_t age) {
  double all = 0;
  for (std::size_t k = 0; k < kinds; ++k)
    all +=
        mix.support(age, k) + mix.in_assessment(age, k) + mix.disputed(0, age, k) + mix.disputed(1, age, k);
  return all;
}

/// What the past says of the children on SEN support of an age: how many wait for no decision, and who they
/// are. Where it has had none, they are as they are identified.
void fill_support(Prepared& p, const Expectation& mix, const Rates& rates, std::size_t age) {
  const double all = supported(mix, age);
  for (std::size_t k = 0; k < kinds; ++k) {
    const std::size_t cell = age * kinds + k;
    p.support_mix[2 * cell] =
        all > 0 ? mix.support(age, k, false) / all
                : rates.ident_need[age][k / severity_count] * rates.ident_severity[k % severity_count];
    p.support_mix[2 * cell + 1] = all > 0 ? mix.support(age, k, true) / all : 0;
    for (const std::size_t refusal : {0U, 1U})
      p.disputed_mix[(age * 2 + refusal) * kinds + k] = all > 0 ? mix.disputed(refusal, age, k) / all : 0;
  }
}

/// Requests of a term before the start by those who are of an age at the start.
void fill_requested(Prepared& p, const Structure& s, const Expectation& mix, const Rates& rates,
                    std::size_t back, std::size_t age) {
  const auto term = s.clock.before_start(static_cast<int>(back) + 1);
  const auto younger = static_cast<std::size_t>(s.clock[0].academic_year - term.academic_year);
  const double level = rates.request_level[3 * ages - 1 - back];
  if (age < younger) return;
  for (const bool direct : {false, true}) {
    const double of = direct ? static_cast<double>(rates.residents.back()[age]) : supported(mix, age);
    for (std::size_t k = 0; level * of > 0 && k < kinds; ++k)
      p.requested[((back * ages + age) * 2 + direct) * kinds + k] =
          mix.requested(back, direct, age - younger, k) / (level * of);
  }
}

/// Residents of the past: every cohort at the size that it has at the start, since who has left or come is
/// not known; of those who are too old at the start, nobody.
void keep_cohorts(Rates& r, const Structure& past) {
  const auto now = r.residents.front();
  const auto start =
      static_cast<std::size_t>(past.clock[3 * ages].academic_year - past.clock[0].academic_year);
  for (std::size_t year = 0; year < r.residents.size(); ++year)
    for (std::size_t a = 0; a < ages; ++a) {
      const std::size_t at_start = a + start - std::min(year, start);
      r.residents[year][a] = at_start < ages ? now[at_start] : 0;
    }
}

}  // namespace

std::array<double, 4> review_balance(double on_time, double catch_up) {
  const double overdue = (1 - on_time) / catch_up, cycle = 3 + overdue;
  return {1 / cycle, 1 / cycle, 1 / cycle, overdue / cycle};
}

Prepared prepare(const Structure& s, std::span<const double> base) {
  const std::size_t types = s.types.size();
  const auto cells = without_shocks(s, base);
  const Values v(cells);
  Prepared p;
  p.plans.assign(ages * types * need_count, 0);
  p.plan_severity.assign(ages * types * need_count * severity_count, 0);
  p.support_mix.assign(ages * kinds * 2, 0);
  p.disputed_mix.assign(ages * 2 * kinds, 0);
  p.requested.assign(warm_up_terms * ages * 2 * kinds, 0);
  p.cost_normaliser.assign(types, 1);
  p.due = review_balance(v(s.slot.on_time), v(s.slot.catch_up));

  const Structure past = with_past(s);
  Rates rates(past, v, {}, p.cost_normaliser);
  keep_cohorts(rates, past);
  Accounts<double> accounts;
  accounts.clear(past);
  Expectation mix(past, rates, p, accounts, nullptr);
  mix.live_through(3 * ages);

  const auto entry = rates.ident_severity;
  const auto by_type = stock_by_type(s, v);
  for (std::size_t a = 0; a < ages; ++a) {
    fill_support(p, mix, rates, a);
    for (std::size_t back = 0; back < warm_up_terms; ++back) fill_requested(p, s, mix, rates, back, a);
    std::array<double, need_count> need{};
    for (std::size_t t = 0; t < types; ++t)
      for (std::size_t k = 0; k < kinds; ++k) need[k / severity_count] += mix.plans(a, t, k);
    share_out(need, rates.direct_need[a]);
    for (std::size_t t = 0; t < types; ++t)
      for (std::size_t n = 0; n < need_count; ++n) {
        const std::size_t cell = (a * types + t) * need_count + n;
        // A type without plans at the start has none of any age; elsewhere no cell is quite impossible.
        p.plans[cell] = by_type[t] > 0 ? (v(s.types[t].stock_age, a) + 1e-9) *
                                             (v(s.types[t].stock_need, n) + 1e-9) * (need[n] + 1e-6)
                                       : 0;
        std::array<double, severity_count> severity{}, any_type{};
        for (std::size_t k = 0; k < severity_count; ++k) {
          severity[k] = mix.plans(a, t, n * severity_count + k);
          for (std::size_t other = 0; other < types; ++other)
            any_type[k] += mix.plans(a, other, n * severity_count + k);
        }
        share_out(any_type, entry);
        share_out(severity, any_type);
        for (std::size_t k = 0; k < severity_count; ++k)
          p.plan_severity[cell * severity_count + k] = severity[k];
      }
  }

  const double total = v(s.slot.stock_plans);
  if (s.income.empty() && !s.spend_given)
    p.notes.push_back(
        "no income lines are set: the in-year position is the spend, and the deficit adds it up");
  if (auto note = note_on_base_year(s, v); !note.empty()) p.notes.push_back(std::move(note));
  fit(p.plans, types, scaled(v.all(s.slot.stock_age), total), scaled(by_type, total),
      scaled(v.all(s.slot.stock_need), total));
  p.plans_upto.resize(p.plans.size());
  for (std::size_t a = 0; a < ages; ++a) {
    const auto row = std::span(p.plans).subspan(a * types * need_count, types * need_count);
    std::partial_sum(row.begin(), row.end(),
                     p.plans_upto.begin() + static_cast<std::ptrdiff_t>(a * types * need_count));
  }

  for (std::size_t t = 0; t < types; ++t) {
    double weight = 0, cost = 0;
    for (std::size_t a = 0; a < ages; ++a)
      for (std::size_t n = 0; n < need_count; ++n)
        for (std::size_t k = 0; k < severity_count; ++k) {
          const double x = p.plan(types, a, t, n) * p.severity(types, a, t, n, k);
          weight += x;
          cost += x * v(s.types[t].cost_need, n) * v(s.types[t].cost_severity, k);
        }
    if (weight > 1e-9 && cost > 0) p.cost_normaliser[t] = cost / weight;
  }
  return p;
}

double Prepared::waits_for_nothing(std::size_t age) const {
  const auto pool = std::span(support_mix).subspan(age * kinds * 2, kinds * 2);
  return std::accumulate(pool.begin(), pool.end(), 0.0);
}

Arrival arrivals_from(const Prepared& p, std::size_t types, std::size_t age, double u) {
  const auto sums = std::span(p.plans_upto).subspan(age * types * need_count, types * need_count);
  const auto found = std::upper_bound(sums.begin(), sums.end() - 1, u * sums.back());
  const auto i = static_cast<std::size_t>(found - sums.begin());
  return {static_cast<TypeIndex>(i / need_count), i % need_count};
}

}  // namespace models

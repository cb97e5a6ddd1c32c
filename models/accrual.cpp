// Accrual: a term's spend from the running sums, by each type's payment profile.
#include <algorithm>

#include "models/accounts.hpp"

namespace models {
namespace {

std::size_t last_index(const Structure& s) {
  return static_cast<std::size_t>(s.clock[s.clock.size() - 1].financial_year - s.clock[0].financial_year);
}

template <class Number>
void zero(std::vector<Number>& v, std::size_t n) {
  v.assign(n, Number{});
}

template <class Number>
Number& entry(std::vector<std::vector<Number>>& ledger, std::size_t fy, FixedLine line) {
  return ledger[fy][static_cast<std::size_t>(line)];
}

}  // namespace

template <class Number>
void Accounts<Number>::clear(const Structure& s) {
  const std::size_t n = s.types.size(), years = last_index(s) + 1;
  for (auto* v : {&type_cost, &type_children, &cost_part, &days_part, &waiting}) zero(*v, n);
  zero(filled, s.provisions.size());
  zero(lent, s.provisions.size());
  travellers.fill(0);
  on_support = 0;
  zero(packages_started, s.packages.size());
  packages.assign(years, std::vector<Number>(s.interventions.size(), 0));
  line.assign(years, std::vector<Number>(s.lines.size(), 0));
  placement_spend.assign(years, std::vector<Number>(n, 0));
  placement_days.assign(years, std::vector<Number>(n, 0));
  travel.assign(years, std::vector<Number>(modes.size(), 0));
}

template <class Number>
void Accounts<Number>::accrue_places(const Structure& s, const Rates& r, std::size_t year, std::size_t fy,
                                     double part) {
  for (std::size_t p = 0; p < s.provisions.size(); ++p) {
    const auto& places = r.places[p][year];
    const auto& type = s.types[s.provisions[p].type];
    const auto in_use = static_cast<double>(filled[p] + lent[p]), net_lent = static_cast<double>(lent[p]);
    const double empty = std::clamp(places.residents - in_use, 0.0, static_cast<double>(places.physical));
    const double over = std::max(0.0, in_use - places.residents);
    const double funding =
        (places.physical - empty) * r.v(type.place_funding) + empty * r.v(type.empty_place_funding);
    entry(line, fy, FixedLine::place_funding) += rounded<Number>(100 * part * funding);
    entry(line, fy, FixedLine::over_number) +=
        rounded<Number>(100 * part * over * r.v(type.over_number_cost));
    entry(line, fy, FixedLine::import_export) +=
        rounded<Number>(100 * part * (places.bought_elsewhere - places.used_by_others - net_lent) *
                        r.v(s.slot.import_export));
  }
}

template <class Number>
void Accounts<Number>::accrue(const Structure& s, const Rates& r, std::size_t t, const sim::Term& term) {
  const auto fy = static_cast<std::size_t>(term.financial_year - s.clock[0].financial_year);
  const auto year = static_cast<std::size_t>(s.clock[t].academic_year - s.clock[0].academic_year);
  const double part = term.months / 12.0;
  for (std::size_t i = 0; i < s.types.size(); ++i) {
    const double share = s.types[i].school_term ? 1.0 / 3 : part;
    const auto spend =
        rounded<Number>(static_cast<double>(type_cost[i] + cost_part[i]) * share * r.price[i][fy]);
    line[fy][s.types[i].line] += spend;
    placement_spend[fy][i] += spend;
    placement_days[fy][i] += type_children[i] * term.days + days_part[i];
    entry(line, fy, FixedLine::interim) +=
        rounded<Number>(static_cast<double>(waiting[i]) * part * r.price[i][fy]);
    cost_part[i] = days_part[i] = 0;
  }
  accrue_places(s, r, year, fy, part);
  for (std::size_t m = 0; m < modes.size(); ++m)
    travel[fy][m] += rounded<Number>(100 * part * static_cast<double>(travellers[m]) *
                                     r.v(s.slot.travel_cost, m) * r.travel_price[fy]);
  const auto fixed = r.v(s.slot.package_fixed_cost, year_index(term.financial_year));
  entry(line, fy, FixedLine::early_support) += rounded<Number>(
      100 * (static_cast<double>(packages_started[0]) * r.v(s.packages[0].cost) + part * fixed +
             part * static_cast<double>(on_support) * r.v(s.slot.support_cost)));
  for (std::size_t k = 1; k < s.packages.size(); ++k)
    packages[fy][*s.packages[k].intervention] +=
        rounded<Number>(100 * static_cast<double>(packages_started[k]) * r.v(s.packages[k].cost));
  zero(packages_started, s.packages.size());
}

template <class Number>
void Accounts<Number>::before_start(const Structure& s, const Rates& r) {
  for (int back = 1;; ++back) {
    const auto term = s.clock.before_start(back);
    if (term.financial_year != s.clock[0].financial_year) return;
    accrue(s, r, 0, term);
  }
}

template struct Accounts<std::int64_t>;
template struct Accounts<double>;

}  // namespace models

#include "models/rates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/year_effects.hpp"

namespace models {
namespace {

template <std::size_t N>
std::array<double, N> shares(std::span<const double> weights) {
  std::array<double, N> out{};
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += weights[i];
  for (std::size_t i = 0; i < N; ++i) out[i] = sum > 0 ? weights[i] / sum : (i == 0 ? 1.0 : 0.0);
  return out;
}

/// Rate at an age when identification comes `earlier` years earlier: the age moves along the rate's curve.
double shifted(Values v, sim::Slot rate, std::size_t age, double earlier) {
  const double x = std::clamp(static_cast<double>(age) + earlier, 0.0, ages - 1.0);
  const auto low = static_cast<std::size_t>(x);
  const std::size_t high = std::min(low + 1, ages - 1);
  const double part = x - static_cast<double>(low);
  return v(rate, low) * (1 - part) + v(rate, high) * part;
}

Timeliness timeliness_in(const Structure& s, Values v, int year) {
  const double in_20 = v(s.slot.within_20, year_index(year));
  return {in_20, std::max(in_20, 1 - v(s.slot.over_a_year, year_index(year)))};
}

void fill_population(Rates& r, const Structure& s, const YearEffects& effects) {
  std::array<double, ages> now{};
  for (std::size_t a = 0; a < ages; ++a) now[a] = r.v(s.slot.residents, a);
  const int first = s.clock[0].academic_year, last = s.clock[s.clock.size() - 1].academic_year;
  for (int year = first;; ++year) {
    auto& whole = r.residents.emplace_back();
    for (std::size_t a = 0; a < ages; ++a) whole[a] = std::llround(now[a]);
    if (year == last) return;
    for (std::size_t a = ages - 1; a > 0; --a)
      now[a] = std::max(0.0, now[a - 1] * (1 + r.v(s.slot.migration_level) * r.v(s.slot.net_migration, a) +
                                           effects.migration(year + 1)));
    now[0] = r.v(s.slot.births, year_index(year + 1)) * r.v(s.slot.births_level);
  }
}

void fill_support(Rates& r, const Structure& s) {
  const Values v = r.v;
  const double earlier = v(s.slot.earlier_years);
  r.ident_severity = shares<severity_count>(v.all(s.slot.ident_severity_mix));
  r.direct_severity = shares<severity_count>(v.all(s.slot.direct_severity_mix));
  for (std::size_t a = 0; a < ages; ++a) {
    r.ident_hazard[a] = sim::hazard(std::min(0.999, shifted(v, s.slot.ident_rate, a, earlier)));
    r.direct_hazard[a] = sim::hazard(std::min(0.999, v(s.slot.rate_direct, a)));
    r.ident_need[a] = shares<need_count>(v.row(s.slot.ident_need_mix, a));
    r.direct_need[a] = shares<need_count>(v.row(s.slot.direct_need_mix, a));
    std::partial_sum(r.ident_need[a].begin(), r.ident_need[a].end(), r.ident_need_upto[a].begin());
    std::partial_sum(r.direct_need[a].begin(), r.direct_need[a].end(), r.direct_need_upto[a].begin());
    const double exit = sim::hazard(std::min(0.999, v(s.slot.exit_rate, a)));
    const double request = sim::hazard(std::min(0.999, v(s.slot.rate_support, a)));
    for (std::size_t n = 0; n < need_count; ++n)
      for (std::size_t k = 0; k < severity_count; ++k)
        for (const bool again : {false, true}) {
          const auto cell = support_cell(a, n, k, again);
          r.exit_hazard[cell] = exit * v(s.slot.exit_severity, k);
          r.request_hazard[cell] = request * v(s.slot.request_need, n) * v(s.slot.request_severity, k) *
                                   (again ? v(s.slot.again) : 1);
        }
  }
  for (const auto& kind : s.packages)
    r.packages.push_back({.lag = static_cast<int>(std::lround(v(kind.lag))),
                          .full = static_cast<int>(std::lround(v(kind.terms))),
                          .fade = static_cast<int>(std::lround(v(kind.fade))),
                          .log_effect = std::log(std::max(1e-12, v(kind.effect)))});
}

/// Packages of a kind that could start in a year at the dose of term t.
double package_capacity(const Structure& s, Values v, const PackageKind& kind, std::size_t t) {
  const double full = v(kind.capacity, year_index(s.clock[t].academic_year));
  if (!kind.intervention) return full;
  const auto& i = s.interventions[*kind.intervention];
  const double dose = i.dose_in(v, i.start, static_cast<int>(t));
  return dose == 0 ? 0 : dose * full;
}

/// Whole packages by term: of what has been offered since the start, rounded, what is new. So a year's
/// capacity comes out exactly over its terms, and a first part year has its share.
std::vector<double> room_of(const Structure& s, Values v, const PackageKind& kind) {
  constexpr double no_limit = 1e8;
  std::vector<double> room;
  double months_of_capacity = 0;
  for (std::size_t t = 0; t < s.clock.size(); ++t) {
    const double capacity = package_capacity(s, v, kind, t);
    const bool limited = capacity < no_limit;
    const double before = std::round(months_of_capacity / 12);
    if (limited) months_of_capacity += capacity * s.clock[t].months;
    room.push_back(limited ? std::round(months_of_capacity / 12) - before
                           : std::numeric_limits<double>::infinity());
  }
  return room;
}

/// A share whose odds are multiplied.
double with_odds(double share, double ratio) {
  return ratio == 1 ? share : share * ratio / (1 - share + share * ratio);
}

void fill_assessment(Rates& r, const Structure& s) {
  for (std::size_t a = 0; a < ages; ++a) {
    r.assess[a] = with_odds(r.v(s.slot.assess, a), r.v(s.slot.assess_local, a));
    r.usual_issue[a] = with_odds(r.v(s.slot.issue, a), r.v(s.slot.issue_local, a));
  }
}

void fill_plans(Rates& r, const Structure& s) {
  const Values v = r.v;
  const auto whole_from = static_cast<std::size_t>(std::lround(v(s.slot.end_of_year_from)));
  for (std::size_t a = 0; a < ages; ++a) {
    r.out_hazard[a] = sim::hazard(std::min(0.999, v(s.slot.out_rate, a) * v(s.slot.out_local, a)));
    const double cease = v(s.slot.cease_rate, a);
    (a >= whole_from ? r.cease_share[a] : r.cease_hazard[a]) =
        a >= whole_from ? cease : sim::hazard(std::min(0.999, cease));
    r.reason[a] = shares<reasons.size()>(v.row(s.slot.cease_reason, a));
    for (std::size_t k = 0; k < reasons.size(); ++k)
      if (appealable(k)) r.can_appeal_ceasing[a] += r.reason[a][k];
  }
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const auto ncy = static_cast<int>(std::lround(v(s.slot.phase_ncy, p)));
    r.phase_age[p] = ncy <= -5 ? -1 : ncy + 4;
  }
  r.phase_at.fill(-1);
  for (std::size_t p = phases.size(); p-- > 0;)
    if (r.phase_age[p] >= 0 && r.phase_age[p] < static_cast<int>(ages))
      r.phase_at[static_cast<std::size_t>(r.phase_age[p])] = static_cast<int>(p);
  r.review_on_time = v(s.slot.on_time);
  r.review_catch_up = v(s.slot.catch_up);
  for (std::size_t d = 0; d < disputes.size(); ++d) {
    r.outcome[d] = shares<outcomes.size()>(v.row(s.slot.outcome, d));
    r.won[d] = 1 - r.outcome[d][outcomes.size() - 1];
  }
}

/// Rows of the types that are open to choice, each with the weight that `weight_of(type, row)` gives it.
Rates::Open open_types(const Structure& s, std::size_t rows, const auto& weight_of) {
  Rates::Open open;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < s.types.size(); ++k)
      if (const double weight = weight_of(s.types[k], row); weight > 0)
        open.entry.push_back({weight, s.types[k].purpose, static_cast<TypeIndex>(k)});
    open.end.push_back(static_cast<std::uint32_t>(open.entry.size()));
  }
  return open;
}

void fill_choice(Rates& r, const Structure& s) {
  const Values v = r.v;
  const auto takes = [&](const PlacementType& t, std::size_t age) {
    return static_cast<double>(age) >= v(t.from_age) && static_cast<double>(age) <= v(t.to_age);
  };
  r.first_open = open_types(s, ages, [&](const PlacementType& t, std::size_t age) {
    return takes(t, age) ? v(t.first, age) * v(t.first_local) : 0;
  });
  r.appeal_open = open_types(
      s, ages, [&](const PlacementType& t, std::size_t age) { return takes(t, age) ? v(t.appeal) : 0; });
  r.transfer_open =
      open_types(s, phases.size() * groups.size(), [&](const PlacementType& t, std::size_t row) {
        const auto phase = row / groups.size(), group = row % groups.size();
        const int age = r.phase_age[phase];
        const bool within = age >= 0 && age < static_cast<int>(ages);
        return within && takes(t, static_cast<std::size_t>(age)) ? v(t.transfer, phase, group) : 0;
      });
  r.move_open = open_types(s, groups.size() * ages, [&](const PlacementType& t, std::size_t row) {
    const auto group = row / ages, age = row % ages;
    return takes(t, age) ? v(t.move, group, age) : 0;
  });
  for (std::size_t n = 0; n < need_count; ++n)
    for (std::size_t k = 0; k < severity_count; ++k)
      for (const auto& t : s.types) {
        r.first_kind.push_back(v(t.first_need, n) * v(t.severity, k));
        r.later_kind.push_back(v(t.later_need, n) * v(t.severity, k));
      }
  r.any_kind.assign(s.types.size(), 1);
}

/// Share of its places that a provision has open in an academic year: all of the area's own; what an
/// intervention opens goes by its dose in the first term of the year.
double open_share(const Structure& s, Values v, const Provision& p, int year) {
  if (!p.intervention) return 1;
  const auto& i = s.interventions[*p.intervention];
  for (std::size_t t = 0; t < s.clock.size(); ++t)
    if (s.clock[t].academic_year == year) return i.dose_in(v, i.start, static_cast<int>(t));
  return 0;
}

void fill_places(Rates& r, const Structure& s) {
  const int first = s.clock[0].academic_year, last = s.clock[s.clock.size() - 1].academic_year;
  for (const auto& p : s.provisions) {
    auto& by_year = r.places.emplace_back();
    const int delay = p.intervention ? 0 : static_cast<int>(std::lround(r.v(p.delay)));
    for (int year = first; year <= last; ++year) {
      const int stated = std::max(first, year - delay);  // openings slip; what exists at the start stays
      const int grown = p.intervention ? 0 : std::max(0, stated - std::max(first, p.last_stated_year));
      const double growth =
          std::pow(1 + r.v(s.types[p.type].places_growth), grown) * open_share(s, r.v, p, year);
      Rates::Places places;
      const double physical = r.v(p.places, year_index(stated)) * growth;
      places.used_by_others = r.v(p.used_by_others, year_index(stated)) * growth;
      places.bought_elsewhere = r.v(p.bought_elsewhere, year_index(stated)) * growth;
      const double residents =
          std::clamp(physical - places.used_by_others + places.bought_elsewhere, 0.0, 1e8);
      places.physical = static_cast<int>(std::lround(std::min(physical, 1e8)));
      places.residents = static_cast<int>(std::lround(residents));
      places.limit = static_cast<int>(std::floor(residents * (1 + r.v(p.over_number)) + 0.5));
      by_year.push_back(places);
    }
    auto& admitted = r.ages_admitted.emplace_back(0);
    for (std::size_t a = 0; a < ages; ++a) {
      const double ncy = static_cast<double>(a) - 4;
      if (ncy >= r.v(p.from_ncy) && ncy <= r.v(p.to_ncy)) admitted |= 1U << a;
    }
  }
  for (const auto& t : s.types) {
    auto& kept = r.ages_kept.emplace_back(0);
    for (std::size_t a = 0; a < ages; ++a)
      if (static_cast<double>(a) <= r.v(t.to_age)) kept |= 1U << a;
  }
  r.ages_kept[s.awaiting] = 0;  // nobody stays without a placement who can have one
}

/// Mean of a lognormal cost, given without a ceiling, under one.
double mean_under(double mean, double sigma, double ceiling) {
  if (std::isinf(ceiling) || mean <= 0) return mean;
  if (sigma <= 0) return std::min(mean, ceiling);
  const auto normal = [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; };
  const double z = std::log(ceiling / mean) / sigma;
  return mean * normal(z - sigma / 2) + ceiling * normal(-z - sigma / 2);
}

void fill_prices(Rates& r, const Structure& s, const YearEffects& effects,
                 std::span<const double> normaliser) {
  const Values v = r.v;
  const int base = static_cast<int>(std::lround(v(s.slot.price_base)));
  const int first = s.clock[0].financial_year, last = s.clock[s.clock.size() - 1].financial_year;
  for (std::size_t t = 0; t < s.types.size(); ++t) {
    const auto& type = s.types[t];
    auto& prices = r.price.emplace_back();
    for (int fy = first; fy <= last; ++fy)
      prices.push_back(std::pow(1 + v(type.inflation), fy - base) * effects.price(fy));
  }
  for (int fy = first; fy <= last; ++fy)
    r.travel_price.push_back(std::pow(1 + v(s.slot.travel_inflation), fy - base) * effects.price(fy));
  r.set_costs(s, normaliser);
}

}  // namespace

int Timeliness::days(double u) const {
  double day = 0;
  if (u < within_20_weeks)
    day = shortest + u / within_20_weeks * (statutory - shortest);
  else if (u < within_a_year)
    day = statutory + (u - within_20_weeks) / (within_a_year - within_20_weeks) * (year - statutory);
  else
    day = year + (u - within_a_year) / (1 - within_a_year) * (longest - year);
  return std::clamp(static_cast<int>(day), shortest, longest - 1);
}

double Timeliness::cumulative(int day) const {
  if (day <= shortest) return 0;
  if (day <= statutory) return within_20_weeks * (day - shortest) / (statutory - shortest);
  if (day <= year)
    return within_20_weeks + (within_a_year - within_20_weeks) * (day - statutory) / (year - statutory);
  if (day < longest) return within_a_year + (1 - within_a_year) * (day - year) / (longest - year);
  return 1;
}

Competing competing(double first, double second, int months) {
  const double both = first + second;
  if (both <= 0) return {};
  const double any = -std::expm1(-both * months / 12);
  return {any * first / both, any};
}

bool may_have(Values v, const PackageKind& kind, std::size_t age, std::size_t need) {
  return static_cast<double>(age) >= v(kind.from_age) && static_cast<double>(age) <= v(kind.to_age) &&
         v(kind.need, need) > 0.5;
}

double Package::factor(int nth) const {
  const int effective = nth - lag;
  if (effective < 1 || effective > full + fade) return 1;
  const double share = effective <= full ? 1.0 : 1.0 - static_cast<double>(effective - full) / (fade + 1);
  return std::exp(log_effect * share);
}

void Rates::set_costs(const Structure& s, std::span<const double> cost_normaliser) {
  cost.resize(s.types.size() * need_count * severity_count);
  mean_cost.resize(cost.size());
  for (std::size_t t = 0; t < s.types.size(); ++t) {
    const auto& type = s.types[t];
    for (std::size_t n = 0; n < need_count; ++n)
      for (std::size_t k = 0; k < severity_count; ++k) {
        const auto cell = (t * need_count + n) * severity_count + k;
        cost[cell] =
            100 * v(type.unit_cost) * v(type.cost_need, n) * v(type.cost_severity, k) / cost_normaliser[t];
        mean_cost[cell] = mean_under(cost[cell], v(type.cost_sigma), 100 * v(type.cost_ceiling));
      }
  }
  mode_share = shares<modes.size()>(v.all(s.slot.mode_mix));
}

Rates::Rates(const Structure& s, Values values, const sim::ReplicateKey& key,
             std::span<const double> cost_normaliser)
    : v(values) {
  const YearEffects effects(s, v, key);
  fill_population(*this, s, effects);
  for (const auto& term : s.clock.terms()) {
    const auto year = year_index(term.calendar_year);
    request_level.push_back(effects.requests(term.calendar_year));
    auto& ceasing = cease_level.emplace_back();
    for (std::size_t a = 0; a < ages; ++a)
      ceasing[a] =
          v(s.slot.cease_level, year) * v(s.slot.cease_local, a) * effects.ceasing(term.calendar_year);
    in_level.push_back(v(s.slot.in_level, year) * v(s.slot.in_local));
    ident_level.push_back(v(s.slot.ident_level, year));
    timeliness.push_back(timeliness_in(s, v, term.calendar_year));
  }
  for (int b = 0; b < warm_up_terms; ++b) {
    const int year = s.clock.before_start(b + 1).calendar_year;
    level_before[b] = v(s.slot.level, year_index(year)) * v(s.slot.local_level);
    timeliness_before[b] = timeliness_in(s, v, year);
  }
  fill_support(*this, s);
  for (const auto& kind : s.packages) package_room.push_back(room_of(s, v, kind));
  fill_assessment(*this, s);
  fill_plans(*this, s);
  fill_choice(*this, s);
  fill_places(*this, s);
  fill_prices(*this, s, effects, cost_normaliser);
}

double Rates::issue(const Structure& s, std::size_t age, std::size_t need, std::size_t severity) const {
  const double usual = usual_issue[age];
  if (!s.gated) return usual;
  return usual * (1 - v(s.slot.gate_at_issue) * (1 - v(s.slot.eligible, age, need, severity)));
}

double Rates::ends_at_gate(const Structure& s, std::size_t phase, std::size_t group, std::size_t age,
                           std::size_t need, std::size_t severity) const {
  return v(s.slot.gate_at_phase, phase) * v(s.slot.gate_group, group) *
         (1 - v(s.slot.eligible, age, need, severity));
}

double Rates::seek_move(const Structure& s, std::size_t group, std::size_t age, std::size_t need,
                        std::size_t severity) const {
  return std::min(
      1.0, v(s.slot.seek_move, group, age) * v(s.slot.seek_need, need) * v(s.slot.seek_severity, severity));
}

}  // namespace models

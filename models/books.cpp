// The same children's lives at other prices.

#include "models/books.hpp"

#include <algorithm>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

bool in(sim::Slot slot, std::uint32_t cell) {
  return cell >= slot.offset && cell < slot.offset + slot.size();
}

bool is_money(const Structure& s, std::uint32_t cell) {
  const auto& global = s.slot;
  for (const auto slot : {global.contribution, global.interest_rate, global.import_export, global.travel_cost,
                          global.mode_mix, global.support_cost, global.package_fixed_cost})
    if (in(slot, cell)) return true;
  for (const auto& t : s.types)
    for (const auto slot : {t.unit_cost, t.cost_ceiling, t.recharged, t.place_funding, t.empty_place_funding,
                            t.over_number_cost, t.travel_share})
      if (in(slot, cell)) return true;
  const auto line = [&](const auto& l) { return in(l.amount, cell); };
  return std::any_of(s.income.begin(), s.income.end(), line) ||
         std::any_of(s.costs.begin(), s.costs.end(), line) ||
         std::any_of(s.savings.begin(), s.savings.end(), line);
}

}  // namespace

bool reaches_money_only(const Structure& s, std::size_t intervention) {
  for (const auto& kind : s.packages)
    if (kind.intervention == intervention) return false;
  for (const auto& provision : s.provisions)
    if (provision.intervention == intervention) return false;
  return std::all_of(s.acts.begin(), s.acts.end(), [&](const Act& act) {
    return act.risk || act.intervention != intervention ||
           std::all_of(act.cells.begin(), act.cells.end(),
                       [&](std::uint32_t cell) { return is_money(s, cell); });
  });
}

void Books::enters(const PlanChild& c, int day) {
  if (!book.empty() && day > 0) parts_.push_back({c, day, false});
}

void Books::leaves(const PlanChild& c, int day) {
  if (!book.empty() && day != before_term) parts_.push_back({c, day, true});
}

void Books::settle_own_factors(const World& w) {
  std::vector<double> sigma;
  for (const auto& t : w.s.types) sigma.push_back(w.r.v(t.cost_sigma));
  if (sigma != sigma_) own_.clear();
  sigma_ = std::move(sigma);
  const auto& plans = w.st.plans;
  own_.resize(plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i)
    if (!plans[i].gone &&
        (own_[i].factor == 0 || own_[i].entity != plans[i].entity || own_[i].type != plans[i].type))
      own_[i] = {plans[i].entity, plans[i].type, own_cost(w.r, w.s, plans[i], plans[i].type)};
}

void Books::count_travel(const World& w, const Rates& r, Accounts<std::int64_t>& a) const {
  const auto& plans = w.st.plans;
  const bool same_modes = r.mode_share == w.r.mode_share;
  Bulk more(same_modes ? 0 : plans.size(), 1);
  if (!same_modes) {
    for (std::size_t i = 0; i < plans.size(); ++i) more.entity[i] = plans[i].entity;
    more.draw(w, 0, Purpose::nature_more);
  }
  a.travellers.fill(0);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto& c = plans[i];
    if (!c.gone && travels(r, w.s, c))
      ++a.travellers[same_modes ? c.mode_if_any : pick(r.mode_share, sim::unit(more.word[1][i]))];
  }
}

void Books::close_term(const World& w, Book& b) {
  b.course->follow_term(w.t, w.r);
  const Rates& r = b.course->rates();
  auto& a = b.accounts;
  const auto& life = w.accounts;
  a.type_children = life.type_children;
  a.days_part = life.days_part;
  a.waiting = life.waiting;
  a.filled = life.filled;
  a.on_support = life.on_support;
  a.packages_started = life.packages_started;
  std::fill(a.type_cost.begin(), a.type_cost.end(), 0);
  const auto& plans = w.st.plans;
  for (std::size_t i = 0; i < plans.size(); ++i)
    if (const auto& c = plans[i]; !c.gone)
      a.type_cost[c.type] += yearly_cost(r, w.s, c, c.type, own_[i].factor);
  for (const auto& part : parts_) {
    const auto& c = part.child;
    const auto cost = std::int64_t{yearly_cost(r, w.s, c, c.type, own_cost(w.r, w.s, c, c.type))};
    if (!part.leaves)
      a.cost_part[c.type] -= cost * part.day / w.term().days;
    else
      a.cost_part[c.type] += w.s.types[c.type].school_term ? cost : cost * part.day / w.term().days;
  }
  count_travel(w, r, a);
  if (const int at = w.record.measures().period_of(Metric::travel_children, w.t);
      w.is(sim::Season::autumn) && at >= 0)
    for (std::size_t m = 0; m < modes.size(); ++m) {
      const auto more = a.travellers[m] - life.travellers[m];
      b.counted.emplace_back(w.record.measures().column(Metric::travel_children, By::mode, m, at), more);
      b.counted.emplace_back(w.record.measures().column(Metric::travel_children, By::total, 0, at), more);
    }
  a.close_term(w.s, r, w.t);
}

void Books::close_term(const World& w) {
  if (!book.empty()) {
    settle_own_factors(w);
    for (auto& b : book) close_term(w, *b);
  }
  parts_.clear();
}

}  // namespace models

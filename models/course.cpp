#include "models/course.hpp"

#include <algorithm>
#include <cmath>

#include "models/levers/levers.hpp"

namespace models {
namespace {

std::vector<std::uint32_t> touched_by(const Structure& s) {
  std::vector<std::uint32_t> cells;
  for (const auto* acts : {&s.acts, &s.acts_on_interventions})
    for (const auto& act : *acts) cells.insert(cells.end(), act.cells.begin(), act.cells.end());
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  return cells;
}

std::vector<double> copied_if(bool needed, std::span<const double> assumptions) {
  if (!needed) return {};
  return {assumptions.begin(), assumptions.end()};
}

}  // namespace

void apply_acts(std::span<const Act> acts, std::span<const double> assumptions, std::span<const double> doses,
                std::span<double> cells, std::vector<std::uint32_t>* outside) {
  for (const auto& act : acts)
    for (const auto cell : act.cells) cells[cell] = assumptions[cell];
  for (std::size_t a = 0; a < acts.size(); ++a) {
    const auto& act = acts[a];
    const double dose = doses[a], by = cells[act.by.offset];
    if (dose == 0) continue;
    for (const auto cell : act.cells) {
      // Exactly what the act makes of it at dose 1; there is no part of the way from a value without limit.
      const double now = cells[cell], full = levers()[act.lever].full(now, by);
      cells[cell] = dose == 1 || std::isinf(now) ? full : now + dose * (full - now);
    }
  }
  for (const auto& act : acts)
    for (const auto cell : act.cells) {
      const double held = std::clamp(cells[cell], act.lower, act.upper);
      if (outside && held != cells[cell]) outside->push_back(cell);
      cells[cell] = held;
    }
}

Course::Course(const Structure& s, std::span<const double> assumptions, const sim::ReplicateKey& key,
               std::span<const double> cost_normaliser)
    : s_(s),
      assumptions_(assumptions),
      key_(key),
      cost_normaliser_(cost_normaliser),
      cells_(copied_if(!s.acts.empty() || !s.acts_on_interventions.empty(), assumptions)),
      touched_(touched_by(s)),
      happens_(events(s.risks, Values(assumptions))),
      doses_(s.acts.size()),
      early_(s.acts_on_interventions.size()),
      rates_(s, Values(numbers()), key, cost_normaliser) {}

Course::Course(const Course& other, std::span<const double> assumptions)
    : s_(other.s_),
      assumptions_(assumptions),
      key_(other.key_),
      cost_normaliser_(other.cost_normaliser_),
      cells_(other.cells_),
      touched_(other.touched_),
      happens_(other.happens_),
      doses_(other.doses_),
      early_(other.early_),
      paid_(other.paid_),
      was_(other.was_),
      rates_(other.rates_) {
  rates_.v = Values(numbers());
}

void Course::adopt(std::uint32_t cell) {
  if (cells_.empty()) return;
  cells_[cell] = assumptions_[cell];
  early_.assign(early_.size(), -1);  // no dose: what events do to it is done in the next term
}

void Course::renew_rates() { rates_ = Rates(s_, Values(numbers()), key_, cost_normaliser_); }

double Course::dose(const Act& act, int term) const {
  if (!act.risk) return act.dose(s_.interventions[act.intervention], Values(numbers()), term);
  const auto& risk = s_.risks[*act.risk];
  const Values v(assumptions_);
  const int slipped = risk.first_term(v) - risk.start;  // the later steps of an event slip with it
  return risk.in_force(v, term) && term >= act.start + slipped ? happens_[*act.risk] : 0;
}

std::vector<double> Course::doses(const std::vector<Act>& acts, int term) const {
  std::vector<double> all;
  all.reserve(acts.size());
  for (const auto& act : acts) all.push_back(dose(act, term));
  return all;
}

bool Course::apply(int term) {
  std::vector<double> before;
  if (auto early = doses(s_.acts_on_interventions, term); early != early_) {
    before = cells_;
    apply_acts(s_.acts_on_interventions, assumptions_, early, cells_);
    early_ = std::move(early);
  }
  if (auto late = doses(s_.acts, term); late != doses_ || !before.empty()) {
    if (before.empty()) before = cells_;
    apply_acts(s_.acts, assumptions_, late, cells_);
    doses_ = std::move(late);
  }
  return !before.empty() && cells_ != before;
}

bool Course::change_numbers(std::size_t t) {
  const int term = static_cast<int>(t);
  bool changed = false;
  if (!cells_.empty()) {
    changed = apply(term);
    auto& values = was_.emplace_back();
    for (const auto cell : touched_) values.push_back(cells_[cell]);
  }
  const Values v(numbers());
  auto& paid = paid_.emplace_back();
  for (const auto& i : s_.interventions) {
    auto& p = paid.emplace_back();
    p.dose = v(i.dose);
    p.reached = i.dose_in(v, i.start, term);
    if (!i.runs(v, i.start, term)) continue;
    p.pounds = v(i.yearly_cost, year_index(s_.clock[t].financial_year)) * s_.clock[t].months / 12;
    if (term == i.opening(v, i.start)) p.pounds += v(i.start_cost);
  }
  return changed;
}

Course::Changed Course::enter_term(std::size_t t) {
  if (!change_numbers(t)) return {};
  Rates now(s_, Values(cells_), key_, cost_normaliser_);
  const Changed changed = {
      .any = true,
      .support = now.exit_hazard != rates_.exit_hazard || now.request_hazard != rates_.request_hazard ||
                 now.request_level != rates_.request_level,
      .leaving = now.cease_hazard != rates_.cease_hazard || now.out_hazard != rates_.out_hazard ||
                 now.cease_level != rates_.cease_level,
      .modes = now.mode_share != rates_.mode_share};
  rates_ = std::move(now);
  return changed;
}

void Course::follow_term(std::size_t t, const Rates& life) {
  rates_.places = life.places;  // which a new school changes without an act
  if (change_numbers(t)) rates_.set_costs(s_, cost_normaliser_);
}

void Course::enter_year(int financial_year) {
  if (cells_.empty()) return;
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const double usual = assumptions_[touched_[i]];
    if (std::isinf(usual)) continue;  // a capacity: nothing that is reckoned by year
    double more = 0;                  // than usual: nought, to the last bit, where nothing changes it
    for (std::size_t t = 0; t < was_.size(); ++t)
      if (s_.clock[t].financial_year == financial_year && was_[t][i] != usual)
        more += (was_[t][i] - usual) * s_.clock[t].months / 12;
    cells_[touched_[i]] = usual + more;
  }
}

double Course::dose_at_end(std::size_t intervention, int financial_year) const {
  for (std::size_t t = paid_.size(); t-- > 0;)
    if (s_.clock[t].financial_year == financial_year) return paid_[t][intervention].reached;
  return 0;
}

double Course::cost(std::size_t intervention, int financial_year) const {
  double pence = 0, dose = 0, pounds = 0;  // of the terms so far that have one dose
  for (std::size_t t = 0; t < paid_.size(); ++t) {
    if (s_.clock[t].financial_year != financial_year) continue;
    const auto& paid = paid_[t][intervention];
    if (paid.dose != dose) {
      pence += 100 * dose * pounds;
      dose = paid.dose;
      pounds = 0;
    }
    pounds += paid.pounds;
  }
  return pence + 100 * dose * pounds;
}

double Course::risk_cost(std::size_t risk, int financial_year) const {
  const auto& r = s_.risks[risk];
  const Values v(assumptions_);
  double pounds = 0;
  for (std::size_t t = 0; t < paid_.size(); ++t) {
    if (s_.clock[t].financial_year != financial_year || !r.in_force(v, static_cast<int>(t))) continue;
    pounds += v(r.yearly_cost, year_index(financial_year)) * s_.clock[t].months / 12;
    if (static_cast<int>(t) == r.first_term(v)) pounds += v(r.start_cost);
  }
  return 100 * happens_[risk] * pounds;
}

double Course::in_force(std::size_t risk, int financial_year) const {
  for (std::size_t t = 0; t < paid_.size(); ++t)
    if (s_.clock[t].financial_year == financial_year &&
        s_.risks[risk].in_force(Values(assumptions_), static_cast<int>(t)))
      return happens_[risk];
  return 0;
}

}  // namespace models

#include "models/course.hpp"

#include <algorithm>
#include <cmath>

#include "models/levers/levers.hpp"

namespace models {
namespace {

std::vector<std::uint32_t> touched_by(const std::vector<Act>& acts) {
  std::vector<std::uint32_t> cells;
  for (const auto& act : acts) cells.insert(cells.end(), act.cells.begin(), act.cells.end());
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
  const Values v(assumptions);
  for (const auto& act : acts)
    for (const auto cell : act.cells) cells[cell] = assumptions[cell];
  for (std::size_t a = 0; a < acts.size(); ++a) {
    const auto& act = acts[a];
    const double dose = doses[a], by = v(act.by);
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
      cells_(copied_if(!s.acts.empty(), assumptions)),
      touched_(touched_by(s.acts)),
      doses_(s.acts.size()),
      rates_(s, Values(numbers()), key, cost_normaliser) {}

Course::Course(const Course& other, std::span<const double> assumptions)
    : s_(other.s_),
      assumptions_(assumptions),
      key_(other.key_),
      cost_normaliser_(other.cost_normaliser_),
      cells_(other.cells_),
      touched_(other.touched_),
      doses_(other.doses_),
      was_(other.was_),
      rates_(other.rates_) {
  rates_.v = Values(numbers());
}

void Course::adopt(std::uint32_t cell) {
  if (!cells_.empty()) cells_[cell] = assumptions_[cell];
}

void Course::renew_rates() { rates_ = Rates(s_, Values(numbers()), key_, cost_normaliser_); }

bool Course::change_numbers(std::size_t t) {
  std::vector<double> doses;
  for (const auto& act : s_.acts)
    doses.push_back(act.dose(s_.interventions[act.intervention], Values(assumptions_), static_cast<int>(t)));
  bool changed = false;
  if (doses != doses_) {
    const auto before = cells_;
    apply_acts(s_.acts, assumptions_, doses, cells_);
    doses_ = std::move(doses);
    changed = cells_ != before;
  }
  auto& values = was_.emplace_back();
  for (const auto cell : touched_) values.push_back(cells_[cell]);
  return changed;
}

Course::Changed Course::enter_term(std::size_t t) {
  if (s_.acts.empty() || !change_numbers(t)) return {};
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
  if (!s_.acts.empty() && change_numbers(t)) rates_.set_costs(s_, cost_normaliser_);
}

void Course::enter_year(int financial_year) {
  if (s_.acts.empty()) return;
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
  const auto& i = s_.interventions[intervention];
  for (std::size_t t = s_.clock.size(); t-- > 0;)
    if (s_.clock[t].financial_year == financial_year)
      return i.dose_in(Values(assumptions_), i.start, static_cast<int>(t));
  return 0;
}

double Course::cost(std::size_t intervention, int financial_year) const {
  const auto& i = s_.interventions[intervention];
  const Values v(assumptions_);
  double pounds = 0;
  for (std::size_t t = 0; t < s_.clock.size(); ++t) {
    if (s_.clock[t].financial_year != financial_year || !i.runs(v, i.start, static_cast<int>(t))) continue;
    pounds += v(i.yearly_cost, year_index(financial_year)) * s_.clock[t].months / 12;
    if (static_cast<int>(t) == i.opening(v, i.start)) pounds += v(i.start_cost);
  }
  return 100 * v(i.dose) * pounds;
}

}  // namespace models

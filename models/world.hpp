#pragma once
// What a stage of life sees: the model's constants, this replicate's rates and state, and the term it acts
// in.

#include "models/accounts.hpp"
#include "models/course.hpp"
#include "models/state.hpp"
#include "sim/philox.hpp"
#include "sim/sample.hpp"

namespace models {

/// Facts about the starting children that the expected-value engine works out once for a configuration.
struct Prepared;
class Books;
class Link;

struct World {
  const Structure& s;
  const Rates& r;
  const Prepared& prepared;
  sim::Seed seed;
  std::uint32_t luck;  ///< replicate word of the draws of luck
  State& st;
  Accounts<std::int64_t>& accounts;
  Recorder<std::int64_t>& record;
  std::size_t t = 0;
  Course* course = nullptr;  ///< whose rates `r` are; null: nothing changes them
  Books* books = nullptr;    ///< at other prices; null: none are kept
  Link* link = nullptr;      ///< with neighbours; null: none

  const sim::Term& term() const { return s.clock[t]; }
  bool is(sim::Season season) const { return term().season == season; }
  std::size_t season() const { return static_cast<std::size_t>(term().season); }
  /// Academic year of the run, counted from 0.
  std::size_t year() const {
    return static_cast<std::size_t>(term().academic_year - s.clock[0].academic_year);
  }
  std::uint16_t year_occasion() const { return static_cast<std::uint16_t>(term().academic_year); }
  std::uint16_t term_occasion() const {
    return static_cast<std::uint16_t>(term().academic_year * 3 + static_cast<int>(season()));
  }
  sim::Block draw(std::uint64_t entity, std::uint16_t occasion, Purpose p) const {
    return sim::draw(seed, {luck, entity, occasion, purpose(p)});
  }
  int birth_year(std::size_t age) const { return term().academic_year - static_cast<int>(age); }
  void count(Metric m, By by, std::size_t category, std::int64_t x = 1) const {
    record.add(m, by, category, t, x);
  }
  /// All categories of a breakdown, or those from `first` on.
  template <class Counts>
  void count_all(Metric m, By by, const Counts& counts, std::size_t first = 0) const {
    record.add_all(m, by, t, counts, first);
  }
  void count_with_age(Metric m, std::size_t age, std::int64_t x = 1) const {
    count(m, By::total, 0, x);
    count(m, By::age_group, age_group(age), x);
  }
};

/// Index chosen by one uniform from probabilities that add to 1 (the last one takes what rounding leaves).
template <std::size_t N>
std::size_t pick(const std::array<double, N>& probability, double u) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < N; ++i)
    if (u < (sum += probability[i])) return i;
  return N - 1;
}

/// The same from running sums, for long rows: every sum is compared, so that nothing depends on a guess.
template <std::size_t N>
std::size_t pick_upto(const std::array<double, N>& sums, double u) {
  std::size_t chosen = 0;
  for (std::size_t i = 0; i + 1 < N; ++i) chosen += u >= sums[i];
  return chosen;
}

/// All stages of the term `w.t`; model.cpp.
void live_term(World& w, sim::StopToken stop);

// The stages of a term, in their order.
void intervene(World& w);                ///< intervene.cpp
void decide_plan_disputes(World& w);     ///< disputes.cpp
void end_of_academic_year(World& w);     ///< ageing.cpp (1 September)
void start_packages(World& w);           ///< early_support.cpp
void support_and_requests(World& w);     ///< support_term.cpp
void identify(World& w);                 ///< identification.cpp
void decide_refusal_disputes(World& w);  ///< disputes.cpp
void assess(World& w);                   ///< assessment.cpp
void transfer_in(World& w);              ///< migration.cpp
void leave_in_year(World& w);            ///< ceasing.cpp
void hold_reviews(World& w);             ///< review.cpp
void place(World& w);                    ///< placement.cpp
void count_places(World& w);             ///< census.cpp (1 September)
void close_term(World& w);               ///< census.cpp

// Shared by stages.
/// Requests made in a term that begins on a day of the run, by children at their next request; request.cpp.
void open_cases(World& w, std::span<const Nature> children, int first_day, int days);
/// A child leaves the system at an age, and may be identified again as any other resident;
/// identification.cpp.
void leave_system(World& w, std::uint64_t child, std::size_t age);
/// Lists the reviews of the rest of the academic year; review.cpp.
void foresee_reviews(World& w);
/// Children join SEN support and face its hazards from a season of this academic year on; early_support.cpp.
void admit_to_support(World& w, std::span<const Nature> children, std::size_t first_season);
/// Bounds of this academic year for every cell; support_term.cpp.
void bound_support_hazards(World& w);
/// Draws the year of the children from a position of the pool on, and notes the terms, from a season on, in
/// which something may happen to them.
void foresee_support(World& w, std::size_t from, std::size_t first_season);
/// A child with a plan and no place yet, from its blocks of Purpose::nature and nature_more; plan_child.cpp.
PlanChild new_plan_child(const World& w, const Nature& child, const sim::Block& nature,
                         const sim::Block& more);
/// The day of those who leave on the boundary, before a term has begun.
inline constexpr int before_term = -1;
/// A child's own multiple of what its type costs, and pence a year with it, at the price base.
double own_cost(const Rates& r, const Structure& s, const PlanChild& c, TypeIndex type);
std::int32_t yearly_cost(const Rates& r, const Structure& s, const PlanChild& c, TypeIndex type, double own);
/// Pence a year that a child costs in a type, at the price base.
std::int32_t yearly_cost(const World& w, const PlanChild& c, TypeIndex type);
/// Puts a child into a type from a day of the term on: cost, travel, running sums. Does not touch places.
void enter_type(World& w, PlanChild& c, TypeIndex type, int day);
/// Takes a child out of its type on a day of the term, or `before_term`. Does not touch places.
void leave_type(World& w, PlanChild& c, int day);
/// Gives up the child's place; it can be offered after this term's allocation.
void free_place(World& w, const PlanChild& c, int day);
/// Whether the council pays for the child's travel at these rates.
bool travels(const Rates& r, const Structure& s, const PlanChild& c);
void set_travel(World& w, PlanChild& c);
/// Marks a plan as gone for a reason of ceasing on a day of the term and counts it.
void cease(World& w, PlanChild& c, std::size_t reason, int day);
/// The council ceases a plan, for a reason; where the family may appeal and does, it goes on until decided.
void cease_or_appeal(World& w, PlanChild& c, double u_reason, double u_appeal, int day);
/// A plan at a phase transfer under a policy gate: where the child may no longer hold one it ends, and the
/// child is on SEN support again, or disputes that no plan is issued anew; ceasing.cpp.
void pass_gate(World& w, PlanChild& c, std::size_t phase);
/// Gives a child in a finite type a place of it, over number if need be.
void take_any_place(World& w, PlanChild& c);
/// Thresholds of this academic year for plans that leave in the year; ceasing.cpp.
void bound_leaving(World& w);
/// Draws the year of the plans from a position on, and notes who leaves in which term, from a season on.
void foresee_leaving(World& w, std::size_t from, std::size_t first_season);

}  // namespace models

#pragma once
// Everything that a replicate remembers between terms: children on SEN support, in assessment, in dispute,
// with plans.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/keys.hpp"
#include "models/rates.hpp"

namespace models {

/// What a child is born with, as far as the model knows: drawn once, kept for life.
struct Nature {
  std::uint64_t entity = 0;
  std::uint8_t age = 0, need = 0, severity = 0;
  std::uint8_t requests = 0;  ///< requests made so far
};

/// A term in which something may happen to a child, noted when the academic year's uniforms are drawn.
struct Chance {
  std::uint32_t position = 0, word = 0;
};
/// By season of the academic year.
using Chances = std::array<std::vector<Chance>, 3>;

/// A child on SEN support.
struct SupportChild : Nature {
  std::uint16_t cell = 0;    ///< support_cell: where the hazards are looked up
  std::uint8_t package = 0;  ///< 1 + term of the run in which a package started; 0 none
  bool left : 1 = false;
  std::uint8_t package_kind : 7 = 0;  ///< position in Structure::packages
};
inline constexpr std::size_t most_package_kinds = 127;
static_assert(sizeof(SupportChild) == 16);

/// Children on SEN support, the largest group. They keep their positions for an academic year: who leaves is
/// marked, and taken out on 1 September. A year's uniforms are drawn at once, and a term then visits only
/// those whose uniform is under a bound of what can happen in it.
struct SupportPool {
  std::vector<SupportChild> child;
  Chances chances;
  /// By season and cell, in units of 2^-31: above every word in whose term something happens, packages apart.
  std::array<std::array<std::int32_t, support_cells>, 3> bound{};
  std::size_t present = 0;  ///< children who have not left
  std::size_t size() const { return present; }
  void clear();
};

/// A request for assessment on its way. Days count from the start of the run.
struct Case {
  Nature child;
  int requested = 0, decided = 0, duration = 0;  ///< duration: request to plan without a queue
  int started = not_started;                     ///< day the assessment starts
  std::uint32_t rank = 0;
  bool assess = false, issue = false, by_parent = false, exception = false;
  static constexpr int not_started = -100000;
  /// Day on which a started case ends, with a plan or without one.
  int ends() const;
};

/// A refusal that is disputed.
struct RefusalDispute {
  Nature child;
  std::size_t since = 0;
  Dispute kind = Dispute::refusal_to_assess;
  static constexpr std::size_t before_start = static_cast<std::size_t>(-1);
};

enum class Flag : std::uint8_t { none, ceasing_appealed, placement_appealed, move_sought, waiting, directed };
/// Order of the queue for places.
enum class QueueClass : std::uint8_t { directed, looked_after, phase_transfer, new_plan, in_year };

/// A child with a plan.
struct PlanChild {
  std::uint64_t entity = 0;
  std::int32_t cost = 0;  ///< pence a year in the present type, at the price base
  float cost_z = 0;       ///< standard normal behind the child's own cost factor
  std::uint32_t travel_word = 0;
  std::int16_t provision = -1;
  std::uint16_t reviews = 0;  ///< reviews held so far
  std::uint16_t choice = 0;   ///< occasion of the choice behind the preference
  std::uint8_t age = 0, need = 0, severity = 0;
  TypeIndex type = 0, preferred = 0;
  std::uint8_t due = 2;  ///< season in which the annual review is due; or overdue
  Flag flag = Flag::none;
  QueueClass waiting_as = QueueClass::in_year;
  std::uint8_t mode = no_travel, mode_if_any = 0;  ///< travels now; would travel by
  bool looked_after = false, gone = false;
  static constexpr std::uint8_t no_travel = 255, overdue = 3;
};
static_assert(sizeof(PlanChild) == 40);

/// A plan issued this term, before it has a place.
struct NewPlan {
  Nature child;
  int day = 0;  ///< day of the term, 0 is the first
};

/// A child that has left the system, and the hazard its cohort will have met when it is identified again.
struct LeftChild {
  double until = 0;
  std::uint64_t entity = 0;
};
/// A child that has left since residents were last identified: its hazard is still to be drawn.
struct Leaver {
  std::uint64_t entity = 0;
  std::uint8_t cohort = 0;  ///< position in State::left
};
/// Those of a birth cohort who have left, the first to come back in front (a heap); and the hazard of being
/// identified, or of a direct request, that the cohort has met since the start of the run.
struct LeftCohort {
  double hazard = 0;
  double near = 0;  ///< up to this hazard the heap holds all who come back
  std::vector<LeftChild> child;
  /// Who does not come back before: most of them never do, and their time is not worked out.
  struct Far {
    double left_at = 0;  ///< hazard of the cohort then
    std::uint64_t entity = 0;
    std::uint32_t word = 0;
  };
  std::vector<Far> far;
};

struct State {
  SupportPool support;
  std::vector<Case> cases;
  std::vector<RefusalDispute> refusals;
  /// Positions hold for an academic year: who leaves is marked as gone, and taken out at its end.
  std::vector<PlanChild> plans;
  Chances leaving;                                    ///< plans that cease or move away in the year
  std::array<std::vector<std::uint32_t>, 3> reviews;  ///< positions of plans to review, by season of the year
  std::array<std::array<std::uint32_t, 3>, ages> leaves_below{};  ///< words under it leave, by age and season
  std::vector<std::uint32_t> flagged;    ///< positions of plans that had a flag at the end of the term before
  std::vector<NewPlan> issued;           ///< this term
  std::vector<Nature> entering_support;  ///< joins the pool at the end of the term
  std::size_t first_new = 0;             ///< plans from here on were issued this term
  std::array<std::int64_t, ages> known{};  ///< by age: who is, or has been, in any of the above
  std::array<LeftCohort, 256> left;        ///< by birth year
  std::vector<Leaver> leavers;             ///< not yet among the left
  std::array<std::array<std::uint32_t, 256>, 6> ordinal{};  ///< by entry and birth year: next ordinal
  std::vector<int> occupied, freed;  ///< by provision: places that cannot be offered; offered from next term
  std::vector<int> lent;  ///< by provision: places of it that neighbours use, less those it uses of theirs
  std::vector<int> left_before;  ///< of the freed, those whose child was gone when the term began
  double next_slot = 0;          ///< day on which the next assessor is free
  void clear(const Structure& s);
  void remove_gone();
  void note_flags();
  std::uint64_t new_entity(const Structure& s, Entry entry, int birth_year);
};

}  // namespace models

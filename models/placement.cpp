// Placement: first placements, moves at review, phase transfers and tribunal directions choose; then one
// queue is served with the places there are.
#include <algorithm>
#include <limits>

#include "models/bulk.hpp"
#include "models/choice.hpp"
#include "models/link.hpp"
#include "models/places.hpp"

namespace models {
namespace {

struct Candidate {
  std::uint32_t plan = 0;
  QueueClass as = QueueClass::in_year;
  std::uint32_t rank = 0;
  std::uint16_t occasion = 0;
  TypeIndex wanted = Chooser::none;
  int day = 0;        ///< first day in the new place: new plans start on their date
  bool fresh = true;  ///< chooses now; else it has waited with an earlier choice
  std::size_t race = 0;
};

bool is_transfer(std::uint16_t o) {
  return kind_of(o) == ChoiceKind::phase_transfer || kind_of(o) == ChoiceKind::forced;
}

/// Memory that later terms use again; nothing is read before it is written.
struct Scratch {
  Races races;
  std::vector<Candidate> candidates, queue;
};

class Allocation {
 public:
  Allocation(World& w, Scratch& scratch) : w_(w), scratch_(scratch) {
    scratch.candidates.clear();
    scratch.queue.clear();
  }

  /// Serves the queue with the area's own places. Those who want a place that neighbours may lend are left
  /// over.
  void serve_own() {
    std::fill(w_.accounts.waiting.begin(), w_.accounts.waiting.end(), 0);
    gather();
    choose();
    for (auto& c : candidates_)
      if (c.wanted != Chooser::none && !w_.s.types[c.wanted].finite) settle_unlimited(c);
    serve_queue();
  }
  std::span<Candidate> left_over() { return left_over_; }
  std::uint64_t entity(const Candidate& k) { return plan(k).entity; }
  /// One who is left over: a neighbour's place, or else what there is without it.
  void serve_next_door(Candidate& k) {
    const auto& c = plan(k);
    if (const int place = w_.link->borrow(w_, k.wanted, c.age, c.need); place >= 0) {
      tally(Metric::place_served, k.wanted);
      settle(k, k.wanted, place, false);
    } else {
      go_without(k);
    }
  }
  void close() {
    if (w_.is(sim::Season::autumn)) count_places(w_);
  }

 private:
  World& w_;
  Scratch& scratch_;
  std::vector<Candidate>& candidates_ = scratch_.candidates;
  std::vector<Candidate> left_over_;
  Races& races_ = scratch_.races;

  PlanChild& plan(std::uint32_t i) { return w_.st.plans[i]; }
  PlanChild& plan(const Candidate& c) { return plan(c.plan); }

  void gather() {
    auto& plans = w_.st.plans;
    if (w_.is(sim::Season::autumn) && w_.t > 0)
      for (std::uint32_t i = 0; i < plans.size(); ++i) in_september(i);
    else
      for (const auto i : w_.st.flagged) in_year(i);
    w_.st.first_new = plans.size();
    const std::size_t n = w_.st.issued.size();
    Bulk nature(n), more(n, 1);
    for (std::size_t i = 0; i < n; ++i) nature.entity[i] = more.entity[i] = w_.st.issued[i].child.entity;
    nature.draw(w_, 0, Purpose::nature);
    more.draw(w_, 0, Purpose::nature_more);
    for (std::size_t i = 0; i < n; ++i) {
      const auto& fresh = w_.st.issued[i];
      plans.push_back(new_plan_child(w_, fresh.child, nature.block(i), more.block(i)));
      plans.back().due = static_cast<std::uint8_t>(w_.season());  // within a year
      add(static_cast<std::uint32_t>(plans.size() - 1), QueueClass::new_plan, occasion::first_placement);
      candidates_.back().day = fresh.day;
      count_new(fresh.child);
    }
    foresee_leaving(w_, w_.st.first_new, w_.season() + 1);
    w_.st.issued.clear();
  }

  void in_september(std::uint32_t i) {
    const auto& c = plan(i);
    if (c.gone) return;
    const int phase = w_.r.phase_at[c.age];
    const bool must_leave = c.type != w_.s.awaiting && !can_stay(w_, c);
    if (c.flag == Flag::directed || (phase < 0 && !must_leave)) return in_year(i);
    transfer(i, phase >= 0 ? occasion::phase_transfer(static_cast<std::size_t>(phase))
                           : occasion::forced_move(c.age));
  }

  void in_year(std::uint32_t i) {
    const auto& c = plan(i);
    if (c.gone) return;
    if (c.flag == Flag::directed)
      add(i, QueueClass::directed, occasion::appeal(c.choice));
    else if (c.flag == Flag::move_sought)
      add(i, QueueClass::in_year, occasion::review_move(c.reviews));
    else if (c.flag == Flag::waiting)
      add(i, c.waiting_as, c.choice, false);
  }

  void add(std::uint32_t i, QueueClass as, std::uint16_t o, bool fresh = true) {
    const auto& c = w_.st.plans[i];
    if (c.looked_after && as > QueueClass::looked_after) as = QueueClass::looked_after;
    auto& k = candidates_.emplace_back();
    k.plan = i;
    k.as = as;
    k.occasion = o;
    k.fresh = fresh;
  }

  /// A phase transfer leaves its place before the queue is served if the place does not take the new year.
  void transfer(std::uint32_t i, std::uint16_t o) {
    auto& c = w_.st.plans[i];
    if (c.provision >= 0 && !can_stay(w_, c)) {
      --w_.st.occupied[static_cast<std::size_t>(c.provision)];
      c.provision = -1;
    }
    if (c.flag == Flag::move_sought || c.flag == Flag::waiting) c.flag = Flag::none;
    add(i, QueueClass::phase_transfer, o);
  }

  void count_new(const Nature& child) {
    w_.count_with_age(Metric::new_plans, child.age);
    w_.count(Metric::new_plans, By::need, child.need);
    w_.count(Metric::new_plans, By::year_of_age, child.age);
    if (child.age == 11 || child.age == 12) w_.count(Metric::plans_new_in_years_7_8, By::total, 0);
  }

  Chooser chooser(const Candidate& k) {
    const auto& c = plan(k);
    const bool other = kind_of(k.occasion) == ChoiceKind::move;
    return {c.entity,
            k.occasion,
            c.age,
            c.need,
            c.severity,
            w_.s.types[c.type].group,
            other ? c.type : Chooser::none};
  }

  void choose() {
    races_.clear();
    for (auto& k : candidates_)  // who has waited with an earlier choice runs again only for an alternative
      if (k.fresh) k.race = races_.enter(w_, chooser(k));
    races_.draw(w_);
    for (auto& k : candidates_)
      if (k.fresh)
        decide(k, races_.race(k.race).winner());
      else
        k.wanted = plan(k).preferred;
  }

  void decide(Candidate& k, TypeIndex winner) {
    auto& c = plan(k);
    const bool unmet = k.as == QueueClass::directed && c.preferred != c.type &&
                       (w_.r.ages_kept[c.preferred] >> c.age & 1U) != 0;
    k.wanted = unmet ? c.preferred : winner;
    if (k.as == QueueClass::directed)
      c.flag = Flag::none;
    else
      c.choice = k.occasion;
    if (kind_of(k.occasion) == ChoiceKind::move) c.flag = Flag::none;
    if (k.wanted == Chooser::none) {  // nothing can be chosen: stay, or have no place
      if (k.as == QueueClass::directed || kind_of(k.occasion) == ChoiceKind::move) return;
      const bool stays = is_transfer(k.occasion) && can_stay(w_, c);
      k.wanted = stays ? c.type : w_.s.awaiting;
    }
    c.preferred = k.wanted;
  }

  bool stays_put(const Candidate& k) {
    return is_transfer(k.occasion) && plan(k).type == k.wanted && can_stay(w_, plan(k));
  }

  void settle_unlimited(Candidate& k) { settle(k, k.wanted, -1, false); }

  void serve_queue() {
    auto& queue = scratch_.queue;
    for (auto& k : candidates_) {
      if (k.wanted == Chooser::none || !w_.s.types[k.wanted].finite) continue;
      if (k.as == QueueClass::directed) {
        if (plan(k).type != k.wanted || !can_stay(w_, plan(k))) direct(k);
        continue;
      }
      if (stays_put(k)) {
        settle(k, k.wanted, plan(k).provision, false);
        continue;
      }
      k.rank = w_.draw(plan(k).entity, static_cast<std::uint16_t>(school_phase(plan(k).age)),
                       Purpose::queue_rank)[0];
      queue.push_back(k);
    }
    std::sort(queue.begin(), queue.end(), [this](const Candidate& a, const Candidate& b) {
      return std::tuple(a.as, a.rank, plan(a).entity) < std::tuple(b.as, b.rank, plan(b).entity);
    });
    for (auto& k : queue) serve(k);
  }

  void direct(Candidate& k) {
    const auto& c = plan(k);
    tally(Metric::place_candidates, k.wanted);
    tally(Metric::place_served, k.wanted);
    settle(k, k.wanted, over_number_place(w_, k.wanted, c.age, c.need), false);
  }

  void serve(Candidate& k) {
    const auto& c = plan(k);
    tally(Metric::place_candidates, k.wanted);
    if (const int free = room(w_, k.wanted, c.age, c.need); free >= 0) {
      tally(Metric::place_served, k.wanted);
      settle(k, k.wanted, free, false);
      return;
    }
    if (w_.link != nullptr && w_.link->lends(w_, k.wanted))
      left_over_.push_back(k);
    else
      go_without(k);
  }

  /// No place of the type that is wanted.
  void go_without(Candidate& k) {
    const auto& c = plan(k);
    const bool homeless = kind_of(c.choice) == ChoiceKind::first || !can_stay(w_, c);
    if (!homeless && waits(k)) return wait(k);
    if (const auto other = alternative(k); other.type != Chooser::none) {
      tally(Metric::overflow, k.wanted);
      if (w_.s.types[other.type].inmss) w_.count(Metric::overflow_to_independent, By::total, 0);
      settle(k, other.type, other.provision, false);
      return;
    }
    wait(k);
  }

  /// Whether a child that has a place meanwhile would rather wait than take another type.
  bool waits(const Candidate& k) {
    if (!k.fresh) return true;
    if (is_transfer(k.occasion)) return false;
    const auto word =
        w_.draw(plan(k).entity, static_cast<std::uint16_t>(school_phase(plan(k).age)), Purpose::waits)[0];
    return sim::unit(word) < w_.r.v(w_.s.types[k.wanted].waits_when_full);
  }

  struct Offer {
    TypeIndex type = Chooser::none;
    int provision = -1;
  };

  /// The best of the overflow types with room, by the same weights and the same noise.
  Offer alternative(Candidate& k) {
    const auto& c = plan(k);
    Offer best;
    double least = std::numeric_limits<double>::infinity();
    const auto& overflow = w_.s.types[k.wanted].when_full;
    if (!k.fresh) {
      k.race = races_.enter(w_, chooser(k));
      races_.draw(w_);
    }
    const auto race = races_.race(k.race);
    for (std::size_t i = 0; i < race.size(); ++i) {
      const TypeIndex type = race.type[i];
      if (std::find(overflow.begin(), overflow.end(), type) == overflow.end()) continue;
      const double time = race.time(i);
      if (!(time < least)) continue;
      const bool own = type == c.type && c.provision >= 0 && can_stay(w_, c);
      const int provision = own ? c.provision : w_.s.types[type].finite ? room(w_, type, c.age, c.need) : -1;
      if (w_.s.types[type].finite && provision < 0) continue;
      least = time;
      best = {type, provision};
    }
    return best;
  }

  /// Waits where it is if it can stay there; otherwise it has a plan and no place.
  void wait(Candidate& k) {
    auto& c = plan(k);
    tally(Metric::place_waiting, k.wanted);
    const bool fresh_plan = k.plan >= w_.st.first_new;
    if (fresh_plan || !can_stay(w_, c)) settle(k, w_.s.awaiting, -1, true);
    c.flag = Flag::waiting;
    c.waiting_as = k.as == QueueClass::looked_after ? QueueClass::in_year : k.as;
    w_.accounts.waiting[k.wanted] += std::llround(100 * w_.r.v(w_.s.types[k.wanted].interim_cost));
    tally(Metric::waiting_for_place, k.wanted);
    w_.count(Metric::waiting_for_place, By::total, 0);
    if (k.fresh) named(k, fresh_plan || !can_stay(w_, c));
  }

  /// Carries out a decision: the child leaves its type if that changes, and its place if that changes.
  void settle(Candidate& k, TypeIndex type, int provision, bool unplaced) {
    auto& c = plan(k);
    const bool fresh_plan = k.plan >= w_.st.first_new;
    const auto from = c.type;
    if (c.flag == Flag::waiting && !unplaced) c.flag = Flag::none;
    if (fresh_plan) {
      enter_type(w_, c, type, k.day);
      if (w_.s.types[type].inmss) w_.count(Metric::inmss_new, By::total, 0);
      w_.count(Metric::new_plans, By::placement, type);
    } else if (from != type) {
      leave_type(w_, c, before_term);
      enter_type(w_, c, type, 0);
      count_move(from, type);
    }
    if (provision != c.provision) {
      if (c.provision >= 0) give_up(c, is_transfer(k.occasion) && !w_.s.types[type].finite);
      c.provision = static_cast<std::int16_t>(provision);
      if (provision >= 0) ++w_.st.occupied[static_cast<std::size_t>(provision)];
    }
    if (k.fresh && k.as != QueueClass::directed) {
      if (k.occasion == occasion::phase_transfer(phase_secondary) &&
          w_.s.types[from].group == group_mainstream)
        w_.count(Metric::year_7_transfers, By::placement, type);
      if (unplaced) return;  // there is no placement to appeal against
      named(k, false);
      lodge_appeal(k);
    }
  }

  /// A phase transfer to a type without a queue was named months before, so its place is offered this
  /// September; vacancies made while the queue is served are offered next term.
  void give_up(PlanChild& c, bool known_before) {
    const auto provision = static_cast<std::size_t>(c.provision);
    if (known_before) {
      --w_.st.occupied[provision];
      return;
    }
    ++w_.st.freed[provision];
    ++w_.st.left_before[provision];
  }

  void named(const Candidate& k, bool unplaced) {
    if (!k.fresh || kind_of(k.occasion) != ChoiceKind::phase_transfer) return;
    w_.count(Metric::phase_transfers, By::total, 0);
    w_.count(Metric::phase_transfers_named, By::total, 0, !unplaced && plan(k).due != PlanChild::overdue);
  }

  void lodge_appeal(const Candidate& k) {
    auto& c = plan(k);
    if (c.flag != Flag::none) return;
    if (sim::unit(races_.appeal_word(k.race)) >=
        w_.r.v(w_.s.slot.appeal_rate, static_cast<std::size_t>(Dispute::placement)))
      return;
    c.flag = Flag::placement_appealed;
    w_.count(Metric::appeals_lodged, By::total, 0);
    w_.count(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(Dispute::placement));
  }

  void count_move(TypeIndex from, TypeIndex to) {
    const auto a = w_.s.types[from].group, b = w_.s.types[to].group;
    const auto school = [](std::size_t g) { return g == group_mainstream || g == group_resourced; };
    const auto special = [&](std::size_t g, TypeIndex t) {
      return g == group_special || w_.s.types[t].inmss;
    };
    if (school(a) && special(b, to)) w_.count(Metric::moves_mainstream_to_special, By::total, 0);
    if (special(a, from) && school(b)) w_.count(Metric::moves_special_to_mainstream, By::total, 0);
  }

  void tally(Metric m, TypeIndex type) { w_.count(m, By::placement, w_.s.types[type].finite_index); }
};

}  // namespace

void place(World& w) {
  thread_local Scratch scratch;
  Allocation allocation(w, scratch);
  allocation.serve_own();
  allocation.close();
}

void place_together(std::span<World* const> areas, Link& link) {
  link.give_back();
  std::vector<Scratch> scratch(areas.size());
  std::vector<Allocation> all;
  all.reserve(areas.size());
  std::vector<std::pair<Candidate, std::size_t>> queue;
  for (std::size_t a = 0; a < areas.size(); ++a) {
    all.emplace_back(*areas[a], scratch[a]).serve_own();
    for (const auto& k : all[a].left_over()) queue.emplace_back(k, a);
  }
  std::sort(queue.begin(), queue.end(), [&](const auto& x, const auto& y) {
    return std::tuple(x.first.as, x.first.rank, all[x.second].entity(x.first)) <
           std::tuple(y.first.as, y.first.rank, all[y.second].entity(y.first));
  });
  for (auto& [k, a] : queue) all[a].serve_next_door(k);
  for (auto& allocation : all) allocation.close();
}

}  // namespace models

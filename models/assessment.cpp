// Assessment: decisions by day, a queue for a finite number of assessments, and plans that start on their
// date.
#include <algorithm>

#include "models/world.hpp"

namespace models {
namespace {

/// Gives waiting cases an assessor: one slot every 365/capacity days, first requested first served.
void start_assessments(World& w) {
  const int end = w.term().first_day + w.term().days;
  const double capacity = w.r.v(w.s.slot.capacity, year_index(w.term().academic_year));
  if (capacity >= 1e8) {
    for (auto& c : w.st.cases)
      if (c.assess && c.started == Case::not_started && c.decided < end) {
        c.started = c.decided;
        w.count(Metric::assessments_decided, By::total, 0);
      }
    return;
  }
  if (capacity <= 0) return;
  const double interval = sim::days_per_year / capacity;
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < w.st.cases.size(); ++i)
    if (const auto& c = w.st.cases[i]; c.assess && c.started == Case::not_started && c.decided < end)
      waiting.push_back(i);
  auto& cases = w.st.cases;
  double& slot = w.st.next_slot;
  slot = std::max(slot, static_cast<double>(w.term().first_day));
  const auto earlier = [&](std::size_t a, std::size_t b) {
    return std::pair{cases[a].requested, cases[a].rank} < std::pair{cases[b].requested, cases[b].rank};
  };
  std::sort(waiting.begin(), waiting.end(), earlier);
  while (!waiting.empty() && slot < end) {
    // The first in the queue that has been decided by the day of the slot; else the slot waits for a
    // decision.
    auto next =
        std::find_if(waiting.begin(), waiting.end(), [&](std::size_t i) { return cases[i].decided <= slot; });
    if (next == waiting.end()) {
      const auto soonest =
          std::min_element(waiting.begin(), waiting.end(),
                           [&](std::size_t a, std::size_t b) { return cases[a].decided < cases[b].decided; });
      slot = cases[*soonest].decided;
      continue;
    }
    cases[*next].started = static_cast<int>(slot);
    w.count(Metric::assessments_decided, By::total, 0);
    waiting.erase(next);
    slot += interval;
  }
}

void refuse(World& w, const Case& c, Dispute kind) {
  const bool to_assess = kind == Dispute::refusal_to_assess;
  w.count_with_age(to_assess ? Metric::refused_to_assess : Metric::refused_to_issue, c.child.age);
  const auto block =
      w.draw(c.child.entity, static_cast<std::uint16_t>(c.child.requests), Purpose::dispute_refusal);
  if (sim::unit(block[to_assess ? 0 : 1]) < w.r.v(w.s.slot.appeal_rate, static_cast<std::size_t>(kind))) {
    w.st.refusals.push_back({c.child, w.t, kind});
    w.count(Metric::appeals_lodged, By::total, 0);
    w.count(Metric::appeals_lodged, By::dispute, static_cast<std::size_t>(kind));
  } else {
    w.st.entering_support.push_back(c.child);
  }
}

void issue(World& w, const Case& c) {
  const int days = c.ends() - c.requested;
  w.st.issued.push_back({c.child, std::max(0, c.ends() - w.term().first_day)});
  const bool in_time = days < Timeliness::statutory;
  const bool exception = !in_time && c.exception;
  w.count(Metric::plans_issued_undisputed, By::total, 0);
  w.count(Metric::plans_issued_in_20_weeks, By::total, 0, in_time);
  w.count(Metric::plans_issued_excl_exceptions, By::total, 0, !exception);
  w.count(Metric::plans_issued_in_20_weeks_excl_exceptions, By::total, 0, in_time);
  w.count(Metric::plans_over_a_year, By::total, 0, days >= Timeliness::year);
}

}  // namespace

void assess(World& w) {
  start_assessments(w);
  const int end = w.term().first_day + w.term().days;
  std::int64_t backlog = 0;
  std::erase_if(w.st.cases, [&](const Case& c) {
    if (!c.assess) {
      if (c.decided >= end) return false;
      refuse(w, c, Dispute::refusal_to_assess);
      return true;
    }
    if (c.started == Case::not_started) {
      backlog += c.decided < end;
      return false;
    }
    if (c.ends() >= end) return false;
    if (c.issue)
      issue(w, c);
    else
      refuse(w, c, Dispute::refusal_to_issue);
    return true;
  });
  w.record.add(Metric::assessment_backlog, By::total, 0, w.t, backlog);
}

}  // namespace models

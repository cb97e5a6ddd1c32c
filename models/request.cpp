// Request: an EHC needs assessment is asked for on a day; what will be decided follows from the child's n-th
// request.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

constexpr int week = 7;

/// Days from request to decision: within 6 weeks for the share in time, up to 12 weeks for the rest.
int decision_days(double in_time, double u) {
  const double day =
      u < in_time ? 2 * week + u / in_time * 4 * week : 6 * week + (u - in_time) / (1 - in_time) * 6 * week;
  return std::min(static_cast<int>(day), 12 * week - 1);
}

}  // namespace

void open_cases(World& w, std::span<const Nature> children, int first_day, int days) {
  const bool before_start = first_day < 0;
  int back = 0;
  while (before_start && w.s.clock.before_start(back + 1).first_day > first_day) ++back;
  const auto& timeliness = before_start ? w.r.timeliness_before[back] : w.r.timeliness[w.t];
  const double in_time = w.r.v(w.s.slot.in_6_weeks), exceptions = w.r.v(w.s.slot.exceptions);
  const std::size_t first = w.st.cases.size(), n = children.size();
  for (const auto& child : children) w.st.cases.emplace_back().child = child;
  const std::span<Case> cases(w.st.cases.data() + first, n);
  Bulk bulk(n);
  for (std::size_t i = 0; i < n; ++i) bulk.entity[i] = children[i].entity;
  const auto draw = [&](Purpose p) {  // everybody at the n-th request of their own
    for (std::size_t i = 0; i < n; ++i)
      bulk.counter[i] = sim::counter_word0(static_cast<std::uint16_t>(children[i].requests), purpose(p));
    bulk.draw_each(w);
  };
  draw(Purpose::request);
  for (std::size_t i = 0; i < n; ++i) {
    auto& c = cases[i];
    const auto word = bulk.block(i);
    c.requested = first_day + static_cast<int>(sim::unit(word[0]) * days);
    c.decided = c.requested + decision_days(in_time, sim::unit(word[1]));
    c.assess = sim::unit(word[2]) < w.r.assess[c.child.age];
    c.issue = sim::unit(word[3]) < w.r.issue(w.s, c.child.age, c.child.need, c.child.severity);
  }
  draw(Purpose::request_more);
  for (std::size_t i = 0; i < n; ++i) {
    auto& c = cases[i];
    const auto word = bulk.block(i);
    c.duration = timeliness.days(sim::unit(word[0]));
    c.by_parent = sim::unit(word[1]) < w.r.v(w.s.slot.parent_share, c.child.age);
    c.exception = sim::unit(word[2]) < exceptions;
    c.rank = word[3];
    if (c.child.requests < 255) ++c.child.requests;
    if (before_start) continue;
    w.count_with_age(Metric::requests, c.child.age);
    w.count(Metric::requests, By::source, c.by_parent ? 0 : 1);
  }
}

}  // namespace models

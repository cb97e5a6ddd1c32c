// Request: an EHC needs assessment is asked for on a day; what will be decided follows from the child's n-th
// request.
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

void open_case(World& w, Nature child, int first_day, int days) {
  const auto nth = static_cast<std::uint16_t>(child.requests);
  if (child.requests < 255) ++child.requests;
  const auto a = w.draw(child.entity, nth, Purpose::request),
             b = w.draw(child.entity, nth, Purpose::request_more);
  Case c;
  c.child = child;
  c.requested = first_day + static_cast<int>(sim::unit(a[0]) * days);
  c.decided = c.requested + decision_days(w.r.v(w.s.slot.in_6_weeks), sim::unit(a[1]));
  c.assess = sim::unit(a[2]) < w.r.v(w.s.slot.assess, child.age);
  c.issue = sim::unit(a[3]) < w.r.v(w.s.slot.issue, child.age);
  const bool before_start = first_day < 0;
  int back = 0;
  while (before_start && w.s.clock.before_start(back + 1).first_day > first_day) ++back;
  c.duration = (before_start ? w.r.timeliness_before[back] : w.r.timeliness[w.t]).days(sim::unit(b[0]));
  c.by_parent = sim::unit(b[1]) < w.r.v(w.s.slot.parent_share, child.age);
  c.exception = sim::unit(b[2]) < w.r.v(w.s.slot.exceptions);
  c.rank = b[3];
  w.st.cases.push_back(c);
  if (before_start) return;
  w.count_with_age(Metric::requests, child.age);
  w.count(Metric::requests, By::source, c.by_parent ? 0 : 1);
}

}  // namespace models

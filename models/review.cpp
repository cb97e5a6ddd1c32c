// Annual review: due within 12 months, held or overdue; at a review held the plan may be amended and a move
// sought.
#include "models/world.hpp"

namespace models {

void hold_reviews(World& w) {
  const auto on_time = sim::threshold(w.r.review_on_time), catch_up = sim::threshold(w.r.review_catch_up);
  const auto season = w.season();
  std::int64_t due = 0, in_time = 0, held = 0, amended = 0;
  for (std::size_t i = 0; i < w.st.first_new; ++i) {  // plans issued this term are not due before next year
    auto& c = w.st.plans[i];
    if (c.gone) continue;
    const bool is_due = c.due == 0;
    if (!is_due && c.due != 3) {
      --c.due;
      continue;
    }
    due += is_due;
    if (c.review_word[season] >= (is_due ? on_time : catch_up)) {
      c.due = 3;
      continue;
    }
    c.due = 2;
    ++held;
    in_time += is_due;
    const auto outcome = w.draw(c.entity, c.reviews, Purpose::review_outcome);
    ++c.reviews;
    const auto group = w.s.types[c.type].group;
    const bool move =
        c.flag == Flag::none && sim::unit(outcome[0]) < w.r.seek_move(w.s, group, c.age, c.need, c.severity);
    if (move) {
      c.flag = Flag::move_sought;
      w.count(Metric::moves_sought, By::total, 0);
      w.count(Metric::moves_sought, By::origin_group, group);
    }
    amended += move || sim::unit(outcome[1]) < w.r.v(w.s.slot.amend);
  }
  w.count(Metric::reviews_due, By::total, 0, due);
  w.count(Metric::reviews_in_time, By::total, 0, in_time);
  w.count(Metric::reviews_held, By::total, 0, held);
  w.count(Metric::reviews_amended, By::total, 0, amended);
}

}  // namespace models

// Annual review: due within 12 months, held or overdue; at a review held the plan may be amended and a move
// sought.
#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

/// Positions of plans whose review is due or overdue; the others come a term nearer to theirs. Plans issued
/// this term are not due before next year.
std::vector<std::uint32_t> reviews_due(World& w) {
  const auto plans = std::span(w.st.plans).first(w.st.first_new);
  std::vector<std::uint32_t> due(plans.size());
  std::size_t n = 0;
  for (std::uint32_t i = 0; i < plans.size(); ++i) {  // without branches: a third is due, at random
    auto& c = plans[i];
    const bool is_due = !c.gone && (c.due == 0 || c.due == 3);
    due[n] = i;
    n += is_due;
    c.due = static_cast<std::uint8_t>(c.due - !is_due);
  }
  due.resize(n);
  return due;
}

/// Keeps the positions of those whose review is held now.
void hold(World& w, std::vector<std::uint32_t>& positions) {
  const auto on_time = sim::threshold(w.r.review_on_time), catch_up = sim::threshold(w.r.review_catch_up);
  Bulk bulk(positions.size());
  for (std::size_t k = 0; k < positions.size(); ++k) bulk.entity[k] = w.st.plans[positions[k]].entity;
  bulk.draw(w, w.year_occasion(), Purpose::review);
  std::int64_t due = 0, in_time = 0;
  std::size_t held = 0;
  const auto word = bulk.word[w.season()];
  const std::span plans(w.st.plans);
  for (std::size_t k = 0; k < word.size(); ++k) {
    auto& c = plans[positions[k]];
    const bool is_due = c.due == 0, is_held = word[k] < (is_due ? on_time : catch_up);
    due += is_due;
    in_time += is_due && is_held;
    c.due = is_held ? 2 : 3;
    positions[held] = positions[k];
    held += is_held;
  }
  positions.resize(held);
  w.count(Metric::reviews_due, By::total, 0, due);
  w.count(Metric::reviews_in_time, By::total, 0, in_time);
  w.count(Metric::reviews_held, By::total, 0, static_cast<std::int64_t>(held));
}

/// What reviews decide: one uniform for both, so that a move is always an amendment.
void decide(World& w, std::span<const std::uint32_t> positions) {
  const double amend = w.r.v(w.s.slot.amend);
  const std::size_t n = positions.size();
  Bulk bulk(n);
  for (std::size_t k = 0; k < n; ++k) {
    const auto& c = w.st.plans[positions[k]];
    bulk.entity[k] = c.entity;
    bulk.counter[k] = sim::counter_word0(c.reviews, purpose(Purpose::review_outcome));
  }
  sim::draw_first_words(w.seed, w.luck, bulk.entity, bulk.counter, bulk.word[0].data());
  std::int64_t amended = 0;
  for (std::size_t k = 0; k < n; ++k) {
    auto& c = w.st.plans[positions[k]];
    ++c.reviews;
    const auto group = w.s.types[c.type].group;
    const double u = sim::unit(bulk.word[0][k]);
    const double move = c.flag == Flag::none ? w.r.seek_move(w.s, group, c.age, c.need, c.severity) : 0;
    amended += u < move + (1 - move) * amend;
    if (u >= move) continue;
    c.flag = Flag::move_sought;
    w.count(Metric::moves_sought, By::total, 0);
    w.count(Metric::moves_sought, By::origin_group, group);
  }
  w.count(Metric::reviews_amended, By::total, 0, amended);
}

}  // namespace

void hold_reviews(World& w) {
  auto positions = reviews_due(w);
  hold(w, positions);
  decide(w, positions);
}

}  // namespace models

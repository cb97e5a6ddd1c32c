// Annual review: due within 12 months, held or overdue; at a review held the plan may be amended and a move
// sought.
#include <utility>

#include "models/bulk.hpp"
#include "models/world.hpp"

namespace models {
namespace {

/// Keeps the positions of those whose review is held now. The next is due in the same season of next year.
void hold(World& w, std::vector<std::uint32_t>& positions) {
  const auto on_time = sim::threshold(w.r.review_on_time), catch_up = sim::threshold(w.r.review_catch_up);
  Bulk bulk(positions.size());
  for (std::size_t k = 0; k < positions.size(); ++k) bulk.entity[k] = w.st.plans[positions[k]].entity;
  bulk.draw(w, w.year_occasion(), Purpose::review);
  std::int64_t due = 0, in_time = 0;
  std::size_t held = 0, overdue = 0;
  const auto season = static_cast<std::uint8_t>(w.season());
  std::vector<std::uint32_t> later(positions.size());
  const auto word = bulk.word[w.season()];
  const std::span plans(w.st.plans);
  for (std::size_t k = 0; k < word.size(); ++k) {
    auto& c = plans[positions[k]];
    const bool is_due = c.due != PlanChild::overdue, is_held = word[k] < (is_due ? on_time : catch_up);
    due += is_due;
    in_time += is_due && is_held;
    c.due = is_held ? season : PlanChild::overdue;
    later[overdue] = positions[held] = positions[k];
    held += is_held;
    overdue += !is_held;
  }
  positions.resize(held);
  if (season < 2) {
    auto& next = w.st.reviews[season + 1U];
    next.insert(next.end(), later.begin(), later.begin() + static_cast<std::ptrdiff_t>(overdue));
  }
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

void foresee_reviews(World& w) {
  auto& reviews = w.st.reviews;
  const std::span plans(std::as_const(w.st.plans));
  const std::size_t now = w.season();
  std::array<std::size_t, 3> n{};
  for (auto& list : reviews) list.resize(plans.size());
  for (std::uint32_t i = 0; i < plans.size(); ++i) {  // without branches: who is due when, is random
    const std::size_t due = plans[i].due == PlanChild::overdue ? now : plans[i].due;
    for (std::size_t season = 0; season < 3; ++season) {
      reviews[season][n[season]] = i;
      n[season] += due == season && due >= now;
    }
  }
  for (std::size_t season = 0; season < 3; ++season) reviews[season].resize(n[season]);
}

void hold_reviews(World& w) {
  auto& positions = w.st.reviews[w.season()];
  std::erase_if(positions, [&](std::uint32_t i) { return w.st.plans[i].gone; });
  hold(w, positions);
  decide(w, positions);
  positions.clear();
}

}  // namespace models

#include "models/choice.hpp"

#include <limits>

namespace models {

ChoiceKind kind_of(std::uint16_t o) {
  if (o == occasion::first_placement) return ChoiceKind::first;
  if (o < occasion::review_move(0)) return ChoiceKind::phase_transfer;
  return o & 0x8000U ? ChoiceKind::appeal : ChoiceKind::move;
}

void choice_weights(const World& w, const Chooser& c, std::span<double> weights) {
  const auto kind = kind_of(c.occasion);
  // A forced move (its type or place no longer takes the age) chooses like a move at review.
  const bool forced = kind == ChoiceKind::phase_transfer && c.occasion > occasion::phase_transfer(phases.size() - 1);
  const std::size_t child = c.need * severity_count + c.severity;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (kind == ChoiceKind::first) weights[i] = first_weight(w.s, w.r, i, c.age, child);
    else if (kind == ChoiceKind::appeal) weights[i] = appeal_weight(w.s, w.r, i, c.age);
    else if (kind == ChoiceKind::move || forced) weights[i] = move_weight(w.s, w.r, i, c.group, c.age, child);
    else weights[i] = transfer_weight(w.s, w.r, i, static_cast<std::size_t>(c.occasion - 1), c.group, c.age, child);
  }
  if (c.excluded != Chooser::none) weights[c.excluded] = 0;
}

void Race::run(const World& w, std::span<const Chooser> choosers) {
  types_ = w.s.types.size();
  const std::size_t n = choosers.size();
  noise_.resize(n * types_);
  weights_.resize(types_);
  for (std::size_t i = 0; i < n; ++i) {
    choice_weights(w, choosers[i], weights_);
    for (std::size_t k = 0; k < types_; ++k) noise_[i * types_ + k].weight = weights_[k];
  }
  for (std::size_t k = 0; k < types_; ++k) {
    entities_.clear();
    who_.clear();
    for (std::size_t i = 0; i < n; ++i)
      if (noise_[i * types_ + k].weight > 0) {
        entities_.push_back(choosers[i].entity);
        who_.push_back(static_cast<std::uint32_t>(i));
      }
    const std::size_t m = who_.size();
    if (m == 0) continue;
    word_.resize(m);
    spare_.resize(3 * m);
    sim::draw_blocks(w.seed, w.luck, choosers[0].occasion, w.s.types[k].purpose, entities_, word_.data(), spare_.data(), spare_.data() + m,
                     spare_.data() + 2 * m);
    for (std::size_t j = 0; j < m; ++j) noise_[who_[j] * types_ + k].word = word_[j];
  }
}

TypeIndex Race::preferred(std::size_t chooser) const {
  const auto row = noise(chooser);
  // -log(u) >= 1 - u: most types are out of the race without a logarithm once the heaviest has run.
  std::size_t best = types_;
  for (std::size_t k = 0; k < types_; ++k)
    if (row[k].weight > 0 && (best == types_ || row[k].weight > row[best].weight)) best = k;
  if (best == types_) return Chooser::none;
  double least = row[best].time();
  const std::size_t heaviest = best;
  for (std::size_t k = 0; k < types_; ++k) {
    if (k == heaviest || row[k].weight <= 0 || 1 - sim::unit(row[k].word) > least * row[k].weight) continue;
    const double time = row[k].time();
    if (time < least || (time == least && k < best)) {
      least = time;
      best = k;
    }
  }
  return static_cast<TypeIndex>(best);
}

}  // namespace models

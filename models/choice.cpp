#include "models/choice.hpp"

namespace models {
namespace {

struct Weights {
  std::span<const double> occasion, kind;  ///< rows of types; an empty kind is all ones
};

Weights weights_of(const World& w, const Chooser& c) {
  const auto& r = w.r;
  const std::size_t kind = c.need * severity_count + c.severity;
  switch (kind_of(c.occasion)) {
    case ChoiceKind::first:
      return {r.row(r.first_row, c.age), r.row(r.first_kind, kind)};
    case ChoiceKind::phase_transfer:
      return {r.row(r.transfer_row, static_cast<std::size_t>(c.occasion - 1) * groups.size() + c.group),
              r.row(r.later_kind, kind)};
    case ChoiceKind::forced:  // its type or place no longer takes the age: as at a review
    case ChoiceKind::move:
      return {r.row(r.move_row, c.group * ages + c.age), r.row(r.later_kind, kind)};
    case ChoiceKind::appeal:
      break;
  }
  return {r.row(r.appeal_row, c.age), {}};
}

}  // namespace

ChoiceKind kind_of(std::uint16_t o) {
  if (o == occasion::first_placement) return ChoiceKind::first;
  if (o < occasion::forced_move(0)) return ChoiceKind::phase_transfer;
  if (o < occasion::review_move(0)) return ChoiceKind::forced;
  return o & 0x8000U ? ChoiceKind::appeal : ChoiceKind::move;
}

void Races::clear() {
  first_.assign(1, 0);
  draws_ = 0;
}

std::size_t Races::enter(const World& w, const Chooser& c) {
  const auto weights = weights_of(w, c);
  const std::size_t types = weights.occasion.size();
  std::size_t next = first_.back();
  if (runners_.size() < next + types) runners_.resize(2 * (next + types));
  if (entity_.size() < draws_ + types + 1) {
    entity_.resize(2 * (draws_ + types + 1));
    counter_.resize(entity_.size());
    word_.resize(entity_.size());
  }
  const std::uint32_t occasion = sim::counter_word0(c.occasion, 0);
  for (std::size_t k = 0; k < types; ++k) {
    const double weight = weights.occasion[k] * (weights.kind.empty() ? 1 : weights.kind[k]);
    if (weight <= 0 || k == c.excluded) continue;
    runners_[next++] = {weight, 0, static_cast<TypeIndex>(k)};
    entity_[draws_] = c.entity;
    counter_[draws_++] = occasion | w.s.types[k].purpose;
  }
  first_.push_back(next);
  entity_[draws_] = c.entity;
  counter_[draws_++] = occasion | purpose(Purpose::placement_appeal);
  return first_.size() - 2;
}

void Races::draw(const World& w) {
  sim::draw_first_words(w.seed, w.luck, std::span(entity_).first(draws_), std::span(counter_).first(draws_),
                        word_.data());
  for (std::size_t race = 0; race + 1 < first_.size(); ++race)
    for (std::size_t i = first_[race]; i < first_[race + 1]; ++i) runners_[i].word = word_[i + race];
}

TypeIndex Races::winner(std::size_t race) const {
  const auto all = runners(race);
  if (all.empty()) return Chooser::none;
  // -log(u) >= 1 - u: most types are out of the race without a logarithm once the heaviest has run.
  const Runner* best = all.data();
  for (const auto& runner : all)
    if (runner.weight > best->weight) best = &runner;
  double least = best->time();
  const Runner* heaviest = best;
  for (const auto& runner : all) {
    if (&runner == heaviest || 1 - sim::unit(runner.word) > least * runner.weight) continue;
    const double time = runner.time();
    if (time < least || (time == least && runner.type < best->type)) {
      least = time;
      best = &runner;
    }
  }
  return best->type;
}

}  // namespace models

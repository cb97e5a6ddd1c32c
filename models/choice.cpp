#include "models/choice.hpp"

#include <algorithm>

namespace models {
namespace {

struct Weights {
  std::span<const Rates::Open::Entry> occasion;
  std::span<const double> kind;  ///< by type
};

Weights weights_of(const World& w, const Chooser& c) {
  const auto& r = w.r;
  const std::size_t kind = c.need * severity_count + c.severity;
  switch (kind_of(c.occasion)) {
    case ChoiceKind::first:
      return {r.first_open.row(c.age), r.row(r.first_kind, kind)};
    case ChoiceKind::phase_transfer: {
      const auto row = static_cast<std::size_t>(c.occasion - 1) * groups.size() + c.group;
      return {r.transfer_open.row(row), r.row(r.later_kind, kind)};
    }
    case ChoiceKind::forced:  // its type or place no longer takes the age: as at a review
    case ChoiceKind::move: {
      const auto row = c.group * ages + c.age;
      return {r.move_open.row(row), r.row(r.later_kind, kind)};
    }
    case ChoiceKind::appeal:
      break;
  }
  return {r.appeal_open.row(c.age), r.any_kind};
}

}  // namespace

void Races::clear() {
  first_.assign(1, 0);
  drawn_ = 0;
}

std::size_t Races::enter(const World& w, const Chooser& c) {
  const auto weights = weights_of(w, c);
  const std::size_t from = first_.back(), most = from + weights.occasion.size() + 1;
  if (entity_.size() < most) {
    type_.resize(2 * most);
    weight_.resize(2 * most);
    entity_.resize(2 * most);
    counter_.resize(2 * most);
    word_.resize(2 * most);
  }
  const std::uint32_t occasion = sim::counter_word0(c.occasion, 0);
  // Through pointers of their own: a type is a byte, and to store a byte might change anything else.
  TypeIndex* const type = type_.data() + from;
  double* const weight = weight_.data() + from;
  std::uint32_t* const counter = counter_.data() + from;
  const double* const kind = weights.kind.data();
  const TypeIndex excluded = c.excluded;
  std::size_t n = 0;
  for (const auto& open : weights.occasion) {
    const double both = open.weight * kind[open.type];
    type[n] = open.type;
    weight[n] = both;
    counter[n] = occasion | open.purpose;
    n += both > 0 && open.type != excluded;
  }
  counter[n++] = occasion | purpose(Purpose::placement_appeal);
  std::fill_n(entity_.data() + from, n, c.entity);
  first_.push_back(from + n);
  return first_.size() - 2;
}

void Races::draw(const World& w) {
  const auto more = first_.back() - drawn_;
  sim::draw_first_words(w.seed, w.luck, std::span(entity_).subspan(drawn_, more),
                        std::span(counter_).subspan(drawn_, more), word_.data() + drawn_);
  drawn_ = first_.back();
}

TypeIndex Race::winner() const {
  if (size() == 0) return Chooser::none;
  // -log(u) >= 1 - u: most types are out of the race without a logarithm once the heaviest has run.
  const auto heaviest = static_cast<std::size_t>(std::max_element(weight, weight + size()) - weight);
  std::size_t best = heaviest;
  double least = time(best);
  for (std::size_t i = 0; i < size(); ++i) {
    if (1 - sim::unit(word[i]) > least * weight[i] || i == heaviest) continue;
    const double own = time(i);
    if (own < least || (own == least && type[i] < type[best])) {
      least = own;
      best = i;
    }
  }
  return type[best];
}

}  // namespace models

#pragma once
// Choice: weights make preferences, keyed noise makes them one child's, and the smallest exponential time
// wins.
//
// -log(u)/w is smallest for the type with the largest log w + Gumbel(u) (the two orders are the same), so
// that a larger weight, or a new type, draws choices only towards that type.

#include <span>
#include <vector>

#include "models/world.hpp"

namespace models {

/// Who chooses, and on what occasion.
struct Chooser {
  std::uint64_t entity = 0;
  std::uint16_t occasion = 0;
  std::uint8_t age = 0, need = 0, severity = 0;
  std::size_t group = 0;      ///< origin group
  TypeIndex excluded = none;  ///< a move is to another type
  static constexpr TypeIndex none = 255;
};

enum class ChoiceKind { first, phase_transfer, forced, move, appeal };
constexpr ChoiceKind kind_of(std::uint16_t o) {
  if (o == occasion::first_placement) return ChoiceKind::first;
  if (o < occasion::forced_move(0)) return ChoiceKind::phase_transfer;
  if (o < occasion::review_move(0)) return ChoiceKind::forced;
  return o & 0x8000U ? ChoiceKind::appeal : ChoiceKind::move;
}

/// One child's race: its eligible types in their order, with their weights and keyed words.
struct Race {
  std::span<const TypeIndex> type;
  const double* weight;
  const std::uint32_t* word;
  std::size_t size() const { return type.size(); }
  double time(std::size_t i) const { return sim::race_time(word[i], weight[i]); }
  /// The winner, or Chooser::none where every weight is zero.
  TypeIndex winner() const;
};

/// The races of one term: all choosers' eligible types, with all their noise drawn in one call.
class Races {
 public:
  void clear();
  /// Enters a chooser; returns its race.
  std::size_t enter(const World& w, const Chooser& c);
  /// Draws the noise of those who have entered since the last draw, and for each the word that decides on an
  /// appeal against the placement.
  void draw(const World& w);
  Race race(std::size_t i) const {
    const std::size_t from = first_[i], size = first_[i + 1] - from - 1;
    return {std::span(type_).subspan(from, size), weight_.data() + from, word_.data() + from};
  }
  std::uint32_t appeal_word(std::size_t race) const { return word_[first_[race + 1] - 1]; }

 private:
  std::vector<std::size_t> first_{0};  ///< draw of each race, and the end of the last
  std::size_t drawn_ = 0;              ///< draws made
  // Of each draw: a race's runners, then its appeal. There is room for more than are in use.
  std::vector<TypeIndex> type_;
  std::vector<double> weight_;
  std::vector<std::uint64_t> entity_;
  std::vector<std::uint32_t> counter_, word_;
};

}  // namespace models

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
ChoiceKind kind_of(std::uint16_t occasion);

/// A type in one child's race: its weight and its keyed word.
struct Runner {
  double weight = 0;
  std::uint32_t word = 0;
  TypeIndex type = 0;
  double time() const { return sim::race_time(word, weight); }
};

/// The races of one term: all choosers' eligible types, with all their noise drawn in one call.
class Races {
 public:
  void clear();
  /// Enters a chooser; returns its race.
  std::size_t enter(const World& w, const Chooser& c);
  /// Draws the noise, and for each chooser the word that decides on an appeal against the placement.
  void draw(const World& w);
  /// Every eligible type, in the order of types.
  std::span<const Runner> runners(std::size_t race) const {
    return {runners_.data() + first_[race], first_[race + 1] - first_[race]};
  }
  /// The winner, or Chooser::none where every weight is zero.
  TypeIndex winner(std::size_t race) const;
  std::uint32_t appeal_word(std::size_t race) const { return word_[first_[race + 1] + race]; }

 private:
  std::vector<Runner> runners_;        ///< room for all; those in use end at first_.back()
  std::vector<std::size_t> first_{0};  ///< of each race, and the end of the last
  std::vector<std::uint64_t> entity_;  ///< of each draw: a race's runners, then its appeal
  std::vector<std::uint32_t> counter_, word_;
  std::size_t draws_ = 0;
};

}  // namespace models

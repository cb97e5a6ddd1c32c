#pragma once
// Choice: weights make preferences, keyed noise makes them one child's, and the smallest exponential time wins.
//
// -log(u)/w is smallest for the type with the largest log w + Gumbel(u) (the two orders are the same), so that a
// larger weight, or a new type, draws choices only towards that type.

#include <span>
#include <vector>

#include "models/world.hpp"

namespace models {

/// Who chooses, and on what occasion.
struct Chooser {
  std::uint64_t entity = 0;
  std::uint16_t occasion = 0;
  std::uint8_t age = 0, need = 0, severity = 0;
  std::size_t group = 0;       ///< origin group
  TypeIndex excluded = none;   ///< a move is to another type
  static constexpr TypeIndex none = 255;
};

enum class ChoiceKind { first, phase_transfer, move, appeal };
ChoiceKind kind_of(std::uint16_t occasion);

/// Weight of each type for the chooser (zero: cannot be chosen).
void choice_weights(const World& w, const Chooser& c, std::span<double> weights);

/// A type's entry in one child's race: its weight (zero: not eligible) and its keyed word.
struct Noise {
  double weight = 0;
  std::uint32_t word = 0;
  double time() const { return sim::race_time(word, weight); }
};

/// One race per chooser, row-major [chooser][type].
class Race {
 public:
  /// All choosers must have the same occasion: their noise is drawn in bulk.
  void run(const World& w, std::span<const Chooser> choosers);
  std::span<const Noise> noise(std::size_t chooser) const { return {noise_.data() + chooser * types_, types_}; }
  /// The winner, or Chooser::none where every weight is zero.
  TypeIndex preferred(std::size_t chooser) const;

 private:
  std::size_t types_ = 0;
  std::vector<Noise> noise_;
  std::vector<std::uint64_t> entities_;
  std::vector<std::uint32_t> word_, spare_, who_;
  std::vector<double> weights_;
};

}  // namespace models

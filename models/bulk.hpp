#pragma once
// Blocks for many children at once, in memory that is kept from call to call.

#include <array>
#include <span>
#include <vector>

#include "models/world.hpp"

namespace models {

/// Fill `entity`, draw, read `block(i)` or `word[j][i]`. Memory is shared by all in a thread: one at a time
/// of each slot.
class Bulk {
 public:
  explicit Bulk(std::size_t n, std::size_t slot = 0) {
    struct Memory {
      std::vector<std::uint64_t> entities;
      std::vector<std::uint32_t> words;
    };
    thread_local std::array<Memory, 2> kept;
    auto& memory = kept[slot];
    if (memory.entities.size() < n) {
      memory.entities.resize(n + n / 2);
      memory.words.resize(5 * (n + n / 2));
    }
    entity = std::span(memory.entities).first(n);
    for (std::size_t j = 0; j < 4; ++j) word[j] = std::span(memory.words).subspan(j * n, n);
    counter = std::span(memory.words).subspan(4 * n, n);
  }
  /// All on one occasion.
  void draw(const World& w, std::uint16_t occasion, Purpose p) {
    sim::draw_blocks(w.seed, w.luck, occasion, purpose(p), entity, word[0].data(), word[1].data(),
                     word[2].data(), word[3].data());
  }
  /// Each on the occasion and for the purpose in `counter` (sim::counter_word0).
  void draw_each(const World& w) {
    sim::draw_blocks(w.seed, w.luck, counter, entity, word[0].data(), word[1].data(), word[2].data(),
                     word[3].data());
  }
  sim::Block block(std::size_t i) const { return {word[0][i], word[1][i], word[2][i], word[3][i]}; }

  std::span<std::uint64_t> entity;
  std::span<std::uint32_t> word[4], counter;
};

}  // namespace models

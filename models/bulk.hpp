#pragma once
// Blocks for many children at once, in memory that is kept from call to call.

#include <algorithm>
#include <span>
#include <vector>

#include "models/world.hpp"

namespace models {

/// Fill `entity`, draw, read `word[j][i]`. One at a time in a thread: the memory is shared by all.
class Bulk {
 public:
  explicit Bulk(std::size_t n) {
    thread_local std::vector<std::uint64_t> entities;
    thread_local std::vector<std::uint32_t> words;
    if (entities.size() < n) entities.resize(n + n / 2);
    if (words.size() < 4 * n) words.resize(4 * (n + n / 2));
    entity = std::span(entities).first(n);
    for (std::size_t j = 0; j < 4; ++j) word[j] = std::span(words).subspan(j * n, n);
  }
  void draw(const World& w, std::uint16_t occasion, Purpose p) {
    sim::draw_blocks(w.seed, w.luck, occasion, purpose(p), entity, word[0].data(), word[1].data(),
                     word[2].data(), word[3].data());
  }
  std::span<std::uint64_t> entity;
  std::span<std::uint32_t> word[4];
};

}  // namespace models

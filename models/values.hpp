#pragma once
// The numbers that a replicate reads: the cells of its assumptions, found by slot.

#include <span>

#include "sim/config.hpp"

namespace models {

/// All cells of one replicate's assumptions, read by slot.
class Values {
 public:
  explicit Values(std::span<const double> cells) : cells_(cells) {}
  double operator()(sim::Slot s) const { return cells_[s.offset]; }
  double operator()(sim::Slot s, std::size_t i) const { return cells_[s.offset + i]; }
  double operator()(sim::Slot s, std::size_t i, std::size_t j) const {
    return cells_[s.offset + i * s.extent[1] + j];
  }
  double operator()(sim::Slot s, std::size_t i, std::size_t j, std::size_t k) const {
    return cells_[s.offset + (i * s.extent[1] + j) * s.extent[2] + k];
  }
  std::span<const double> all(sim::Slot s) const { return cells_.subspan(s.offset, s.size()); }
  std::span<const double> row(sim::Slot s, std::size_t i) const {
    return cells_.subspan(s.offset + i * s.extent[1], s.extent[1]);
  }

 private:
  std::span<const double> cells_;
};

}  // namespace models

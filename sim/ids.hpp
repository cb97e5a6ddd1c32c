// An index that belongs to one kind of thing, so that a child cannot be looked up with a placement's number.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace sim {

/// A number that indexes things of the kind `Tag` (an empty struct) and nothing else.
/// The largest value of `Rep` means "none"; a default Index is none.
template <class Tag, class Rep = std::uint32_t>
class Index {
 public:
  using rep = Rep;

  constexpr Index() = default;
  constexpr explicit Index(Rep value) : value_(value) {}
  static constexpr Index none() { return Index{}; }

  constexpr bool is_none() const { return value_ == std::numeric_limits<Rep>::max(); }
  constexpr Rep value() const { return value_; }
  /// The value as a subscript: `array[id.at()]`.
  constexpr std::size_t at() const { return static_cast<std::size_t>(value_); }

  constexpr Index& operator++() {
    ++value_;
    return *this;
  }
  constexpr Index operator++(int) {
    Index before = *this;
    ++value_;
    return before;
  }
  friend constexpr auto operator<=>(Index, Index) = default;

 private:
  Rep value_ = std::numeric_limits<Rep>::max();
};

}  // namespace sim

template <class Tag, class Rep>
struct std::hash<sim::Index<Tag, Rep>> {
  std::size_t operator()(sim::Index<Tag, Rep> i) const noexcept { return std::hash<Rep>{}(i.value()); }
};

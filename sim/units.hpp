// Money is a whole number of pence, so that sums are exact and do not depend on their order.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace sim {

/// An amount of money in whole pence; holds +-£92 quadrillion.
class Pence {
 public:
  constexpr Pence() = default;
  constexpr explicit Pence(std::int64_t pence) : pence_(pence) {}

  /// `pence` to the nearest penny, halves away from zero. Throws std::domain_error if it does not fit (or
  /// NaN).
  static Pence rounded(double pence) {
    // Truncation after adding a half: one instruction, where std::llround is a call in the accrual of every
    // child.
    if (!(std::abs(pence) < 9e18))
      throw std::domain_error("an amount of money is not a finite number of pence");
    return Pence{static_cast<std::int64_t>(pence + std::copysign(0.5, pence))};
  }
  static Pence from_pounds(double pounds) { return rounded(pounds * 100); }

  constexpr std::int64_t value() const { return pence_; }
  constexpr double pounds() const { return static_cast<double>(pence_) / 100; }

  constexpr Pence operator-() const { return Pence{-pence_}; }
  constexpr Pence& operator+=(Pence other) { return pence_ += other.pence_, *this; }
  constexpr Pence& operator-=(Pence other) { return pence_ -= other.pence_, *this; }
  friend constexpr Pence operator+(Pence a, Pence b) { return Pence{a.pence_ + b.pence_}; }
  friend constexpr Pence operator-(Pence a, Pence b) { return Pence{a.pence_ - b.pence_}; }
  friend constexpr Pence operator*(Pence a, std::int64_t times) { return Pence{a.pence_ * times}; }
  friend constexpr Pence operator*(std::int64_t times, Pence a) { return a * times; }
  friend constexpr auto operator<=>(Pence, Pence) = default;

 private:
  std::int64_t pence_ = 0;
};

/// `amount` times a rate or share, to the nearest penny.
inline Pence scaled(Pence amount, double factor) {
  return Pence::rounded(static_cast<double>(amount.value()) * factor);
}

/// Pounds with two decimals and no grouping: "-1234.05".
inline std::string to_string(Pence amount) {
  const bool negative = amount < Pence{};
  // Unsigned, because the magnitude of the smallest int64 has no positive int64.
  const auto bits = static_cast<std::uint64_t>(amount.value());
  const std::uint64_t magnitude = negative ? 0 - bits : bits;
  const std::uint64_t pence = magnitude % 100;
  std::string text;
  if (negative) text += '-';
  text += std::to_string(magnitude / 100);
  text += pence < 10 ? ".0" : ".";
  return text += std::to_string(pence);
}

}  // namespace sim

#pragma once
// Where in (0,1) the draw of a parameter falls in a replicate: three designs, each a pure function of names.

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/key.hpp"

namespace sim {

/// sobol: randomised quasi-random, the default; lhs: Latin hypercube; mc: independent draws.
enum class Design { sobol, lhs, mc };
std::string_view name_of(Design);
std::optional<Design> design_of(std::string_view name);

/// Replicate r is point r / scrambles of scramble r % scrambles. Scrambles are independent of one another, so
/// Monte Carlo errors can be read from their spread.
inline constexpr unsigned scrambles = 16;

/// The purpose under which designs are keyed; no model may use it for draws of its own.
inline constexpr std::uint16_t design_purpose = 0xffff;

/// The point, in (0,1), of the parameter with this name_hash64 in this replicate.
/// sobol and mc depend on (seed, name, replicate) alone: a longer run begins with the shorter one, and other
/// parameters change nothing. lhs depends on the number n of replicates too (replicate < n).
///
/// sobol gives every parameter its own base-2 van der Corput sequence, whose index is shuffled by a nested
/// uniform permutation and whose value is Owen-scrambled, both keyed by (seed, name, scramble) ("padding":
/// Burley 2020, Practical hash-based Owen scrambling). The first 2^k points of a scramble hit each of the 2^k
/// equal parts of (0,1) once.
double design_point(Design, Seed, std::uint64_t name_hash, std::uint32_t replicate, std::uint32_t n);

}  // namespace sim

#pragma once
// How much input is too much: limits that keep a mistaken or hostile configuration from exhausting the
// machine.

#include <cstddef>

namespace sim::limits {

inline constexpr std::size_t file_bytes = 16u << 20;
inline constexpr std::size_t total_bytes = 128u << 20;
inline constexpr std::size_t files = 4096;
inline constexpr std::size_t extended_files = 64;
inline constexpr std::size_t depth = 16;
inline constexpr std::size_t cells = 1'000'000;
inline constexpr std::size_t members = 4096;
inline constexpr std::size_t distributions = 10'000;  // fitting one takes up to a millisecond
inline constexpr std::size_t components = 100;        // of one mixture
inline constexpr std::size_t correlations = 4096;
inline constexpr std::size_t csv_columns = 1024;
inline constexpr std::size_t faults = 1000;
inline constexpr std::size_t quoted_characters = 60;

}  // namespace sim::limits

// What the bulk kernels share with their dispatcher.
//
// The kernel files are compiled for newer processors than the rest. Any inline function they used (even of
// the standard library) could be emitted with those instructions and chosen by the linker for everybody, and
// then fail on an older machine. So they, and this header, use pointers and intrinsics only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sim::philox {

/// The parts of counter and key that are the same for all lanes.
struct Common {
  std::uint32_t c0, c3, k0, k1;
};

/// Where word j of lane i goes: word[j][i]; a null word is not stored.
struct Output {
  std::uint32_t* word[4];
};

// Each kernel takes a count that is a multiple of its lanes. Common and Output come by value: behind a
// reference every store of a word could change them, and they would be loaded again.
inline constexpr std::size_t avx2_lanes = 8, avx512_lanes = 16;
// `c0`: the first counter word of each lane, or null where all have common.c0.
void avx2_kernel(Common, const std::uint64_t* entities, const std::uint32_t* c0, std::size_t count, Output);
void avx512_kernel(Common, const std::uint64_t* entities, const std::uint32_t* c0, std::size_t count, Output);

}  // namespace sim::philox

// Philox on AVX2: four children to a register, each in a 64-bit lane.
//
// VPMULUDQ multiplies the low halves of 64-bit lanes and leaves high and low word of the product side by
// side, so one shift gives the high word and the low word needs nothing: rubbish in the upper half of a lane
// is never read.
#if defined(__AVX2__)
#include <immintrin.h>

#include "sim/philox.hpp"
#include "sim/philox_kernels.hpp"

namespace sim::philox {
namespace {

__m256i all(std::uint32_t word) { return _mm256_set1_epi64x(word); }

// Four words, each in a lane of its own.
__m256i four(const std::uint32_t* words) {
  return _mm256_cvtepu32_epi64(_mm_loadu_si128(reinterpret_cast<const __m128i*>(words)));
}

// The low words of two registers, in order.
__m256i pack(__m256i a, __m256i b) {
  const __m256 low = _mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0x88);
  return _mm256_permute4x64_epi64(_mm256_castps_si256(low), 0xD8);
}

}  // namespace

void avx2_kernel(Common common, const std::uint64_t* entities, const std::uint32_t* c0, std::size_t count,
                 Output out) {
  constexpr std::size_t registers = 2;  // chains in flight, to hide the latency of the multiplication
  static_assert(4 * registers == avx2_lanes);
  __m256i key0[rounds], key1[rounds];
  for (int round = 0; round < rounds; ++round, common.k0 += weyl0, common.k1 += weyl1) {
    key0[round] = all(common.k0);
    key1[round] = all(common.k1);
  }
  for (std::size_t at = 0; at < count; at += avx2_lanes) {
    __m256i c[4][registers];
    for (std::size_t r = 0; r < registers; ++r) {
      const __m256i entity = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(entities + at + 4 * r));
      c[0][r] = c0 ? four(c0 + at + 4 * r) : all(common.c0);
      c[1][r] = entity;
      c[2][r] = _mm256_srli_epi64(entity, 32);
      c[3][r] = all(common.c3);
    }
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t r = 0; r < registers; ++r) {
        const __m256i product0 = _mm256_mul_epu32(all(multiplier0), c[0][r]);
        const __m256i product1 = _mm256_mul_epu32(all(multiplier1), c[2][r]);
        c[0][r] = _mm256_xor_si256(_mm256_srli_epi64(product1, 32), _mm256_xor_si256(c[1][r], key0[round]));
        c[1][r] = product1;
        c[2][r] = _mm256_xor_si256(_mm256_srli_epi64(product0, 32), _mm256_xor_si256(c[3][r], key1[round]));
        c[3][r] = product0;
      }
    }
    for (int w = 0; w < 4; ++w)
      if (out.word[w])
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out.word[w] + at), pack(c[w][0], c[w][1]));
  }
}

}  // namespace sim::philox
#endif

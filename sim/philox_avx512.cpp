// Philox on AVX-512: eight children to a register, each in a 64-bit lane (see philox_avx2.cpp for why 64).
#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include <immintrin.h>

#include "sim/philox.hpp"
#include "sim/philox_kernels.hpp"

namespace sim::philox {
namespace {

// The masked forms with every lane on are the plain instructions; in g++ 12 the unmasked intrinsics start
// from an undefined register and warn about it.
constexpr __mmask8 every = 0xff;
__m512i product(__m512i a, __m512i b) { return _mm512_maskz_mul_epu32(every, a, b); }
__m512i high_word(__m512i a) { return _mm512_maskz_srli_epi64(every, a, 32); }

__m512i all(std::uint32_t word) { return _mm512_set1_epi64(word); }

// Eight words, each in a lane of its own.
__m512i eight(const std::uint32_t* words) {
  return _mm512_maskz_cvtepu32_epi64(every, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words)));
}

// a ^ b ^ c in one instruction.
__m512i xor3(__m512i a, __m512i b, __m512i c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }

// The low words of two registers, in order.
__m512i pack(__m512i a, __m512i b) {
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  return _mm512_permutex2var_epi32(a, even, b);
}

// Blocks of `registers` registers (chains in flight, to hide the latency of the multiplication) from `at`
// while they last; returns where it stopped.
template <std::size_t registers>
std::size_t batches(std::size_t at, const std::uint64_t* entities, const std::uint32_t* c0, std::size_t count,
                    Common common, Output out) {
  __m512i key0[rounds], key1[rounds];
  for (int round = 0; round < rounds; ++round, common.k0 += weyl0, common.k1 += weyl1) {
    key0[round] = all(common.k0);
    key1[round] = all(common.k1);
  }
  for (; at + 8 * registers <= count; at += 8 * registers) {
    __m512i c[4][registers];
    for (std::size_t r = 0; r < registers; ++r) {
      const __m512i entity = _mm512_loadu_si512(entities + at + 8 * r);
      c[0][r] = c0 ? eight(c0 + at + 8 * r) : all(common.c0);
      c[1][r] = entity;
      c[2][r] = high_word(entity);
      c[3][r] = all(common.c3);
    }
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t r = 0; r < registers; ++r) {
        const __m512i product0 = product(all(multiplier0), c[0][r]);
        const __m512i product1 = product(all(multiplier1), c[2][r]);
        c[0][r] = xor3(high_word(product1), c[1][r], key0[round]);
        c[1][r] = product1;
        c[2][r] = xor3(high_word(product0), c[3][r], key1[round]);
        c[3][r] = product0;
      }
    }
    for (int w = 0; w < 4; ++w) {
      if (!out.word[w]) continue;
      for (std::size_t r = 0; r < registers; r += 2)
        _mm512_storeu_si512(out.word[w] + at + 8 * r, pack(c[w][r], c[w][r + 1]));
    }
  }
  return at;
}

}  // namespace

void avx512_kernel(Common common, const std::uint64_t* entities, const std::uint32_t* c0, std::size_t count,
                   Output out) {
  const std::size_t at = batches<4>(0, entities, c0, count, common, out);
  batches<2>(at, entities, c0, count, common, out);
}

}  // namespace sim::philox
#endif

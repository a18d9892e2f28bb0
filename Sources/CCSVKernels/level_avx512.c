// AVX-512 with VBMI2: masks come out of the comparison, and a compress writes the positions.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,pclmul,bmi,bmi2,popcnt,lzcnt"))), \
    apply_to = function)

#include "returns.h"

typedef __m512i piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }

static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)byte));
}

static inline __attribute__((always_inline)) uint64_t high_bits(piece bytes) { return _mm512_movepi8_mask(bytes); }

static inline __attribute__((always_inline)) uint64_t prefix_xor(uint64_t mask) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

// Eight bytes to eight numbers, or sixteen to sixteen: each plus `base` to `to`, and one more than that to `after`.
// Those that are too many the next call overwrites.
static inline __attribute__((always_inline)) void widen8(__m128i bytes, uint32_t base, uint32_t *to, uint32_t *after) {
  __m256i numbers = _mm256_add_epi32(_mm256_cvtepi8_epi32(bytes), _mm256_set1_epi32((int)base));
  _mm256_storeu_si256((__m256i *)to, numbers);
  _mm256_storeu_si256((__m256i *)after, _mm256_add_epi32(numbers, _mm256_set1_epi32(1)));
}

static inline __attribute__((always_inline)) void widen16(__m128i bytes, uint32_t base, uint32_t *to, uint32_t *after) {
  __m512i numbers = _mm512_add_epi32(_mm512_cvtepi8_epi32(bytes), _mm512_set1_epi32((int)base));
  _mm512_storeu_si512(to, numbers);
  _mm512_storeu_si512(after, _mm512_add_epi32(numbers, _mm512_set1_epi32(1)));
}

static inline __attribute__((always_inline)) void write_ends(
    uint64_t ends, uint64_t after_return, uint32_t base, uint32_t *cell_starts, uint32_t *cell_ends) {
  const __m512i places = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
      35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
      6, 5, 4, 3, 2, 1, 0);
  __m512i found = _mm512_maskz_compress_epi8(ends, places);
  int count = __builtin_popcountll(ends);
  // Mostly few, and short stores seldom touch two cache lines.
  widen8(_mm512_castsi512_si128(found), base, cell_ends, cell_starts + 1);
  if (count > 8) {
    widen16(_mm512_castsi512_si128(found), base, cell_ends, cell_starts + 1);
    if (count > 16) {
      widen16(_mm512_extracti32x4_epi32(found, 1), base, cell_ends + 16, cell_starts + 17);
      widen16(_mm512_extracti32x4_epi32(found, 2), base, cell_ends + 32, cell_starts + 33);
      widen16(_mm512_extracti32x4_epi32(found, 3), base, cell_ends + 48, cell_starts + 49);
    }
  }
  leave_out_returns(ends, after_return, cell_ends);
}

#include "write_records.h"
#define ASSAY_LEVEL avx512
#include "body.h"
#pragma clang attribute pop
#endif

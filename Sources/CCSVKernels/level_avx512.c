// AVX-512 with VBMI2: masks come out of the comparison, and a compress writes the positions.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,pclmul,bmi,bmi2,popcnt,lzcnt"))), \
    apply_to = function)

typedef __m512i piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }

static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8((char)byte));
}

static inline __attribute__((always_inline)) uint64_t prefix_xor(uint64_t mask) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

// Sixteen bytes to sixteen numbers, each plus `base`; up to fifteen are too many and the next call overwrites them.
static inline __attribute__((always_inline)) void widen(__m128i bytes, __m512i base, uint32_t *to) {
  _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_cvtepi8_epi32(bytes), base));
}

// The first `count` of 64 bytes, widened, and what fills up the last sixteen.
static inline __attribute__((always_inline)) void write_widened(
    __m512i places, int count, uint32_t base, uint32_t *to) {
  __m512i at = _mm512_set1_epi32((int)base);
  widen(_mm512_castsi512_si128(places), at, to);
  if (__builtin_expect(count <= 16, 1)) return;
  widen(_mm512_extracti32x4_epi32(places, 1), at, to + 16);
  if (count <= 32) return;
  widen(_mm512_extracti32x4_epi32(places, 2), at, to + 32);
  widen(_mm512_extracti32x4_epi32(places, 3), at, to + 48);
}

static inline __attribute__((always_inline)) void write_ends(
    uint64_t ends, uint64_t after_return, uint32_t base, uint32_t *cell_starts, uint32_t *cell_ends) {
  const __m512i places = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
      35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
      6, 5, 4, 3, 2, 1, 0);
  __m512i starts = _mm512_maskz_compress_epi8(ends, places);
  // A CR before the line feed is no part of the cell. At byte 0 this gives -1, which the widening keeps.
  __m512i before = _mm512_mask_sub_epi8(places, after_return, places, _mm512_set1_epi8(1));
  __m512i stops = after_return ? _mm512_maskz_compress_epi8(ends, before) : starts;
  int count = __builtin_popcountll(ends);
  write_widened(stops, count, base, cell_ends);
  write_widened(starts, count, base + 1, cell_starts + 1);
}

#include "write_records.h"
#define ASSAY_LEVEL avx512
#include "body.h"
#pragma clang attribute pop
#endif

// AVX2, with a carry-less product for the prefix.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,pclmul,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)

typedef struct {
  __m256i low, high;
} piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) {
  piece loaded = {_mm256_loadu_si256((const __m256i *)bytes), _mm256_loadu_si256((const __m256i *)bytes + 1)};
  return loaded;
}

static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  __m256i wanted = _mm256_set1_epi8((char)byte);
  uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes.low, wanted));
  uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes.high, wanted));
  return low | (uint64_t)high << 32;
}

static inline __attribute__((always_inline)) uint64_t high_bits(piece bytes) {
  uint32_t low = (uint32_t)_mm256_movemask_epi8(bytes.low), high = (uint32_t)_mm256_movemask_epi8(bytes.high);
  return low | (uint64_t)high << 32;
}

static inline __attribute__((always_inline)) uint64_t prefix_xor(uint64_t mask) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8((char)0xff), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#define ASSAY_LEVEL avx2
#include "write_ends.h"
#include "write_records.h"
#include "body.h"
#pragma clang attribute pop
#endif

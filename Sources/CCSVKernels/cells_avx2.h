// What the AVX2 kernels for columns share. To be included where the target is set, after <immintrin.h>.
#pragma once
#include "CCSVKernels.h"
#include "levels.h"

#define INLINE static inline __attribute__((always_inline))

INLINE __m128i load16(const void *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

// Sixteen entries from n on have -1 in all but the last n.
static const int8_t ones_then_zeros[48] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

INLINE bool is_zero(__m128i bytes) { return _mm_testz_si128(bytes, bytes); }

// A bit of each lane of 64, which is all ones or zero.
INLINE uint64_t lane_bits(__m256i lanes) { return (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(lanes)); }

// A kernel goes through its column in chunks, and notes for each value of a chunk whether it has taken it.
enum { chunk_size = 64 };

INLINE size_t chunk_count(const assay_cells *cells, size_t first) {
  return cells->count - first < chunk_size ? cells->count - first : chunk_size;
}

INLINE uint32_t zeros_in(const uint8_t *bytes) {
  __m256i loaded = _mm256_loadu_si256((const __m256i *)bytes);
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(loaded, _mm256_setzero_si256()));
}

INLINE uint64_t zeros_in_chunk(const uint8_t *bytes) {
  return zeros_in(bytes) | (uint64_t)zeros_in(bytes + 32) << 32;
}

// Lists the values of a chunk that were not taken, a bit each.
INLINE void leave(
    const assay_cells *cells, size_t first, uint64_t untaken, uint32_t *left, size_t *left_count) {
  untaken = _bzhi_u64(untaken, (uint32_t)chunk_count(cells, first));
  if (__builtin_expect(untaken == 0, 1)) return;
  for (; untaken; untaken &= untaken - 1) {
    size_t i = first + (size_t)__builtin_ctzll(untaken);
    if (cells->states[i] == 0) left[(*left_count)++] = (uint32_t)i;
  }
}

INLINE void leave_untaken(
    const assay_cells *cells, size_t first, const uint8_t taken[chunk_size], uint32_t *left, size_t *left_count) {
  leave(cells, first, zeros_in_chunk(taken), left, left_count);
}

// Records to columns with AVX2: eight records by four cells at a time, transposed in registers.
//
// The last tile of a row or column of tiles overlaps the one before it, and writes the same again.
#if defined(__x86_64__)
#include <immintrin.h>
#include "columns.h"
#include "levels.h"

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#define INLINE static inline __attribute__((always_inline))

// Four cells each of eight records → four vectors, in each one cell of records 0...7.
INLINE void transpose(const uint32_t *cells, size_t width, __m256i to[4]) {
  __m256i rows[4];
  for (size_t k = 0; k < 4; k++) {
    __m128i low = _mm_loadu_si128((const __m128i *)(cells + k * width));
    __m128i high = _mm_loadu_si128((const __m128i *)(cells + (k + 4) * width));
    rows[k] = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
  }
  __m256i low01 = _mm256_unpacklo_epi32(rows[0], rows[1]), low23 = _mm256_unpacklo_epi32(rows[2], rows[3]);
  __m256i high01 = _mm256_unpackhi_epi32(rows[0], rows[1]), high23 = _mm256_unpackhi_epi32(rows[2], rows[3]);
  to[0] = _mm256_unpacklo_epi64(low01, low23);
  to[1] = _mm256_unpackhi_epi64(low01, low23);
  to[2] = _mm256_unpacklo_epi64(high01, high23);
  to[3] = _mm256_unpackhi_epi64(high01, high23);
}

typedef struct {
  __m256i low, high;
} bit_sets;

// Bit n of a 32-bit lane for each length n, up to 31 in one set and 32 to 63 in the other. Shifts too far give 0.
INLINE void add_bits(bit_sets *sets, __m256i lengths) {
  __m256i one = _mm256_set1_epi32(1), at = _mm256_min_epu32(lengths, _mm256_set1_epi32(63));
  sets->low = _mm256_or_si256(sets->low, _mm256_sllv_epi32(one, at));
  sets->high = _mm256_or_si256(sets->high, _mm256_sllv_epi32(one, _mm256_sub_epi32(at, _mm256_set1_epi32(32))));
}

INLINE uint64_t united(bit_sets sets) {
  uint32_t low[8], high[8], all_low = 0, all_high = 0;
  _mm256_storeu_si256((__m256i *)low, sets.low);
  _mm256_storeu_si256((__m256i *)high, sets.high);
  for (int lane = 0; lane < 8; lane++) {
    all_low |= low[lane];
    all_high |= high[lane];
  }
  return all_low | (uint64_t)all_high << 32;
}

// Four neighbouring cells of every record; there are at least eight records.
INLINE void fill_four(
    const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records, size_t width,
    assay_csv_column *columns) {
  bit_sets sets[4] = {0};
  __m256i base = _mm256_set1_epi64x((long long)bytes);
  for (size_t next = 0; next < records; next += 8) {
    size_t record = next + 8 <= records ? next : records - 8;
    __m256i from[4], to[4];
    transpose(starts + record * width, width, from);
    transpose(ends + record * width, width, to);
    for (size_t cell = 0; cell < 4; cell++) {
      if (!columns[cell].texts) continue;
      __m256i lengths = _mm256_sub_epi32(to[cell], from[cell]);
      _mm256_storeu_si256((__m256i *)(columns[cell].lengths + record), lengths);
      add_bits(&sets[cell], lengths);
      __m256i low = _mm256_cvtepu32_epi64(_mm256_castsi256_si128(from[cell]));
      __m256i high = _mm256_cvtepu32_epi64(_mm256_extracti128_si256(from[cell], 1));
      _mm256_storeu_si256((__m256i *)(columns[cell].texts + record), _mm256_add_epi64(low, base));
      _mm256_storeu_si256((__m256i *)(columns[cell].texts + record + 4), _mm256_add_epi64(high, base));
    }
  }
  for (size_t cell = 0; cell < 4; cell++) columns[cell].length_bits |= united(sets[cell]);
}

void assay_columns_avx2(
    const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t records, size_t width,
    assay_csv_column *columns) {
  if (records < 8 || width < 4) {
    fill_columns(bytes, starts, ends, records, width, columns);
    return;
  }
  for (size_t next = 0; next < width; next += 4) {
    size_t cell = next + 4 <= width ? next : width - 4;
    bool is_wanted = false;
    for (size_t k = 0; k < 4; k++) is_wanted |= columns[cell + k].texts != NULL;
    if (is_wanted) fill_four(bytes, starts + cell, ends + cell, records, width, columns + cell);
  }
}
#pragma clang attribute pop
#endif

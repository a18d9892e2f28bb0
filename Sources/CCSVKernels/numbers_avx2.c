// Integers and decimals of up to 16 digits, all digits at once.
//
//   digits     . . 1 2 3 4 5   moved to the right end, zeros before them
//   × 10, 1      1   23   45   products of neighbours added: eight numbers of two digits
//   × 100, 1        1   2345   four of four
//   × 10000, 1         12345   two of eight
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#include "cells_avx2.h"

// Sixteen entries from `length` on move the first `length` bytes to the right end; a negative entry gives a zero.
static const int8_t to_right_end[48] = {
  -16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0,  1,  2,  3,  4,  5,  6,  7,
  8,   9,   10,  11,  12,  13,  14,  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

INLINE int64_t value_of(__m128i digits) {
  __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010a));
  __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
  __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
  uint64_t halves = (uint64_t)_mm_cvtsi128_si64(eights);
  return (int64_t)((halves & 0xffffffff) * 100000000 + (halves >> 32));
}

INLINE bool has_others(__m128i digits) { return !is_zero(_mm_subs_epu8(digits, _mm_set1_epi8(9))); }

INLINE int64_t with_sign(int64_t magnitude, uint32_t is_negative) {
  return (magnitude ^ -(int64_t)is_negative) + is_negative;
}

// 1 for a minus sign, which an empty text may seem to have. Not by a comparison: its result would go into a part of a
// register of which the value before has used another, and so each value would wait for the last one to be done.
INLINE uint32_t sign_of(const uint8_t *text) { return (((uint32_t)*text ^ '-') - 1) >> 31; }

INLINE bool take_integer(const uint8_t *text, uint32_t length, int64_t *value) {
  uint32_t is_negative = sign_of(text);
  length -= is_negative;
  __m128i found = _mm_sub_epi8(load16(text + is_negative), _mm_set1_epi8('0'));
  __m128i digits = _mm_shuffle_epi8(found, load16(to_right_end + (length & 31)));
  *value = with_sign(value_of(digits), is_negative);
  return (length - 1 < 16) & !has_others(digits);
}

size_t assay_integers_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      size_t i = first + k;
      taken[k] = take_integer(cells->texts[i], cells->lengths[i], &integers[i]);
    }
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}

INLINE bool take_decimal(const uint8_t *text, uint32_t length, int64_t *value, uint8_t *scale) {
  uint32_t is_negative = sign_of(text);
  length -= is_negative;
  __m128i bytes = load16(text + is_negative);
  uint32_t points = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')));
  points = _bzhi_u32(points, length & 31);
  // What stands before the point moves one place more. A second point is no digit.
  uint32_t fraction = points ? length - _tzcnt_u32(points) - 1 : 0;
  __m128i moves = _mm_add_epi8(
      load16(to_right_end + (length & 31)), load16(ones_then_zeros + (points ? fraction & 15 : 16)));
  __m128i digits = _mm_shuffle_epi8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), moves);
  *value = with_sign(value_of(digits), is_negative);
  *scale = (uint8_t)fraction;
  uint32_t has_point = (points | (0 - points)) >> 31;
  bool has_digits = length - has_point - 1 < 16;
  return has_digits & (length <= 16) & !has_others(digits);
}

size_t assay_decimals_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      size_t i = first + k;
      taken[k] = take_decimal(cells->texts[i], cells->lengths[i], &integers[i], &scales[i]);
    }
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}
#pragma clang attribute pop
#endif

// Booleans, and integers and decimals of up to 16 digits: of one number all digits at once, or of four numbers, where
// they are short.
//
//   digits     . . 1 2 3 4 5   moved to the right end, zeros before them
//   × 10, 1      1   23   45   products of neighbours added: eight numbers of two digits
//   × 100, 1        1   2345   four of four
//   × 10000, 1         12345   two of eight
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

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

// The texts of a chunk, if none is longer than eight bytes: a word each, and its length.
typedef struct {
  uint64_t words[chunk_size], lengths[chunk_size];
} short_texts;

INLINE bool load_short(const assay_cells *cells, size_t first, size_t count, short_texts *texts) {
  uint32_t lengths = 0;
  for (size_t k = 0; k < count; k++) {
    uint32_t length = cells->lengths[first + k];
    memcpy(&texts->words[k], cells->texts[first + k], 8);
    texts->lengths[k] = length;
    lengths |= length > 8;
  }
  // A last chunk may have a few more than its values in their vectors.
  for (size_t k = count; k & 3; k++) texts->words[k] = texts->lengths[k] = 0;
  return lengths == 0;
}

// Four numbers, a 64-bit lane each.
typedef struct {
  // All ones for those with a minus sign, which the texts are without.
  __m256i negative;
  __m256i digits, lengths;
} four_texts;

INLINE four_texts load_four(const short_texts *texts, size_t k) {
  __m256i words = _mm256_loadu_si256((const __m256i *)(texts->words + k));
  __m256i lengths = _mm256_loadu_si256((const __m256i *)(texts->lengths + k));
  __m256i signs = _mm256_and_si256(words, _mm256_set1_epi64x(0xff));
  __m256i negative = _mm256_cmpeq_epi64(signs, _mm256_set1_epi64x('-'));
  words = _mm256_blendv_epi8(words, _mm256_srli_epi64(words, 8), negative);
  four_texts four = {
    negative, _mm256_sub_epi8(words, _mm256_set1_epi8('0')), _mm256_add_epi64(lengths, negative)};
  return four;
}

// Bits of each lane beyond its text; 64 and more for one without any.
INLINE __m256i rest_bits(__m256i lengths) {
  return _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(lengths, 3));
}

// Lanes whose bytes, of which the first `lengths` are given, are all digits. `values` are those of the others, too.
INLINE __m256i four_values(__m256i digits, __m256i lengths, __m256i negative, __m256i *values) {
  // A shift to the right end leaves out what follows the text, and brings zeros before it.
  digits = _mm256_sllv_epi64(digits, rest_bits(lengths));
  __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
  __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
  __m256i high = _mm256_mul_epu32(fours, _mm256_set1_epi64x(10000));
  __m256i magnitudes = _mm256_add_epi64(high, _mm256_srli_epi64(fours, 32));
  *values = _mm256_sub_epi64(_mm256_xor_si256(magnitudes, negative), negative);
  __m256i others = _mm256_subs_epu8(digits, _mm256_set1_epi8(9));
  return _mm256_cmpeq_epi64(others, _mm256_setzero_si256());
}

// Which of a chunk's short texts are integers, a bit each.
INLINE uint64_t take_short_integers(const short_texts *texts, size_t count, int64_t values[chunk_size]) {
  uint64_t taken = 0;
  for (size_t k = 0; k < count; k += 4) {
    four_texts four = load_four(texts, k);
    __m256i found, digits = four_values(four.digits, four.lengths, four.negative, &found);
    __m256i has_some = _mm256_cmpgt_epi64(four.lengths, _mm256_setzero_si256());
    taken |= lane_bits(_mm256_and_si256(digits, has_some)) << k;
    _mm256_storeu_si256((__m256i *)(values + k), found);
  }
  return taken;
}

size_t assay_integers_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    size_t count = chunk_count(cells, first);
    short_texts texts;
    if (load_short(cells, first, count, &texts)) {
      int64_t values[chunk_size];
      uint64_t taken = take_short_integers(&texts, count, values);
      memcpy(integers + first, values, count * sizeof *values);
      leave(cells, first, ~taken, left, &left_count);
      continue;
    }
    uint8_t taken[chunk_size];
    for (size_t k = 0; k < count; k++) {
      size_t i = first + k;
      taken[k] = take_integer(cells->texts[i], cells->lengths[i], &integers[i]);
    }
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}

// Which of a chunk's short texts are `true` or `false`, a bit each.
INLINE uint64_t take_booleans(const short_texts *texts, size_t count, int64_t values[chunk_size]) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i true_word = _mm256_set1_epi64x(0x65757274), false_word = _mm256_set1_epi64x(0x65736c6166);
  uint64_t taken = 0;
  for (size_t k = 0; k < count; k += 4) {
    __m256i words = _mm256_loadu_si256((const __m256i *)(texts->words + k));
    __m256i lengths = _mm256_loadu_si256((const __m256i *)(texts->lengths + k));
    __m256i not_true = _mm256_or_si256(
        _mm256_xor_si256(_mm256_and_si256(words, _mm256_set1_epi64x(0xffffffff)), true_word),
        _mm256_xor_si256(lengths, _mm256_set1_epi64x(4)));
    __m256i not_false = _mm256_or_si256(
        _mm256_xor_si256(_mm256_and_si256(words, _mm256_set1_epi64x(0xffffffffff)), false_word),
        _mm256_xor_si256(lengths, _mm256_set1_epi64x(5)));
    __m256i is_true = _mm256_cmpeq_epi64(not_true, zero), is_false = _mm256_cmpeq_epi64(not_false, zero);
    taken |= lane_bits(_mm256_or_si256(is_true, is_false)) << k;
    _mm256_storeu_si256((__m256i *)(values + k), _mm256_and_si256(is_true, _mm256_set1_epi64x(1)));
  }
  return taken;
}

size_t assay_booleans_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    size_t count = chunk_count(cells, first);
    short_texts texts;
    int64_t values[chunk_size] = {0};
    uint64_t taken = load_short(cells, first, count, &texts) ? take_booleans(&texts, count, values) : 0;
    memcpy(integers + first, values, count * sizeof *values);
    leave(cells, first, ~taken, left, &left_count);
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

// Which of a chunk's short texts are decimals, a bit each.
INLINE uint64_t take_short_decimals(
    const short_texts *texts, size_t count, int64_t values[chunk_size], uint64_t scales[chunk_size]) {
  const __m256i zero = _mm256_setzero_si256(), ones = _mm256_set1_epi8(-1);
  uint64_t taken = 0;
  for (size_t k = 0; k < count; k += 4) {
    four_texts four = load_four(texts, k);
    __m256i inside = _mm256_srlv_epi64(ones, rest_bits(four.lengths));
    __m256i points = _mm256_and_si256(_mm256_cmpeq_epi8(four.digits, _mm256_set1_epi8('.' - '0')), inside);
    // The first point, and the bytes before it: all of them where there is none.
    __m256i lowest = _mm256_and_si256(points, _mm256_sub_epi64(zero, points));
    __m256i point = _mm256_sub_epi64(_mm256_slli_epi64(lowest, 8), lowest);
    __m256i before = _mm256_add_epi64(lowest, ones);
    __m256i has_none = _mm256_cmpeq_epi64(points, zero);
    // What stands before the point moves one place more. A second point is no digit.
    __m256i whole = _mm256_and_si256(four.digits, before);
    __m256i fraction = _mm256_andnot_si256(_mm256_or_si256(before, point), four.digits);
    __m256i joined = _mm256_or_si256(_mm256_slli_epi64(whole, 8), fraction);
    __m256i digits = _mm256_blendv_epi8(joined, whole, has_none);
    __m256i found, are_digits = four_values(digits, four.lengths, four.negative, &found);
    __m256i digit_counts = _mm256_sub_epi64(four.lengths, _mm256_add_epi64(has_none, _mm256_set1_epi64x(1)));
    __m256i has_some = _mm256_cmpgt_epi64(digit_counts, zero);
    __m256i whole_counts = _mm256_sad_epu8(_mm256_and_si256(before, _mm256_set1_epi8(1)), zero);
    __m256i after = _mm256_andnot_si256(has_none, _mm256_sub_epi64(digit_counts, whole_counts));
    taken |= lane_bits(_mm256_and_si256(are_digits, has_some)) << k;
    _mm256_storeu_si256((__m256i *)(values + k), found);
    _mm256_storeu_si256((__m256i *)(scales + k), after);
  }
  return taken;
}

size_t assay_decimals_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    size_t count = chunk_count(cells, first);
    short_texts texts;
    if (load_short(cells, first, count, &texts)) {
      int64_t values[chunk_size];
      uint64_t wide_scales[chunk_size];
      uint64_t taken = take_short_decimals(&texts, count, values, wide_scales);
      memcpy(integers + first, values, count * sizeof *values);
      for (size_t k = 0; k < count; k++) scales[first + k] = (uint8_t)wide_scales[k];
      leave(cells, first, ~taken, left, &left_count);
      continue;
    }
    uint8_t taken[chunk_size];
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

// Dates and timestamps of fixed width, four at once: digits are brought together, and pairs of them become numbers.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#include "cells_avx2.h"

typedef struct {
  uint32_t year;
  // The month × 32 + the day.
  uint32_t month_and_day;
} civil_date;

typedef struct {
  uint32_t minute_of_day;
  uint32_t second;
} civil_time;

// Eight bytes of each text of a chunk.
typedef struct {
  uint64_t of[chunk_size];
} words;

INLINE void take_word(words *words, size_t k, const uint8_t *text) { memcpy(&words->of[k], text, 8); }

INLINE __m256i four_words(const words *words, size_t k) {
  return _mm256_loadu_si256((const __m256i *)(words->of + k));
}

INLINE uint64_t zero_lanes(__m256i lanes) {
  return lane_bits(_mm256_cmpeq_epi64(lanes, _mm256_setzero_si256()));
}

// How the digits of two words are read: in which places they stand, in both words of a half, the least and the most of
// each pair of them, and what pairs are multiplied by before two of them are added.
typedef struct {
  int8_t head[16], tail[16];
  uint16_t least[4], most[4], factors[4];
} digit_rule;

static const digit_rule date_rule = {
  .head = {0, 1, 2, 3, 5, 6, -1, -1, 8, 9, 10, 11, 13, 14, -1, -1},
  .tail = {-1, -1, -1, -1, -1, -1, 6, 7, -1, -1, -1, -1, -1, -1, 14, 15},
  .least = {0, 0, 1, 1}, .most = {99, 99, 12, 31}, .factors = {100, 1, 32, 1},
};

static const digit_rule time_rule = {
  .head = {1, 2, 4, 5, -1, -1, -1, -1, 9, 10, 12, 13, -1, -1, -1, -1},
  .tail = {-1, -1, -1, -1, 5, 6, -1, -1, -1, -1, -1, -1, 13, 14, -1, -1},
  .least = {0, 0, 0, 0}, .most = {23, 59, 59, 0}, .factors = {60, 1, 1, 0},
};

INLINE __m256i each_half(const int8_t bytes[16]) { return _mm256_broadcastsi128_si256(load16(bytes)); }

INLINE __m256i each_lane(const void *bytes) {
  int64_t word;
  memcpy(&word, bytes, 8);
  return _mm256_set1_epi64x(word);
}

// What the digits of four pairs of words amount to, two numbers of 32 bits each. A lane of what it returns is zero
// where all of them are digits, and every pair within its bounds.
INLINE __m256i join_digits(__m256i heads, __m256i tails, const digit_rule *rule, __m256i *joined) {
  __m256i zero = _mm256_set1_epi8('0');
  __m256i digits = _mm256_or_si256(
      _mm256_shuffle_epi8(_mm256_sub_epi8(heads, zero), each_half(rule->head)),
      _mm256_shuffle_epi8(_mm256_sub_epi8(tails, zero), each_half(rule->tail)));
  __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010a));
  *joined = _mm256_madd_epi16(pairs, each_lane(rule->factors));
  __m256i above = _mm256_cmpgt_epi16(pairs, each_lane(rule->most));
  __m256i below = _mm256_cmpgt_epi16(each_lane(rule->least), pairs);
  return _mm256_or_si256(_mm256_or_si256(above, below), _mm256_subs_epu8(digits, _mm256_set1_epi8(9)));
}

// What differs from `marks` in those places, which have all bits of their bytes.
INLINE __m256i other_marks(__m256i words, const char marks[9], const char places[9]) {
  return _mm256_and_si256(_mm256_xor_si256(words, each_lane(marks)), each_lane(places));
}

// Which of a chunk are dates, a bit each. `heads` have YYYY-MM- and `tails` YY-MM-DD.
INLINE uint64_t read_dates(const words *heads, const words *tails, civil_date dates[chunk_size]) {
  uint64_t taken = 0;
  for (size_t k = 0; k < chunk_size; k += 4) {
    __m256i head = four_words(heads, k), joined;
    __m256i wrong = join_digits(head, four_words(tails, k), &date_rule, &joined);
    wrong = _mm256_or_si256(wrong, other_marks(head, "....-..-", "\0\0\0\0\xff\0\0\xff"));
    taken |= zero_lanes(wrong) << k;
    _mm256_storeu_si256((__m256i *)(dates + k), joined);
  }
  return taken;
}

// The same for times of day. `heads` have THH:MM:S and `tails` H:MM:SSZ.
INLINE uint64_t read_times(const words *heads, const words *tails, civil_time times[chunk_size]) {
  uint64_t taken = 0;
  for (size_t k = 0; k < chunk_size; k += 4) {
    __m256i head = four_words(heads, k), tail = four_words(tails, k), joined;
    __m256i wrong = join_digits(head, tail, &time_rule, &joined);
    // `T` and a space both begin a time.
    __m256i spaces = _mm256_cmpeq_epi8(head, _mm256_set1_epi8(' '));
    head = _mm256_blendv_epi8(head, _mm256_set1_epi8('T'), spaces);
    wrong = _mm256_or_si256(wrong, other_marks(head, "T..:..:.", "\xff\0\0\xff\0\0\xff\0"));
    wrong = _mm256_or_si256(wrong, other_marks(tail, ".......Z", "\0\0\0\0\0\0\0\xff"));
    taken |= zero_lanes(wrong) << k;
    _mm256_storeu_si256((__m256i *)(times + k), joined);
  }
  return taken;
}

// The days since 1970-01-01 of a chunk; which of its dates there are, a bit each: not those whose month has no such
// day.
//
// Years begin in March, so that the leap day comes last, and 400 of them are borrowed, so that none is negative. All
// numbers have less than 32 bits, so that the compiler makes vectors of them; for the divisions by a product and a
// shift see dayNumber in Swift. What is no date may give any number.
INLINE uint64_t number_days(const civil_date dates[chunk_size], int32_t days[chunk_size]) {
  uint8_t exists[chunk_size];
  for (size_t k = 0; k < chunk_size; k++) {
    uint32_t year = dates[k].year, month = dates[k].month_and_day >> 5, day = dates[k].month_and_day & 31;
    // Two bits a month: its days less 28, February in leap years.
    uint32_t is_there = day <= 28 + (0x3bbeedcu >> (2 * month & 31) & 3);
    uint32_t century = year * 5243 >> 19;
    uint32_t is_leap = ((year & 3) == 0) & ((year != century * 100) | ((century & 3) == 0));
    is_there &= (dates[k].month_and_day != (2 << 5 | 29)) | is_leap;
    uint32_t is_early = month <= 2;
    uint32_t years = year + 400 - is_early, months = month + 12 * is_early - 3;
    uint32_t centuries = years * 5243 >> 19;
    uint32_t before = 365 * years + (years >> 2) - centuries + (centuries >> 2) + ((979 * months + 18) >> 5);
    days[k] = (int32_t)(before + day - (719469 + 146097));
    exists[k] = (uint8_t)is_there;
  }
  return ~zeros_in_chunk(exists);
}

size_t assay_dates_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left) {
  size_t left_count = 0;
  words heads = {0}, tails = {0};
  civil_date dates[chunk_size];
  int32_t days[chunk_size];
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint64_t taken = 0;
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      const uint8_t *text = cells->texts[first + k];
      take_word(&heads, k, text);
      take_word(&tails, k, text + 2);
      taken |= (uint64_t)(cells->lengths[first + k] == 10) << k;
    }
    taken &= read_dates(&heads, &tails, dates);
    taken &= number_days(dates, days);
    for (size_t k = 0; k < count; k++) integers[first + k] = days[k];
    leave(cells, first, ~taken, left, &left_count);
  }
  return left_count;
}

static const uint8_t any_text[21] = "1970-01-01T00:00:00Z";

size_t assay_timestamps_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  // So many days before and after 1970-01-01, nanoseconds have 64 bits at any time of day.
  const int32_t safe_days = 106751;
  size_t left_count = 0;
  words heads = {0}, tails = {0}, time_heads = {0}, time_tails = {0};
  civil_date dates[chunk_size];
  civil_time times[chunk_size];
  int32_t days[chunk_size];
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint64_t taken = 0;
    uint8_t is_near[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      bool has_length = cells->lengths[first + k] == 20;
      const uint8_t *text = has_length ? cells->texts[first + k] : any_text;
      take_word(&heads, k, text);
      take_word(&tails, k, text + 2);
      take_word(&time_heads, k, text + 10);
      take_word(&time_tails, k, text + 12);
      taken |= (uint64_t)has_length << k;
    }
    taken &= read_dates(&heads, &tails, dates) & read_times(&time_heads, &time_tails, times);
    taken &= number_days(dates, days);
    for (size_t k = 0; k < chunk_size; k++) is_near[k] = (days[k] >= -safe_days) & (days[k] < safe_days);
    taken &= ~zeros_in_chunk(is_near);
    for (size_t k = 0; k < count; k++) {
      int64_t second = (int64_t)days[k] * 86400 + times[k].minute_of_day * 60 + times[k].second;
      integers[first + k] = (int64_t)((uint64_t)second * 1000000000);
    }
    memset(scales + first, 1, count);
    leave(cells, first, ~taken, left, &left_count);
  }
  return left_count;
}
#pragma clang attribute pop
#endif

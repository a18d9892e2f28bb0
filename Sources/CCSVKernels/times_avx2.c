// Dates and timestamps of fixed width: digits are brought together, and pairs of them become numbers at once.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#include "cells_avx2.h"

typedef struct {
  uint32_t year;
  // The month × 32 + the day.
  uint32_t date;
  uint32_t minute_of_day;
  uint32_t second;
} civil;

// Of fourteen digits YYYYMMDDHHMMSS in the first bytes, zeros after them. False where a byte is no digit, or a pair of
// them out of its range.
INLINE bool read_civil(__m128i digits, civil *time) {
  const __m128i least = _mm_setr_epi16(0, 0, 1, 1, 0, 0, 0, 0), most = _mm_setr_epi16(99, 99, 12, 31, 23, 59, 59, 0);
  __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010a));
  __m128i outside = _mm_or_si128(_mm_cmpgt_epi16(pairs, most), _mm_cmpgt_epi16(least, pairs));
  _mm_storeu_si128((__m128i *)time, _mm_madd_epi16(pairs, _mm_setr_epi16(100, 1, 32, 1, 60, 1, 1, 0)));
  return is_zero(_mm_or_si128(outside, _mm_subs_epu8(digits, _mm_set1_epi8(9))));
}

// The days since 1970-01-01 of a chunk. Those are not taken whose month has no such day.
//
// Years begin in March, so that the leap day comes last, and 400 of them are borrowed, so that none is negative. All
// numbers have less than 32 bits, so that the compiler makes vectors of them; for the divisions by a product and a
// shift see dayNumber in Swift. What was not taken before may give any number.
INLINE void number_days(const civil times[chunk_size], int32_t days[chunk_size], uint8_t taken[chunk_size]) {
  for (size_t k = 0; k < chunk_size; k++) {
    uint32_t year = times[k].year, month = times[k].date >> 5, day = times[k].date & 31;
    // Two bits a month: its days less 28, February in leap years.
    uint32_t exists = day <= 28 + (0x3bbeedcu >> (2 * month & 31) & 3);
    uint32_t century = year * 5243 >> 19;
    uint32_t is_leap = ((year & 3) == 0) & ((year != century * 100) | ((century & 3) == 0));
    exists &= (times[k].date != (2 << 5 | 29)) | is_leap;
    uint32_t is_early = month <= 2;
    uint32_t years = year + 400 - is_early, months = month + 12 * is_early - 3;
    uint32_t centuries = years * 5243 >> 19;
    uint32_t before = 365 * years + (years >> 2) - centuries + (centuries >> 2) + ((979 * months + 18) >> 5);
    days[k] = (int32_t)(before + day - (719469 + 146097));
    taken[k] &= (uint8_t)exists;
  }
}

size_t assay_dates_avx2(const assay_cells *cells, int64_t *integers, uint32_t *left) {
  const __m128i order = _mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, -1, -1, -1, -1, -1, -1, -1, -1);
  size_t left_count = 0;
  civil times[chunk_size] = {0};
  int32_t days[chunk_size];
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size] = {0};
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      __m128i bytes = load16(cells->texts[first + k]);
      bool has_marks = (_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('-'))) & 0x90) == 0x90;
      __m128i digits = _mm_shuffle_epi8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), order);
      taken[k] = (cells->lengths[first + k] == 10) & has_marks & read_civil(digits, &times[k]);
    }
    number_days(times, days, taken);
    for (size_t k = 0; k < count; k++) integers[first + k] = days[k];
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}

static const uint8_t any_text[21] = "1970-01-01T00:00:00Z";

INLINE bool take_timestamp(const uint8_t *text, uint32_t length, civil *time) {
  // The first sixteen bytes have all digits but the seconds'; the last sixteen, all marks.
  const __m128i first = _mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, -1, -1, -1, -1);
  const __m128i last = _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 13, 14, -1, -1);
  const __m128i zeros = _mm_setr_epi8(48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 0, 0);
  const __m128i marks = _mm_setr_epi8('-', 0, 0, '-', 0, 0, 'T', 0, 0, ':', 0, 0, ':', 0, 0, 'Z');
  const __m128i spaced = _mm_setr_epi8('-', 0, 0, '-', 0, 0, ' ', 0, 0, ':', 0, 0, ':', 0, 0, 'Z');
  text = length == 20 ? text : any_text;
  __m128i head = load16(text), tail = load16(text + 4);
  __m128i found = _mm_or_si128(_mm_cmpeq_epi8(tail, marks), _mm_cmpeq_epi8(tail, spaced));
  bool has_marks = (_mm_movemask_epi8(found) & 0x9249) == 0x9249;
  __m128i digits = _mm_or_si128(_mm_shuffle_epi8(head, first), _mm_shuffle_epi8(tail, last));
  return (length == 20) & has_marks & read_civil(_mm_sub_epi8(digits, zeros), time);
}

size_t assay_timestamps_avx2(const assay_cells *cells, int64_t *integers, uint8_t *scales, uint32_t *left) {
  // So many days before and after 1970-01-01, nanoseconds have 64 bits at any time of day.
  const int32_t safe_days = 106751;
  size_t left_count = 0;
  civil times[chunk_size] = {0};
  int32_t days[chunk_size];
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size] = {0};
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      taken[k] = take_timestamp(cells->texts[first + k], cells->lengths[first + k], &times[k]);
    }
    number_days(times, days, taken);
    for (size_t k = 0; k < chunk_size; k++) taken[k] &= (days[k] >= -safe_days) & (days[k] < safe_days);
    for (size_t k = 0; k < count; k++) {
      int64_t second = (int64_t)days[k] * 86400 + times[k].minute_of_day * 60 + times[k].second;
      integers[first + k] = (int64_t)((uint64_t)second * 1000000000);
    }
    memset(scales + first, 1, count);
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}
#pragma clang attribute pop
#endif

// UUIDs, e-mail addresses and members of small sets: bytes are classified at once, and masks of them judged.
//
// A class of ASCII is sixteen bytes, one for each low half of a byte, in which bit n stands for the high half n.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))), apply_to = function)
#include "cells_avx2.h"

static const int8_t hex_or_hyphen[16] = {8, 88, 88, 88, 88, 88, 88, 8, 8, 8, 0, 0, 0, 4, 0, 0};
// Letters, digits, the dot and !#$%&'*+-/=?^_`{|}~.
static const int8_t local_part[16] = {-24, -4, -8, -4, -4, -4, -4, -4, -8, -8, -12, -44, -48, -36, -12, 124};
// Letters, digits, the dot and the hyphen.
static const int8_t domain_part[16] = {-88, -8, -8, -8, -8, -8, -8, -8, -8, -8, -16, 80, 80, 84, 84, 80};

// For each byte, the bit of its high half; 0 for what is not ASCII.
INLINE __m256i high_bits(__m256i bytes) {
  const __m256i bits = _mm256_setr_epi8(
      1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  return _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15)));
}

INLINE uint32_t bits_of(__m256i found) { return (uint32_t)_mm256_movemask_epi8(found); }

INLINE uint32_t equal_to(__m256i bytes, char byte) {
  return bits_of(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte)));
}

// Which bytes are not of a class.
INLINE uint32_t outside(__m256i bytes, __m256i high, const int8_t class[16]) {
  __m256i rows = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(load16(class)), bytes);
  return bits_of(_mm256_cmpeq_epi8(_mm256_and_si256(rows, high), _mm256_setzero_si256()));
}

INLINE __m256i joined(const uint8_t *low, const uint8_t *high) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(load16(low)), load16(high), 1);
}

static const uint8_t any_uuid[37] = "00000000-0000-0000-0000-000000000000";

INLINE bool take_uuid(const uint8_t *text, uint32_t length) {
  text = length == 36 ? text : any_uuid;
  __m256i bytes = joined(text, text + 16), end = _mm256_castsi128_si256(load16(text + 20));
  uint32_t wrong = outside(bytes, high_bits(bytes), hex_or_hyphen) | (equal_to(bytes, '-') ^ 0x00842100);
  // The second half of `end` is of no meaning.
  wrong |= (outside(end, high_bits(end), hex_or_hyphen) | (equal_to(end, '-') ^ 0x0008)) & 0xffff;
  return (length == 36) & (wrong == 0);
}

size_t assay_non_uuids_avx2(const assay_cells *cells, uint32_t *left) {
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) taken[k] = take_uuid(cells->texts[first + k], cells->lengths[first + k]);
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}

// Masks of the texts of a chunk: bit i speaks of byte i.
typedef struct {
  uint64_t no_local_part[chunk_size], no_domain[chunk_size], dots[chunk_size], hyphens[chunk_size], ats[chunk_size];
  uint64_t digits[chunk_size], lengths[chunk_size];
} address_masks;

// The masks of 32 bytes, `at` bytes behind the beginning.
INLINE void add_masks(address_masks *masks, size_t k, __m256i bytes, uint32_t at) {
  __m256i high = high_bits(bytes);
  masks->no_local_part[k] |= (uint64_t)outside(bytes, high, local_part) << at;
  masks->no_domain[k] |= (uint64_t)outside(bytes, high, domain_part) << at;
  masks->dots[k] |= (uint64_t)equal_to(bytes, '.') << at;
  masks->hyphens[k] |= (uint64_t)equal_to(bytes, '-') << at;
  masks->ats[k] |= (uint64_t)equal_to(bytes, '@') << at;
  __m256i above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8('0' - 1));
  __m256i below = _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), bytes);
  masks->digits[k] |= (uint64_t)bits_of(_mm256_and_si256(above, below)) << at;
}

static const uint8_t nothing[16];

INLINE void note_masks(address_masks *masks, size_t k, const uint8_t *text, uint32_t length) {
  masks->no_local_part[k] = masks->no_domain[k] = masks->dots[k] = masks->hyphens[k] = masks->ats[k] = 0;
  masks->digits[k] = 0;
  masks->lengths[k] = length;
  // Nothing is loaded that begins behind the end.
  add_masks(masks, k, joined(text, length > 16 ? text + 16 : nothing), 0);
  if (length > 32) add_masks(masks, k, joined(text + 32, length > 48 ? text + 48 : nothing), 32);
}

// What isEmail in Swift says of each text of a chunk, where it has 1 to 64 bytes. Without a branch or a comparison in
// between, so that the compiler makes vectors of it.
INLINE void judge_addresses(const address_masks *masks, uint8_t taken[chunk_size]) {
  for (size_t k = 0; k < chunk_size; k++) {
    uint64_t length = masks->lengths[k], all = ~0ull >> ((64 - length) & 63), last = all ^ all >> 1;
    uint64_t ats = masks->ats[k] & all, at = ats & -ats;
    uint64_t local = at - 1, domain = all & ~local & ~at;
    // Atoms and labels end at a dot and at the `@`, and none is empty.
    uint64_t dots = masks->dots[k] & all, ends = dots | at;
    uint64_t wrong = (masks->no_local_part[k] & local) | (masks->no_domain[k] & domain)
        | (ends & (ends << 1 | 1 | last));
    // A label has no hyphen at either end.
    uint64_t hyphens = masks->hyphens[k] & domain;
    wrong |= (hyphens & last) | (ends & (hyphens << 1 | hyphens >> 1));
    // The highest bit of the domain that is no digit stands above its last dot.
    uint64_t domain_dots = dots & domain, others = domain & ~dots & ~masks->digits[k];
    taken[k] = (length - 1 < 64) & (at != 0) & (wrong == 0) & (domain_dots != 0) & (others > domain_dots);
  }
}

size_t assay_non_emails_avx2(const assay_cells *cells, uint32_t *left) {
  size_t left_count = 0;
  address_masks masks = {0};
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) note_masks(&masks, k, cells->texts[first + k], cells->lengths[first + k]);
    judge_addresses(&masks, taken);
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}

INLINE bool take_member(const uint8_t *text, uint64_t length, assay_short_texts table) {
  const int8_t *mask = ones_then_zeros + 16 - (length < 16 ? length : 16);
  __m128i bytes = _mm_and_si128(load16(text), load16(mask));
  uint64_t low = (uint64_t)_mm_cvtsi128_si64(bytes), high = (uint64_t)_mm_extract_epi64(bytes, 1);
  const assay_short_text *slot =
      table.slots + assay_short_text_slot(low, high, length, table.multiplier, table.shift);
  return ((slot->low ^ low) | (slot->high ^ high) | (slot->length ^ length)) == 0;
}

size_t assay_non_members_avx2(const assay_cells *cells, const assay_short_texts *table, uint32_t *left) {
  assay_short_texts short_texts = *table;
  size_t left_count = 0;
  for (size_t first = 0; first < cells->count; first += chunk_size) {
    uint8_t taken[chunk_size];
    size_t count = chunk_count(cells, first);
    for (size_t k = 0; k < count; k++) {
      taken[k] = take_member(cells->texts[first + k], cells->lengths[first + k], short_texts);
    }
    leave_untaken(cells, first, taken, left, &left_count);
  }
  return left_count;
}
#pragma clang attribute pop
#endif

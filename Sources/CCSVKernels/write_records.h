#pragma once

// Where the records after these end begin, and which cell is the first of each.
static inline __attribute__((always_inline)) void write_records(
    uint64_t record_ends, uint64_t ends, uint32_t base, uint32_t cells, uint32_t *record_starts,
    uint32_t *first_cells) {
  // The first one without a branch, since most pieces have one or none.
  do {
    uint64_t up_to = record_ends ^ (record_ends - 1);
    *++record_starts = base + (record_ends ? (uint32_t)__builtin_ctzll(record_ends) : 64) + 1;
    *++first_cells = cells + (uint32_t)__builtin_popcountll(ends & up_to);
    record_ends &= record_ends - 1;
  } while (record_ends);
}

// Positions of set bits to memory, four at a time so that the branch depends on the count alone. It writes up to three
// entries too many, which the next call overwrites. A cell begins after the end of the one before it.
#pragma once

static inline __attribute__((always_inline)) void write_ends(
    uint64_t ends, uint64_t after_return, uint32_t base, uint32_t *cell_starts, uint32_t *cell_ends) {
  for (size_t k = 0; ends; k += 4) {
    for (size_t lane = 0; lane < 4; lane++) {
      uint32_t bit = ends ? (uint32_t)__builtin_ctzll(ends) : 0;
      cell_ends[k + lane] = base + bit - (uint32_t)(after_return >> bit & 1);
      cell_starts[k + lane + 1] = base + bit + 1;
      ends &= ends - 1;
    }
  }
}

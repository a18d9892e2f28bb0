// Positions of set bits to memory, four at a time so that the branch depends on the count alone. It writes up to three
// entries too many, which the next call overwrites. A cell begins after the end of the one before it.
#pragma once
#include "returns.h"

static inline __attribute__((always_inline)) void write_ends(
    uint64_t ends, uint64_t after_return, uint32_t base, uint32_t *cell_starts, uint32_t *cell_ends) {
  size_t k = 0;
  for (uint64_t left = ends; left; k += 4) {
    for (size_t lane = 0; lane < 4; lane++) {
      uint32_t bit = left ? (uint32_t)__builtin_ctzll(left) : 64;
      cell_ends[k + lane] = base + bit;
      cell_starts[k + lane + 1] = base + bit + 1;
      left &= left - 1;
    }
  }
  leave_out_returns(ends, after_return, cell_ends);
}

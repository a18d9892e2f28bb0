#pragma once
#include <stdint.h>

// A CR before a line feed is no part of the cell: takes it from those ends, which have been written.
static inline __attribute__((always_inline)) void leave_out_returns(
    uint64_t ends, uint64_t after_return, uint32_t *cell_ends) {
  for (; after_return; after_return &= after_return - 1) {
    cell_ends[__builtin_popcountll(ends & ((after_return ^ (after_return - 1)) >> 1))]--;
  }
}

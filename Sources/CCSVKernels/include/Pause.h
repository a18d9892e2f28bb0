// What a thread does in a loop that asks again and again.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Lets the other thread of the core go first, for some tens of cycles.
static inline void assay_pause(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

// SSE2, which every x86-64 has.
#if defined(__x86_64__)
#include <emmintrin.h>
#include <stdint.h>

typedef struct {
  __m128i parts[4];
} piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) {
  piece loaded;
  for (int i = 0; i < 4; i++) loaded.parts[i] = _mm_loadu_si128((const __m128i *)bytes + i);
  return loaded;
}

static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes.parts[i], wanted)) << (16 * i);
  }
  return mask;
}

static inline __attribute__((always_inline)) uint64_t high_bits(piece bytes) {
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes.parts[i]) << (16 * i);
  return mask;
}

#define ASSAY_LEVEL sse2
#include "shift_xor.h"
#include "write_ends.h"
#include "write_records.h"
#include "body.h"
#endif

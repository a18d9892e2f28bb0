// NEON, which every arm64 has.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  uint8x16_t parts[4];
} piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) {
  piece loaded;
  for (int i = 0; i < 4; i++) loaded.parts[i] = vld1q_u8(bytes + 16 * i);
  return loaded;
}

// Keeps one bit of each byte that is all ones, then adds neighbours three times until eight bytes are one.
static inline __attribute__((always_inline)) uint64_t mask_of(piece found) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t weight = vld1q_u8(weights), bits[4];
  for (int i = 0; i < 4; i++) bits[i] = vandq_u8(found.parts[i], weight);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  uint8x16_t wanted = vdupq_n_u8(byte);
  for (int i = 0; i < 4; i++) bytes.parts[i] = vceqq_u8(bytes.parts[i], wanted);
  return mask_of(bytes);
}

static inline __attribute__((always_inline)) uint64_t high_bits(piece bytes) {
  for (int i = 0; i < 4; i++) bytes.parts[i] = vcgeq_u8(bytes.parts[i], vdupq_n_u8(0x80));
  return mask_of(bytes);
}

#define ASSAY_LEVEL neon
#include "shift_xor.h"
#include "write_ends.h"
#include "write_records.h"
#include "body.h"
#endif

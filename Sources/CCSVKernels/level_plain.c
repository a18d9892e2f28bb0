// Plain C: eight bytes of a machine word at a time.
#include <stdint.h>
#include <string.h>

typedef struct {
  uint64_t words[8];
} piece;

static inline __attribute__((always_inline)) piece load(const uint8_t *bytes) {
  piece loaded;
  memcpy(&loaded, bytes, 64);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (int i = 0; i < 8; i++) loaded.words[i] = __builtin_bswap64(loaded.words[i]);
#endif
  return loaded;
}

// The high bits of the eight bytes of a word, which the product gathers in the top byte.
static inline __attribute__((always_inline)) uint64_t gathered(uint64_t word) {
  return (word >> 7 & 0x0101010101010101ull) * 0x0102040810204080ull >> 56;
}

// The high bit of each byte that is zero after the xor.
static inline __attribute__((always_inline)) uint64_t equal(piece bytes, uint8_t byte) {
  const uint64_t low = 0x7f7f7f7f7f7f7f7full;
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) {
    uint64_t word = bytes.words[i] ^ (0x0101010101010101ull * byte);
    uint64_t zero = ~(((word & low) + low) | word | low);
    mask |= gathered(zero) << (8 * i);
  }
  return mask;
}

static inline __attribute__((always_inline)) uint64_t high_bits(piece bytes) {
  uint64_t mask = 0;
  for (int i = 0; i < 8; i++) mask |= gathered(bytes.words[i]) << (8 * i);
  return mask;
}

#define ASSAY_LEVEL plain
#include "shift_xor.h"
#include "write_ends.h"
#include "write_records.h"
#include "body.h"

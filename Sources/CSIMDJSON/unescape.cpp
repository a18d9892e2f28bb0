// Unescaping with what every processor has, and the choice of better.
#include "unescape.hpp"

#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif
#include "unescape_pieces.hpp"

namespace assay {

namespace {

#if defined(__SSE2__)
struct Piece {
  static constexpr ptrdiff_t bytes = 16;
  __m128i loaded;

  static Piece load(const uint8_t *text) { return {_mm_loadu_si128(reinterpret_cast<const __m128i *>(text))}; }
  void store(uint8_t *output) const { _mm_storeu_si128(reinterpret_cast<__m128i *>(output), loaded); }
  uint64_t backslashes() const {
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(loaded, _mm_set1_epi8('\\'))));
  }
};
#elif defined(__aarch64__)
struct Piece {
  static constexpr ptrdiff_t bytes = 16;
  uint8x16_t loaded;

  static Piece load(const uint8_t *text) { return {vld1q_u8(text)}; }
  void store(uint8_t *output) const { vst1q_u8(output, loaded); }
  uint64_t backslashes() const {
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t marks = vandq_u8(vceqq_u8(loaded, vdupq_n_u8('\\')), bit);
    return vaddv_u8(vget_low_u8(marks)) | static_cast<uint64_t>(vaddv_u8(vget_high_u8(marks))) << 8;
  }
};
#else
struct Piece {
  static constexpr ptrdiff_t bytes = 8;
  uint8_t loaded[bytes];

  static Piece load(const uint8_t *text) {
    Piece piece;
    std::memcpy(piece.loaded, text, bytes);
    return piece;
  }
  void store(uint8_t *output) const { std::memcpy(output, loaded, bytes); }
  uint64_t backslashes() const {
    uint64_t marks = 0;
    for (ptrdiff_t i = 0; i < bytes; ++i) marks |= uint64_t(loaded[i] == '\\') << i;
    return marks;
  }
};
#endif

}  // namespace

uint8_t *unescapePortably(const uint8_t *text, const uint8_t *end, uint8_t *output, intptr_t wanted) {
  return unescapePieces<Piece>(text, end, output, wanted);
}

Unescape *unescapeLike(const char *implementation) {
#if defined(__x86_64__)
  if (std::strcmp(implementation, "icelake") == 0) return unescapeAVX512;
  if (std::strcmp(implementation, "haswell") == 0) return unescapeAVX2;
#endif
  (void)implementation;
  return unescapePortably;
}

}  // namespace assay

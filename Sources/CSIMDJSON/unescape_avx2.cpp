// Unescaping with AVX2.
#if defined(__x86_64__)
#include "unescape.hpp"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#include "unescape_pieces.hpp"

namespace assay {

namespace {

struct Piece {
  static constexpr ptrdiff_t bytes = 32;
  __m256i loaded;

  static Piece load(const uint8_t *text) { return {_mm256_loadu_si256(reinterpret_cast<const __m256i *>(text))}; }
  void store(uint8_t *output) const { _mm256_storeu_si256(reinterpret_cast<__m256i *>(output), loaded); }
  uint64_t backslashes() const {
    return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(loaded, _mm256_set1_epi8('\\'))));
  }
};

}  // namespace

uint8_t *unescapeAVX2(const uint8_t *text, const uint8_t *end, uint8_t *output, intptr_t wanted) {
  return unescapePieces<Piece>(text, end, output, wanted);
}

}  // namespace assay
#pragma clang attribute pop
#endif

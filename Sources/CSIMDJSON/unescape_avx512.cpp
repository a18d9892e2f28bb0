// Unescaping with AVX-512: all escapes of 64 bytes at once, but for \uXXXX.
//
//   bytes      a \ n b \ " c      what is written
//   starts     . x . . x . .      a line feed, b, a quote, c: the escapes' second bytes are looked up in a table, and
//   letters    . . x . . x .      a compress leaves their first bytes out
#if defined(__x86_64__)
#include "unescape.hpp"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt"))), \
    apply_to = function)
#include "escapes.hpp"

namespace assay {

namespace {

/// The bits of backslashes that begin an escape, which are every second one of each run. The subtraction borrows
/// through a run and flips its bits against the odd places; no run goes on from before.
inline uint64_t escapeStarts(uint64_t backslashes) {
  const uint64_t odd = 0xAAAAAAAAAAAAAAAA;
  return (((backslashes << 1 | odd) - backslashes) ^ odd) & backslashes;
}

inline uint64_t below(uint64_t n) { return _bzhi_u64(~uint64_t(0), static_cast<unsigned>(n)); }

struct Table {
  __m512i low, high;
};

/// What the letters of `bytes` say in their place, and without the backslashes at `starts`.
inline bool translate(
  __m512i bytes, uint64_t starts, uint64_t letters, uint64_t kept, const Table &table, uint8_t *output) {
  __m512i said = _mm512_permutex2var_epi8(table.low, bytes, table.high);
  // No letter is beyond ASCII, of which the table sees the lower seven bits.
  if ((letters & (_mm512_testn_epi8_mask(said, said) | _mm512_movepi8_mask(bytes))) != 0) return false;
  __m512i mixed = _mm512_mask_mov_epi8(bytes, letters, said);
  _mm512_storeu_si512(output, _mm512_maskz_compress_epi8(~starts & kept, mixed));
  return true;
}

/// Takes up to 64 bytes, among which may be the end, and an escape that is left open or of another length than two.
inline bool takeSome(const uint8_t *&text, const uint8_t *end, uint8_t *&output, const Table &table) {
  __m512i bytes = _mm512_loadu_si512(text);
  uint64_t count = end - text < 64 ? static_cast<uint64_t>(end - text) : 64;
  uint64_t starts = escapeStarts(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')) & below(count));
  // An escape that begins with the last byte is left for the next round.
  count -= starts >> 63;
  starts &= below(63);
  uint64_t letters = starts << 1;
  uint64_t unicode = _mm512_mask_cmpeq_epi8_mask(letters, bytes, _mm512_set1_epi8('u'));
  if (unicode != 0) {
    count = static_cast<uint64_t>(__builtin_ctzll(unicode)) - 1;
    starts &= below(count);
    letters &= below(count);
  }
  if (!translate(bytes, starts, letters, below(count), table, output)) return false;
  text += count;
  output += count - static_cast<uint64_t>(__builtin_popcountll(starts));
  if (unicode != 0) output = unescapeUnicode(text, output);
  return output != nullptr;
}

}  // namespace

uint8_t *unescapeAVX512(const uint8_t *text, const uint8_t *end, uint8_t *output) {
  const Table table = {
    _mm512_loadu_si512(escapeTables.letters), _mm512_loadu_si512(escapeTables.letters + 64)};
  while (end - text >= 64) {
    __m512i bytes = _mm512_loadu_si512(text);
    uint64_t starts = escapeStarts(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')));
    uint64_t letters = starts << 1;
    uint64_t unicode = _mm512_mask_cmpeq_epi8_mask(letters, bytes, _mm512_set1_epi8('u'));
    // Mostly all 64 bytes are taken, and the next load need not wait for how many it is.
    if (__builtin_expect((starts >> 63 | unicode) == 0, 1)) {
      if (!translate(bytes, starts, letters, ~uint64_t(0), table, output)) return nullptr;
      text += 64;
      output += 64 - static_cast<uint64_t>(__builtin_popcountll(starts));
    } else if (!takeSome(text, end, output, table)) {
      return nullptr;
    }
  }
  while (text < end) {
    if (!takeSome(text, end, output, table)) return nullptr;
  }
  return output;
}

}  // namespace assay
#pragma clang attribute pop
#endif

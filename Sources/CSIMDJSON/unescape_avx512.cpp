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

/// What ASCII is within escapes, a bit each.
enum Class : uint8_t { saysOneByte = 1, isHex = 2, isU = 4, isD = 8 };

struct Classes {
  uint8_t of[128];

  constexpr Classes() : of() {
    for (int i = 0; i < 128; ++i) {
      of[i] = static_cast<uint8_t>(
        (escapeTables.letters[i] != 0 ? saysOneByte : 0) | (escapeTables.digits[i] != 255 ? isHex : 0)
        | (i == 'u' ? isU : 0) | ((i | 0x20) == 'd' ? isD : 0));
    }
  }
};

alignas(64) constexpr Classes classes;

/// Whether all escapes from `text` on are some. Pairs of \uXXXX, which are rare, are judged one by one; of others it
/// counts what must follow them.
inline bool judge(const uint8_t *text, const uint8_t *end) {
  const __m512i low = _mm512_load_si512(classes.of), high = _mm512_load_si512(classes.of + 64);
  // Of the piece before: whether it ends within an escape, and which bytes, from bit 0 on, its \u needs.
  uint64_t openLetter = 0, openFirst = 0, openHex = 0;
  while (text < end) {
    __m512i bytes = _mm512_loadu_si512(text);
    // With the closing quote, which is no digit.
    uint64_t inside = end - text < 64 ? below(static_cast<uint64_t>(end - text) + 1) : ~uint64_t(0);
    uint64_t backslashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')) & inside & ~openLetter;
    uint64_t starts = escapeStarts(backslashes), letters = starts << 1 | openLetter;
    __m512i found = _mm512_maskz_permutex2var_epi8(~_mm512_movepi8_mask(bytes), low, bytes, high);
    auto are = [found](Class what) { return _mm512_test_epi8_mask(found, _mm512_set1_epi8(what)); };
    uint64_t unicode = letters & are(isU), first = unicode << 1 | openFirst;
    uint64_t hex = unicode << 1 | unicode << 2 | unicode << 3 | unicode << 4 | openHex;
    uint64_t wrong = (letters & ~(are(saysOneByte) | unicode)) | (hex & inside & ~are(isHex));
    uint64_t pairs = first & are(isD);
    if (__builtin_expect((wrong | pairs) != 0, 0)) {
      // Nothing is wrong before the first of both, and an escape that is within a pair is judged with it.
      if (pairs == 0 || (wrong & (pairs ^ (pairs - 1)) >> 1) != 0) return false;
      text += static_cast<ptrdiff_t>(__builtin_ctzll(pairs)) - 2;
      uint8_t scalar[4];
      if (!unescapeUnicode(text, scalar)) return false;
      openLetter = openFirst = openHex = 0;
      continue;
    }
    openLetter = starts >> 63;
    openFirst = unicode >> 63;
    openHex = unicode >> 63 | unicode >> 62 | unicode >> 61 | unicode >> 60;
    text += 64;
  }
  // What the last piece needs, where the end is that of the piece: no byte of the string.
  return text > end || (openLetter | openHex) == 0;
}

}  // namespace

uint8_t *unescapeAVX512(const uint8_t *text, const uint8_t *end, uint8_t *output, intptr_t wanted) {
  const Table table = {
    _mm512_loadu_si512(escapeTables.letters), _mm512_loadu_si512(escapeTables.letters + 64)};
  const uint8_t *start = output;
  while (end - text >= 64 && output - start < wanted) {
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
  while (text < end && output - start < wanted) {
    if (!takeSome(text, end, output, table)) return nullptr;
  }
  return judge(text, end) ? output : nullptr;
}

}  // namespace assay
#pragma clang attribute pop
#endif

// The grammar of strings, numbers and literals: what stands between two positions.
//
// Every function answers nullptr for what it does not take, and may read 64 bytes beyond what it is given.
#pragma once
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace assay {

inline uint64_t word(const uint8_t *bytes) {
  uint64_t loaded;
  std::memcpy(&loaded, bytes, sizeof loaded);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  loaded = __builtin_bswap64(loaded);
#endif
  return loaded;
}

#if defined(__SSE2__)
constexpr size_t pieceBytes = 16;

inline bool pieceHasBackslash(const uint8_t *text, size_t count) {
  __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text));
  unsigned marks = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
  return (count < pieceBytes ? marks & ((1u << count) - 1) : marks) != 0;
}
#else
constexpr size_t pieceBytes = 8;

/// The high bit of every backslash, and perhaps of bytes above one.
inline uint64_t backslashes(uint64_t bytes) {
  const uint64_t ones = 0x0101010101010101;
  uint64_t others = bytes ^ (ones * '\\');
  return (others - ones) & ~others & (ones << 7);
}

inline bool pieceHasBackslash(const uint8_t *text, size_t count) {
  uint64_t marks = backslashes(word(text));
  return (count < pieceBytes ? marks & ((uint64_t(1) << count * 8) - 1) : marks) != 0;
}
#endif

inline bool hasBackslash(const uint8_t *text, const uint8_t *end) {
  for (; text < end; text += pieceBytes) {
    if (pieceHasBackslash(text, static_cast<size_t>(end - text))) return true;
  }
  return false;
}

/// Whether a scalar may end before this byte.
inline bool endsScalar(uint8_t byte) {
  switch (byte) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ']': case '}': return true;
    default: return false;
  }
}

inline bool isDigit(uint8_t byte) { return static_cast<uint8_t>(byte - '0') < 10; }

/// The end of the digits at `text`, of which there must be one.
inline const uint8_t *digits(const uint8_t *text) {
  if (!isDigit(*text)) return nullptr;
  do ++text;
  while (isDigit(*text));
  return text;
}

/// The end of a number that is far from the largest double.
inline const uint8_t *number(const uint8_t *text) {
  if (*text == '-') ++text;
  const uint8_t *whole = text;
  text = *text == '0' ? text + 1 : digits(text);
  if (!text || text - whole >= 200) return nullptr;
  if (*text == '.' && !(text = digits(text + 1))) return nullptr;
  if ((*text | 0x20) == 'e') {
    ++text;
    bool isNegative = *text == '-';
    if (isNegative || *text == '+') ++text;
    const uint8_t *exponent = text;
    if (!(text = digits(text))) return nullptr;
    if (!isNegative && text - exponent > 2) return nullptr;
  }
  return endsScalar(*text) ? text : nullptr;
}

/// The end of `true`, `false` or `null`.
template <size_t size>
inline const uint8_t *literal(const uint8_t *text, const char (&expected)[size]) {
  bool isThere = std::memcmp(text, expected, size - 1) == 0 && endsScalar(text[size - 1]);
  return isThere ? text + size - 1 : nullptr;
}

}  // namespace assay

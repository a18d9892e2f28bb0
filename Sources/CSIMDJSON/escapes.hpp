// Escapes in strings, one by one. Each level has its own copy, compiled for its instructions.
#pragma once
#include <cstddef>
#include <cstdint>

namespace assay {

/// What bytes stand for in escapes. Tables, since no processor foresees which escape comes next.
struct EscapeTables {
  /// What the second byte of an escape stands for; 0: nothing, or `u`.
  uint8_t letters[256];
  /// The value of a hexadecimal digit; 255: none.
  uint8_t digits[256];

  constexpr EscapeTables() : letters(), digits() {
    letters['"'] = '"';
    letters['\\'] = '\\';
    letters['/'] = '/';
    letters['b'] = 0x08;
    letters['f'] = 0x0C;
    letters['n'] = 0x0A;
    letters['r'] = 0x0D;
    letters['t'] = 0x09;
    for (int i = 0; i < 256; ++i) digits[i] = 255;
    for (int i = 0; i < 10; ++i) digits['0' + i] = static_cast<uint8_t>(i);
    for (int i = 0; i < 6; ++i) digits['a' + i] = digits['A' + i] = static_cast<uint8_t>(10 + i);
  }
};

alignas(64) static constexpr EscapeTables escapeTables;

/// The value of four hexadecimal digits; above 0xFFFF where one is none.
static inline uint32_t hex(const uint8_t *text) {
  uint32_t first = escapeTables.digits[text[0]], second = escapeTables.digits[text[1]];
  uint32_t third = escapeTables.digits[text[2]], fourth = escapeTables.digits[text[3]];
  uint32_t value = first << 12 | second << 8 | third << 4 | fourth;
  return (first | second | third | fourth) > 15 ? ~uint32_t(0) : value;
}

static inline uint8_t *encode(uint32_t scalar, uint8_t *output) {
  auto tail = [scalar](unsigned shift) { return static_cast<uint8_t>(0x80 | (scalar >> shift & 0x3F)); };
  if (scalar < 0x80) {
    *output++ = static_cast<uint8_t>(scalar);
  } else if (scalar < 0x800) {
    *output++ = static_cast<uint8_t>(0xC0 | scalar >> 6);
    *output++ = tail(0);
  } else if (scalar < 0x10000) {
    *output++ = static_cast<uint8_t>(0xE0 | scalar >> 12);
    *output++ = tail(6);
    *output++ = tail(0);
  } else {
    *output++ = static_cast<uint8_t>(0xF0 | scalar >> 18);
    *output++ = tail(12);
    *output++ = tail(6);
    *output++ = tail(0);
  }
  return output;
}

/// Writes what the escape `\uXXXX`, or a pair of them, stands for, and moves behind it. The quote that closes the
/// string is no digit, so that nothing is read beyond it.
static inline uint8_t *unescapeUnicode(const uint8_t *&text, uint8_t *output) {
  uint32_t scalar = hex(text + 2);
  if (scalar > 0xFFFF) return nullptr;
  text += 6;
  if ((scalar & 0xF800) == 0xD800) {
    if (scalar >= 0xDC00 || text[0] != '\\' || text[1] != 'u') return nullptr;
    uint32_t low = hex(text + 2);
    if ((low & ~uint32_t(0x3FF)) != 0xDC00) return nullptr;
    scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (low & 0x3FF);
    text += 6;
  }
  return encode(scalar, output);
}

}  // namespace assay

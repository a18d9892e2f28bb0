// What strings say: their text without its escapes.
#pragma once
#include <cstdint>

namespace assay {

/// Writes what stands from `text` to `end`, which is a string's closing quote, without its escapes, and up to 64 bytes
/// of rubbish behind it; where it ends. nullptr: an escape is none. May read 64 bytes from `end` on.
///
/// Once `wanted` bytes have been written, or a few more, the rest is judged and not written.
using Unescape = uint8_t *(const uint8_t *text, const uint8_t *end, uint8_t *output, intptr_t wanted);

Unescape unescapePortably;
#if defined(__x86_64__)
Unescape unescapeAVX2, unescapeAVX512;
#endif

/// The fastest one for the instructions that an implementation of simdjson uses.
Unescape *unescapeLike(const char *implementation);

}  // namespace assay

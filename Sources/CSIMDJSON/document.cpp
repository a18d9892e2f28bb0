#include "CSIMDJSON.h"

#include <cstring>
#include <new>
#include <simdjson.h>

struct assay_json_parser {
  simdjson::dom::parser parser;
};

namespace {

constexpr size_t smallestCapacity = 1 << 16;

/// Grows in powers of two: simdjson alone would reallocate for every record that is a byte longer than all before.
bool reserve(simdjson::dom::parser &parser, size_t count) {
  if (count <= parser.capacity() && parser.implementation) return true;
  size_t capacity = smallestCapacity;
  while (capacity < count) capacity *= 2;
  return parser.allocate(capacity) == simdjson::SUCCESS;
}

bool isSurrogateEscape(const uint8_t *at, const uint8_t *end, uint8_t first, uint8_t last) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u' || (at[2] | 0x20) != 'd') return false;
  uint8_t digit = at[3] | 0x20;
  return digit >= first && digit <= last;
}

/// Whether anything may be the escape of a surrogate. Without branches, so that the compiler makes it wide.
bool mayHoldSurrogates(const uint8_t *bytes, size_t count) {
  constexpr size_t stride = 256;
  size_t at = 0;
  for (; at + stride + 2 <= count; at += stride) {
    uint8_t found = 0;
    for (size_t i = at; i < at + stride; i++) {
      found |= (bytes[i] == '\\') & (bytes[i + 1] == 'u') & ((bytes[i + 2] | 0x20) == 'd');
    }
    if (found != 0) return true;
  }
  for (; at + 2 < count; at++) {
    if (bytes[at] == '\\' && bytes[at + 1] == 'u' && (bytes[at + 2] | 0x20) == 'd') return true;
  }
  return false;
}

/// simdjson's versions differ in which lone surrogates they let pass, so none is relied upon.
/// The document is well-formed otherwise: backslashes stand in strings alone, and `\u` has four digits.
bool surrogatesArePaired(const uint8_t *bytes, size_t count) {
  const uint8_t *at = bytes, *end = bytes + count;
  while (at < end) {
    at = static_cast<const uint8_t *>(memchr(at, '\\', static_cast<size_t>(end - at)));
    if (at == nullptr) return true;
    if (isSurrogateEscape(at, end, '8', '9') || isSurrogateEscape(at, end, 'a', 'b')) {
      if (!isSurrogateEscape(at + 6, end, 'c', 'f')) return false;
      at += 12;
    } else if (isSurrogateEscape(at, end, 'c', 'f')) {
      return false;
    } else {
      at += 2;
    }
  }
  return true;
}

}  // namespace

assay_json_parser *assay_json_parser_create(void) {
  try {
    return new assay_json_parser();
  } catch (...) {
    return nullptr;
  }
}

void assay_json_parser_destroy(assay_json_parser *parser) { delete parser; }

bool assay_json_parse(
  assay_json_parser *parser, const uint8_t *bytes, size_t count, const uint32_t **positions,
  uint32_t *position_count) {
  try {
    simdjson::dom::parser &inner = parser->parser;
    if (!reserve(inner, count)) return false;
    if (inner.parse(bytes, count, false).error() != simdjson::SUCCESS) return false;
    if (mayHoldSurrogates(bytes, count) && !surrogatesArePaired(bytes, count)) return false;
    *positions = inner.implementation->structural_indexes.get();
    *position_count = inner.implementation->n_structural_indexes;
    return true;
  } catch (...) {
    return false;
  }
}

bool assay_utf8_is_valid(const uint8_t *bytes, size_t count) {
  return count == 0 || simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}

#include "CSIMDJSON.h"

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
  assay_json_parser *parser, const uint8_t *bytes, size_t count, assay_json_document *found) {
  try {
    simdjson::dom::parser &inner = parser->parser;
    if (!reserve(inner, count)) return false;
    if (inner.parse(bytes, count, false).error() != simdjson::SUCCESS) return false;
    found->positions = inner.implementation->structural_indexes.get();
    found->position_count = inner.implementation->n_structural_indexes;
    found->strings = inner.doc.string_buf.get();
    return true;
  } catch (...) {
    return false;
  }
}

bool assay_utf8_is_valid(const uint8_t *bytes, size_t count) {
  return count == 0 || simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}

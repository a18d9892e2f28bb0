// The first stage of simdjson, over any number of documents at once.
#include "CSIMDJSON.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#include <vector>

using simdjson::internal::dom_parser_implementation;

struct assay_json_indexer {
  std::string implementation;
  std::unique_ptr<dom_parser_implementation> stage;
};

namespace {

constexpr size_t smallestCapacity = 1 << 16, keptCapacity = 1 << 18;

/// Grows in powers of two: otherwise it would reallocate for every run that is a byte longer than all before.
bool reserve(dom_parser_implementation &stage, size_t count) {
  if (count <= stage.capacity()) return true;
  size_t capacity = smallestCapacity;
  while (capacity < count) capacity *= 2;
  return stage.set_capacity(capacity) == simdjson::SUCCESS;
}

const simdjson::implementation *implementation(const char *name) {
  if (!name) return simdjson::get_active_implementation();
  const simdjson::implementation *found = simdjson::get_available_implementations()[name];
  return found && found->supported_by_runtime_system() ? found : nullptr;
}

}  // namespace

const char *assay_json_implementation(size_t n) {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> names;
    for (const simdjson::implementation *each : simdjson::get_available_implementations()) {
      if (each->supported_by_runtime_system()) names.push_back(each->name());
    }
    return names;
  }();
  return n < names.size() ? names[n].c_str() : nullptr;
}

assay_json_indexer *assay_json_indexer_create(const char *name) {
  try {
    const simdjson::implementation *chosen = implementation(name);
    if (!chosen) return nullptr;
    std::unique_ptr<assay_json_indexer> indexer(new assay_json_indexer());
    indexer->implementation = chosen->name();
    // No second stage follows, so that no depth is needed.
    if (chosen->create_dom_parser_implementation(smallestCapacity, 1, indexer->stage)) return nullptr;
    return indexer.release();
  } catch (...) {
    return nullptr;
  }
}

void assay_json_indexer_destroy(assay_json_indexer *indexer) { delete indexer; }

void assay_json_indexer_trim(assay_json_indexer *indexer) {
  try {
    // Without memory, the next document is refused or finds some.
    if (indexer->stage->capacity() > keptCapacity) (void)indexer->stage->set_capacity(smallestCapacity);
  } catch (...) {
  }
}

const char *assay_json_indexer_implementation(const assay_json_indexer *indexer) {
  return indexer->implementation.c_str();
}

bool assay_json_index(
  assay_json_indexer *indexer, const uint8_t *bytes, size_t count, assay_json_positions *found) {
  try {
    dom_parser_implementation &stage = *indexer->stage;
    if (!reserve(stage, count)) return false;
    if (stage.stage1(bytes, count, simdjson::stage1_mode::regular) != simdjson::SUCCESS) return false;
    uint32_t *positions = stage.structural_indexes.get();
    size_t last = stage.n_structural_indexes;
    if (last == 0 || bytes[positions[0]] != '{' || bytes[positions[last - 1]] != '}') return false;
    positions[last] = positions[0];
    found->start = positions;
    found->end = positions + last;
    return true;
  } catch (...) {
    return false;
  }
}

const uint8_t *assay_last_line_feed(const uint8_t *bytes, size_t count) {
  return static_cast<const uint8_t *>(memrchr(bytes, '\n', count));
}

bool assay_utf8_is_valid(const uint8_t *bytes, size_t count) {
  return count == 0 || simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}

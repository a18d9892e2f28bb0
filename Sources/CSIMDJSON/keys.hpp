// Keys: their hashes, by which repeated ones are suspected, and the order in which they were met, by which they are
// recognized without hashing.
#pragma once
#include "CSIMDJSON.h"
#include "scalars.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace assay {

/// The hash by which `UnsafeShredTree` has laid out a node's children.
inline uint64_t hashed(const uint8_t *text, size_t count) {
  uint64_t hash = count * 0x9E3779B97F4A7C15;
  for (size_t i = 0; i < count; i += 8) {
    uint64_t bytes = word(text + i);
    if (count - i < 8) bytes &= (uint64_t(1) << (count - i) * 8) - 1;
    hash = (hash ^ bytes) * 0xBF58476D1CE4E5B9;
    hash ^= hash >> 32;
  }
  return hash;
}

/// The child of `node` with this key; -1 when the contract names none.
inline intptr_t childNode(
  const assay_json_node *nodes, const assay_json_node &node, const uint8_t *text, size_t count, uint64_t hash) {
  for (intptr_t slot = static_cast<intptr_t>(hash) & node.slot_mask;; slot = (slot + 1) & node.slot_mask) {
    intptr_t child = node.slots[slot];
    if (child < 0) return -1;
    const assay_json_node &candidate = nodes[child];
    if (candidate.name_hash == hash && candidate.name_count == static_cast<intptr_t>(count)
        && std::memcmp(candidate.name, text, count) == 0) {
      return child;
    }
  }
}

/// The hashes of the keys of all open objects.
class KeyStack {
public:
  size_t count = 0;
  /// No object holds a key twice.
  bool isSound = false;

  /// No document has more keys than half its positions. Most have far fewer, so the memory is not written to here.
  void reserve(size_t positions) {
    if (capacity > positions / 2) return;
    hashes.reset(new uint64_t[positions / 2 + 1]);
    capacity = positions / 2 + 1;
  }

  /// Gives back what more than the usual number of keys took.
  void trim() {
    if (capacity <= usualCapacity) return;
    hashes.reset();
    capacity = 0;
  }

  void push(uint64_t hash) { hashes[count++] = hash; }

  /// Whether two keys from `mark` on may be the same. Few are compared pair by pair; many are sorted, so that a wide
  /// object costs no square.
  bool mayRepeat(size_t mark) {
    if (isSound) return false;
    if (count - mark > 32) {
      uint64_t *first = hashes.get() + mark, *end = hashes.get() + count;
      std::sort(first, end);
      return std::adjacent_find(first, end) != end;
    }
    for (size_t i = mark + 1; i < count; ++i) {
      for (size_t j = mark; j < i; ++j) {
        if (hashes[j] == hashes[i]) return true;
      }
    }
    return false;
  }

private:
  static constexpr size_t usualCapacity = 1 << 15;
  std::unique_ptr<uint64_t[]> hashes;
  size_t capacity = 0;
};

/// The keys of the objects at one node, in the order in which they follow each other, each once. Records are written
/// by programs: most objects hold the same keys in the same order, perhaps with some left out.
///
/// An object whose keys are found here one behind the other holds none twice.
class KeyOrder {
public:
  struct Key {
    /// The first eight bytes of the key as it is written, its closing quote included, as far as it has them.
    uint64_t start, startMask;
    uint64_t hash;
    intptr_t child;
    size_t count;
    uint8_t text[56];

    /// Whether this key stands behind a quote at `text`.
    bool stands(const uint8_t *other) const {
      if (((word(other) ^ start) & startMask) != 0) return false;
      for (size_t i = 8; i < count; i += 8) {
        size_t place = std::min(i, count - 8);
        if (word(other + place) != word(text + place)) return false;
      }
      return true;
    }
  };

  /// How many keys are left out at most between two that are there.
  static constexpr size_t reach = 16;

  size_t count() const { return keys.size(); }
  const Key &operator[](size_t i) const { return keys[i]; }

  /// Inserts a key before the one at `place`; `text` goes on behind its closing quote. False: it is there already, or
  /// too long, or there are too many.
  bool learn(size_t place, const uint8_t *text, size_t countWithQuote, uint64_t hash, intptr_t child) {
    if (keys.size() >= 64 || countWithQuote > sizeof(Key::text)) return false;
    for (const Key &key : keys) {
      if (key.hash == hash) return false;
    }
    Key key = {};
    std::memcpy(key.text, text, countWithQuote);
    key.startMask = countWithQuote < 8 ? (uint64_t(1) << countWithQuote * 8) - 1 : ~uint64_t(0);
    key.start = word(key.text);
    key.hash = hash;
    key.child = child;
    key.count = countWithQuote;
    keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(place), key);
    return true;
  }

private:
  std::vector<Key> keys;
};

}  // namespace assay

// The grammar of documents over their positions, which writes the values that the contract names into columns.
//
// `at` is the position at hand. A function is called with `at` where its value begins, and answers the position behind
// it, or nullptr for what is not well-formed. Only a `}` may be the last position, and behind it stands a `{`, which
// follows no value: so no function steps beyond the end.
#include "CSIMDJSON.h"
#include "columns.hpp"
#include "keys.hpp"
#include "scalars.hpp"
#include "unescape.hpp"

#include <memory>
#include <new>
#include <vector>

namespace {

using namespace assay;
using Position = const uint32_t *;

constexpr size_t maximumDepth = 1024;

}  // namespace

struct assay_json_shredder {
  assay_json_shredder(const assay_json_node *nodes, size_t nodeCount, size_t columnCount, Unescape *unescape)
      : unescape(unescape), nodes(nodes), orders(nodeCount), columns(columnCount) {}

  assay_json_outcome shred(assay_json_record &record, assay_json_column *into) {
    bytes = record.bytes;
    recordEnd = record.end;
    room = record.room;
    extraKey = -1;
    depth = 0;
    keys.count = 0;
    columns.beginRow(record.row, into, bytes);
    Position behind;
    try {
      behind = document(record);
    } catch (...) {
      behind = nullptr;
    }
    if (!behind) {
      columns.takeBackRow();
      record.full_column = columns.full();
      return columns.full() < 0 ? assay_json_refused : assay_json_full;
    }
    record.next = behind;
    record.room = room;
    record.extra_key = extraKey;
    return assay_json_added;
  }

private:
  struct Frame {
    bool isObject;
    size_t keyMark;
  };

  Unescape *unescape;
  const assay_json_node *nodes;
  /// For each node, the keys of its objects.
  std::vector<KeyOrder> orders;
  Columns columns;
  KeyStack keys;
  std::vector<uint8_t> scratch;
  /// The containers that are being stepped over.
  Frame frames[maximumDepth];
  const uint8_t *bytes;
  uint32_t recordEnd;
  uint8_t *room;
  int64_t extraKey;
  size_t depth;

  Position document(const assay_json_record &record) {
    Position at = record.next;
    if (at == record.positions.end || bytes[*at] != '{') return nullptr;
    keys.reserve(static_cast<size_t>(record.positions.end - record.positions.start));
    columns.mark(nodes[0]);
    at = value(at, 0);
    if (!at || at[-1] >= recordEnd || !columns.addAbsent(nodes[0])) return nullptr;
    return at == record.positions.end || *at >= recordEnd ? at : nullptr;
  }

  /// A value, into the columns at and below a node.
  Position value(Position at, intptr_t index) {
    const assay_json_node &node = nodes[index];
    const uint8_t *start = bytes + *at;
    switch (*start) {
      case '{': return objectValue(at, index);
      case '[': return arrayValue(at, node);
      case '"': return node.field_count == 0 ? skipString(at) : stringValue(at, node);
      case 't': return scalarValue(at, node, start, literal(start, "true"), trueKind, valueState);
      case 'f': return scalarValue(at, node, start, literal(start, "false"), falseKind, valueState);
      case 'n': return scalarValue(at, node, start, literal(start, "null"), nullKind, nullState);
      default: return scalarValue(at, node, start, number(start), numberKind, valueState);
    }
  }

  Position scalarValue(
    Position at, const assay_json_node &node, const uint8_t *start, const uint8_t *end, Kind kind, State state) {
    return end && columns.add(node, start, end, kind, state) ? at + 1 : nullptr;
  }

  Position stringValue(Position at, const assay_json_node &node) {
    const uint8_t *text = bytes + *at + 1, *end = closingQuote(at);
    if (!hasBackslash(text, end)) return columns.add(node, text, end, stringKind, valueState) ? at + 1 : nullptr;
    uint8_t *written = intoRoom(at, text, end);
    if (!written || !columns.add(node, room, written, stringKind, valueState)) return nullptr;
    room = written;
    return at + 1;
  }

  Position objectValue(Position at, intptr_t index) {
    const assay_json_node &node = nodes[index];
    const uint8_t *start = bytes + *at;
    int64_t items;
    at = node.has_children ? object(at, node, orders[static_cast<size_t>(index)]) : skipContainer(at, items);
    return at && columns.add(node, start, bytes + at[-1] + 1, objectKind, valueState) ? at : nullptr;
  }

  Position arrayValue(Position at, const assay_json_node &node) {
    const uint8_t *start = bytes + *at;
    int64_t count;
    at = node.items < 0 ? skipContainer(at, count) : items(at, node.items, count);
    if (!at || !columns.add(node, start, bytes + at[-1] + 1, arrayKind, valueState)) return nullptr;
    columns.setItemCount(node, count);
    return at;
  }

  Position object(Position at, const assay_json_node &node, KeyOrder &order) {
    if (!opens(at)) return nullptr;
    if (bytes[*++at] == '}') return closed(at);
    size_t keyMark = keys.count, expected = 0;
    bool isInOrder = true;
    while (true) {
      const uint8_t *quote = bytes + at[0];
      if (*quote != '"' || bytes[at[1]] != ':') return nullptr;
      intptr_t child;
      if (expected < order.count() && order[expected].stands(quote + 1)) {
        keys.push(order[expected].hash);
        child = order[expected++].child;
      } else if (!unexpectedKey(at, node, order, expected, isInOrder, child)) {
        return nullptr;
      }
      if (child < 0 && extraKey < 0) extraKey = at[0];
      at = child < 0 ? skipValue(at + 2) : value(at + 2, child);
      if (!at) return nullptr;
      if (bytes[*at] != ',') break;
      ++at;
    }
    if (bytes[*at] != '}' || (!isInOrder && keys.mayRepeat(keyMark))) return nullptr;
    keys.count = keyMark;
    return closed(at);
  }

  /// A key that is not the next one in order: some were left out, or it is new, or the order is another one.
  __attribute__((noinline)) bool unexpectedKey(
    Position at, const assay_json_node &node, KeyOrder &order, size_t &expected, bool &isInOrder, intptr_t &child) {
    const uint8_t *text = bytes + *at + 1, *end = closingQuote(at);
    size_t reached = isInOrder ? std::min(order.count(), expected + KeyOrder::reach) : 0;
    for (size_t i = expected + 1; i < reached; ++i) {
      if (!order[i].stands(text)) continue;
      keys.push(order[i].hash);
      child = order[i].child;
      expected = i + 1;
      return true;
    }
    const uint8_t *key = text, *keyEnd = end;
    if (hasBackslash(text, end) && !unescapeKey(key, keyEnd)) return false;
    size_t count = static_cast<size_t>(keyEnd - key);
    uint64_t hash = hashed(key, count);
    keys.push(hash);
    child = childNode(nodes, node, key, count, hash);
    isInOrder = isInOrder && order.learn(expected, text, static_cast<size_t>(end - text) + 1, hash, child);
    if (isInOrder) ++expected;
    return true;
  }

  /// Behind the array; how many items it has.
  Position items(Position at, intptr_t index, int64_t &count) {
    const assay_json_node &node = nodes[index];
    count = 0;
    if (!opens(at)) return nullptr;
    if (bytes[*++at] == ']') return closed(at);
    while (true) {
      columns.mark(node);
      at = value(at, index);
      if (!at || !columns.addAbsent(node)) return nullptr;
      ++count;
      if (bytes[*at] != ',') return bytes[*at] == ']' ? closed(at) : nullptr;
      ++at;
    }
  }

  Position skipValue(Position at) {
    int64_t count;
    uint8_t first = bytes[*at];
    return first == '{' || first == '[' ? skipContainer(at, count) : skipScalar(at);
  }

  Position skipScalar(Position at) {
    const uint8_t *start = bytes + *at, *end;
    switch (*start) {
      case '"': return skipString(at);
      case 't': end = literal(start, "true"); break;
      case 'f': end = literal(start, "false"); break;
      case 'n': end = literal(start, "null"); break;
      default: end = number(start);
    }
    return end ? at + 1 : nullptr;
  }

  Position skipString(Position at) {
    const uint8_t *text = bytes + *at + 1, *end = closingQuote(at);
    return !hasBackslash(text, end) || intoRoom(at, text, end) ? at + 1 : nullptr;
  }

  /// Writes a string without its escapes. A string that stands in another record may be longer than the room.
  uint8_t *intoRoom(Position at, const uint8_t *text, const uint8_t *end) {
    return *at < recordEnd ? unescape(text, end, room) : nullptr;
  }

  /// Behind an object or array that nobody asks for; how many items it has, if it is an array.
  Position skipContainer(Position at, int64_t &count) {
    const size_t bottom = depth;
    count = 0;
    while (true) {
      // A value begins here, with which its container may end, and the one around that.
      uint8_t first = bytes[*at];
      if (first == '{' || first == '[') {
        if (!opens(at)) return nullptr;
        frames[depth - 1] = {first == '{', keys.count};
        if (bytes[at[1]] != (first == '{' ? '}' : ']')) {
          ++at;
          if (first == '{' && !(at = skipKey(at))) return nullptr;
          continue;
        }
        at += 2;
        --depth;
      } else if (!(at = skipScalar(at))) {
        return nullptr;
      }
      if (depth == bottom + 1) ++count;
      while (depth > bottom && bytes[*at] != ',') {
        const Frame &frame = frames[depth - 1];
        if (bytes[*at] != (frame.isObject ? '}' : ']')) return nullptr;
        if (frame.isObject && keys.mayRepeat(frame.keyMark)) return nullptr;
        keys.count = frame.keyMark;
        --depth;
        ++at;
        if (depth == bottom + 1) ++count;
      }
      if (depth == bottom) return at;
      ++at;
      if (frames[depth - 1].isObject && !(at = skipKey(at))) return nullptr;
    }
  }

  /// Behind a key and its colon.
  Position skipKey(Position at) {
    if (bytes[at[0]] != '"' || bytes[at[1]] != ':') return nullptr;
    const uint8_t *key = bytes + *at + 1, *end = closingQuote(at);
    if (hasBackslash(key, end) && !unescapeKey(key, end)) return nullptr;
    keys.push(hashed(key, static_cast<size_t>(end - key)));
    return at + 2;
  }

  /// Turns a key as it is written into what it says.
  bool unescapeKey(const uint8_t *&key, const uint8_t *&end) {
    size_t needed = static_cast<size_t>(end - key) + 64;
    if (scratch.size() < needed) scratch.resize(needed * 2);
    const uint8_t *written = unescape(key, end, scratch.data());
    key = scratch.data();
    end = written;
    return written != nullptr;
  }

  /// Where the string at hand is closed: only blanks stand between that and the next position.
  const uint8_t *closingQuote(Position at) const {
    const uint8_t *end = bytes + at[1] - 1;
    while (*end != '"') --end;
    return end;
  }

  /// Goes one deeper. A container that begins in another record ends the search for the end of this one.
  bool opens(Position at) {
    if (depth == maximumDepth || *at >= recordEnd) return false;
    ++depth;
    return true;
  }

  Position closed(Position at) {
    --depth;
    return at + 1;
  }
};

assay_json_shredder *assay_json_shredder_create(
  const assay_json_node *nodes, size_t nodeCount, size_t columnCount, const char *implementation) {
  try {
    return new assay_json_shredder(nodes, nodeCount, columnCount, unescapeLike(implementation));
  } catch (...) {
    return nullptr;
  }
}

void assay_json_shredder_destroy(assay_json_shredder *shredder) { delete shredder; }

assay_json_outcome assay_json_shred(
  assay_json_shredder *shredder, assay_json_record *record, assay_json_column *columns) {
  return shredder->shred(*record, columns);
}

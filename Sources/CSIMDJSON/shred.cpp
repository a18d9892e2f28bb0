// The grammar of documents over their positions, which writes the values that the contract names into columns.
//
// How its functions step from position to position, skipping.hpp says.
#include "CSIMDJSON.h"
#include "columns.hpp"
#include "keys.hpp"
#include "scalars.hpp"
#include "skipping.hpp"

#include <new>
#include <vector>

using namespace assay;

struct assay_json_shredder : private Skipping {
  assay_json_shredder(const assay_json_node *nodes, size_t nodeCount, size_t columnCount, Unescape *unescape)
      : Skipping(unescape), nodes(nodes), orders(nodeCount), columns(columnCount) {}

  assay_json_outcome shred(assay_json_record &record, assay_json_column *into) {
    begin(record);
    extraKey = -1;
    columns.beginRow(record, into);
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

  void trim() { keys.trim(); }

private:
  const assay_json_node *nodes;
  /// For each node, the keys of its objects.
  std::vector<KeyOrder> orders;
  Columns columns;
  int64_t extraKey;

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
    const uint8_t *wanted = end - text <= node.text_bytes ? end : text + node.text_bytes;
    if (!hasBackslash(text, wanted)) {
      bool isSound = wanted == end || isString(at, wanted, end);
      return isSound && columns.add(node, text, wanted, stringKind, valueState) ? at + 1 : nullptr;
    }
    uint8_t *written = intoRoom(at, text, end, node.text_bytes);
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
    return at && columns.addArray(node, start, bytes + at[-1] + 1, count) ? at : nullptr;
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

void assay_json_shredder_trim(assay_json_shredder *shredder) { shredder->trim(); }

assay_json_outcome assay_json_shred(
  assay_json_shredder *shredder, assay_json_record *record, assay_json_column *columns) {
  return shredder->shred(*record, columns);
}

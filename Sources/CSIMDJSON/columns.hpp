// Rows of values in columns: every column that a thing owns gets one value for it, and a row can be taken back.
#pragma once
#include "CSIMDJSON.h"

#include <vector>

namespace assay {

// Raw values of TokenKind and CellState.
enum Kind : uint8_t { stringKind = 1, numberKind, trueKind, falseKind, nullKind, objectKind, arrayKind };
enum State : uint8_t { valueState = 0, nullState = 1, absentState = 2 };

class Columns {
public:
  explicit Columns(size_t count) : marks(count), rowMarks(count) {}

  /// The column that had no room for a value; -1: all had.
  intptr_t full() const { return fullColumn; }

  /// Texts of absent values point to where the record's bytes are.
  void beginRow(const assay_json_record &record, assay_json_column *all) {
    row = record.row;
    columns = all;
    absentText = record.bytes;
    makeRoom = record.make_room;
    context = record.context;
    fullColumn = -1;
    for (size_t c = 0; c < rowMarks.size(); ++c) rowMarks[c] = columns[c].count;
  }

  void takeBackRow() {
    for (size_t c = 0; c < rowMarks.size(); ++c) columns[c].count = rowMarks[c];
  }

  /// Begins a thing that stands at a node.
  void mark(const assay_json_node &node) {
    for (intptr_t f = 0; f < node.owned_count; ++f) {
      intptr_t c = node.owned[f];
      marks[static_cast<size_t>(c)] = columns[c].count;
    }
  }

  /// Ends it: adds the value that every owned column must have, where the document had none.
  bool addAbsent(const assay_json_node &node) {
    for (intptr_t f = 0; f < node.owned_count; ++f) {
      intptr_t c = node.owned[f];
      if (columns[c].count != marks[static_cast<size_t>(c)]) continue;
      if (!append(c, absentText, 0, nullKind, absentState)) return false;
    }
    return true;
  }

  /// Adds the value that stands at a node; false: a column is full.
  bool add(const assay_json_node &node, const uint8_t *text, const uint8_t *end, Kind kind, State state) {
    for (intptr_t f = 0; f < node.field_count; ++f) {
      if (!append(node.fields[f], text, static_cast<uint32_t>(end - text), kind, state)) return false;
    }
    return true;
  }

  /// The same for an array of `count` items.
  bool addArray(const assay_json_node &node, const uint8_t *text, const uint8_t *end, int64_t count) {
    for (intptr_t f = 0; f < node.field_count; ++f) {
      assay_json_column &column = columns[node.fields[f]];
      if (!append(node.fields[f], text, static_cast<uint32_t>(end - text), arrayKind, valueState)) return false;
      column.integers[column.count - 1] = count;
    }
    return true;
  }

private:
  /// For each column, how many values it had when its owner's turn began, and when the row began. -1: the owner has
  /// its value, which has been taken out to make room.
  std::vector<intptr_t> marks, rowMarks;
  assay_json_column *columns = nullptr;
  const uint8_t *absentText = nullptr;
  uint32_t row = 0;
  intptr_t fullColumn = -1;
  void (*makeRoom)(void *) = nullptr;
  void *context = nullptr;

  /// Makes room in a column that is full; whether there is some then.
  ///
  /// An owner whose value was taken out has it all the same (-1, which no count is); one without a value goes on from a
  /// column that is empty (0).
  bool madeRoom(intptr_t c) {
    if (makeRoom) {
      std::vector<intptr_t> before(marks.size());
      for (size_t i = 0; i < before.size(); ++i) before[i] = columns[i].count;
      makeRoom(context);
      for (size_t i = 0; i < before.size(); ++i) {
        if (columns[i].count < before[i]) marks[i] = before[i] > marks[i] ? -1 : 0;
      }
    }
    if (columns[c].count < columns[c].capacity) return true;
    fullColumn = c;
    return false;
  }

  bool append(intptr_t c, const uint8_t *text, uint32_t length, Kind kind, State state) {
    assay_json_column &column = columns[c];
    if (column.count == column.capacity && !madeRoom(c)) return false;
    intptr_t i = column.count;
    if (column.rows) column.rows[i] = row;
    column.texts[i] = text;
    column.lengths[i] = length;
    column.kinds[i] = kind;
    column.states[i] = state;
    column.count = i + 1;
    return true;
  }
};

}  // namespace assay

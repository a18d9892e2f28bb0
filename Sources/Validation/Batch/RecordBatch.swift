import Contracts

/// A few hundred well-formed records, column by column. Reused from batch to batch.
///
/// Records with a structural fault are not in it: their cells are not judged.
package final class RecordBatch {
  /// Rows of the batch.
  package var rowCount = 0
  /// For each row, the index of its record in the block.
  package var records: [UInt32] = []
  /// Where the records of the block begin, and after them where the last one ends; the reader's.
  package var recordStarts: UnsafePointer<UInt32>?
  /// One for each field of the contract, in its order.
  package let columns: [Column]
  /// For each field, whether this file has it at all, and this part of a record that comes in several batches.
  package var isPresent: [Bool]
  /// JSONL: for each row that has keys which no contract path names, where the first of them stands in the block.
  package var extraFields: [(row: Int, offset: Int)] = []
  /// A record with more values than a batch may hold comes in several batches, which have no other row. All but the
  /// last have only values of fields with several a record, and `isContinued`; all but the first `continuesRecord`.
  package var isContinued = false
  package var continuesRecord = false
  /// Checks shall list every violating record, since records are being split.
  package var collectsRejected = false

  package init(columns: [Column]) {
    self.columns = columns
    isPresent = Array(repeating: true, count: columns.count)
  }

  /// With an empty column for each field.
  package convenience init(fields: [Field]) {
    self.init(columns: fields.map { Column(isRepeated: $0.path.isRepeated) })
  }

  /// How many rows make a batch: enough that a check costs nothing by itself, few enough that batches stay small where
  /// there are many fields.
  package static func rowLimit(fieldCount: Int) -> Int { max(16, min(512, (1 << 15) / max(1, fieldCount))) }

  /// How many values of each field with several a record, of which there are `fieldCount`.
  package static func valueLimit(fieldCount: Int) -> Int { max(64, min(1 << 14, (1 << 15) / max(1, fieldCount))) }

  /// Notes which fields the records of a file have.
  package func bind(to binding: FileBinding) {
    for (field, column) in binding.columns.enumerated() { isPresent[field] = column != nil }
  }

  /// Where the record of a row begins and ends in the block, terminator included.
  @inline(__always)
  package func bounds(ofRow row: Int) -> Range<UInt32> {
    guard let recordStarts else { preconditionFailure("a reader has filled the batch") }
    let record = Int(records[row])
    return recordStarts[record]..<recordStarts[record + 1]
  }

  /// Forgets the rows, keeps the memory.
  package func removeAll() {
    rowCount = 0
    isContinued = false
    continuesRecord = false
    records.removeAll(keepingCapacity: true)
    extraFields.removeAll(keepingCapacity: true)
    for column in columns { column.removeAll() }
  }
}

import CSIMDJSON
import Contracts

/// Blocks of CSV, column by column.
final class CSVRecordReader: RecordReader {
  private let reader: any CSVReader
  private let dialect: CSVDialect
  private let index = RecordIndex()
  private let arena = TextArena()
  private let cellText: CellText
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var binding = FileBinding(jsonFieldCount: 0)
  /// By record; empty while no record is faulty.
  private var isFaulty: [Bool] = []
  private(set) var faults: [RecordFault] = []
  private var next = 0

  init(_ reader: any CSVReader, dialect: CSVDialect) {
    self.reader = reader
    self.dialect = dialect
    cellText = CellText(dialect: dialect)
  }

  var recordCount: Int { index.recordCount }
  var stoppedAtOffset: Int? { index.stoppedAtOffset }

  func bounds(ofRecord record: Int) -> Range<Int> {
    Int(index.recordStarts[record])..<Int(index.recordStarts[record + 1])
  }

  func begin(_ block: Block, _ binding: FileBinding) {
    self.binding = binding
    next = 0
    reader.index(block, into: index)
    bytes = block.bytes
    faults = index.faults
    isFaulty.removeAll(keepingCapacity: true)
    noteBadEncoding(block)
    noteWrongCellCounts()
    if !faults.isEmpty {
      isFaulty.append(contentsOf: repeatElement(false, count: index.recordCount))
      for fault in faults { isFaulty[fault.record] = true }
    }
  }

  /// One pass over the block tells whether there is anything to look for.
  private func noteBadEncoding(_ block: Block) {
    guard !assay_utf8_is_valid(bytes.baseAddress, bytes.count) else { return }
    let known = Set(faults.map(\.record))
    for record in 0..<index.recordCount where !known.contains(record) {
      let bounds = bounds(ofRecord: record)
      if let offset = firstInvalidUTF8(in: UnsafeBufferPointer(rebasing: bytes[bounds])) {
        faults.append(RecordFault(record: record, kind: .badEncoding, offset: bounds.lowerBound + offset))
      }
    }
    faults.sort { $0.record < $1.record }
  }

  private func noteWrongCellCounts() {
    let counts = binding.cellCounts
    var wrong: [Int] = []
    for record in 0..<index.recordCount {
      let count = Int(index.firstCells[record + 1] &- index.firstCells[record])
      if !counts.contains(count) { wrong.append(record) }
    }
    guard !wrong.isEmpty else { return }
    let known = Set(faults.map(\.record))
    for record in wrong where !known.contains(record) { faults.append(cellCountFault(record)) }
    faults.sort { $0.record < $1.record }
  }

  private func cellCountFault(_ record: Int) -> RecordFault {
    let first = Int(index.firstCells[record])
    let count = Int(index.firstCells[record + 1]) - first
    let start = Int(index.recordStarts[record])
    if count > binding.cellCounts.upperBound {
      let extra = Int(index.cellStarts[first + binding.cellCounts.upperBound])
      return RecordFault(record: record, kind: .extraCell, offset: index.decodedCells == nil ? extra : start)
    }
    let isBlank = count == 1 && index.cellStarts[first] == index.cellEnds[first]
    return RecordFault(record: record, kind: isBlank ? .blankRecord : .missingCell, offset: start)
  }

  func fill(_ batch: RecordBatch, maximumRows: Int) -> Bool {
    batch.removeAll()
    arena.removeAll()
    while next < index.recordCount, batch.rowCount < maximumRows {
      if faults.isEmpty || !isFaulty[next] {
        batch.records.append(UInt32(next))
        batch.bounds.append(index.recordStarts[next]..<index.recordStarts[next + 1])
        batch.rowCount += 1
      }
      next += 1
    }
    guard batch.rowCount > 0 else { return false }
    withCells { cells in
      for (field, column) in binding.columns.enumerated() {
        if let column { fill(batch.columns[field], from: column, batch, cells) }
      }
    }
    return true
  }

  /// The bytes that cell offsets refer to.
  private func withCells(_ body: (UnsafePointer<UInt8>) -> Void) {
    if let decoded = index.decodedCells {
      decoded.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
    } else if let base = bytes.baseAddress {
      body(base)
    }
  }

  private func fill(_ column: Column, from cellColumn: Int, _ batch: RecordBatch, _ base: UnsafePointer<UInt8>) {
    column.reserve(batch.rowCount)
    let quote = index.decodedCells == nil ? dialect.quote : nil
    for (row, record) in batch.records.enumerated() {
      let cell = Int(index.firstCells[Int(record)]) + cellColumn
      let start = Int(index.cellStarts[cell])
      let length = Int(index.cellEnds[cell]) - start
      if let quote, length > 0, base[start] == quote {
        let text = cellText.unquoted(UnsafeBufferPointer(start: base + start, count: length), in: arena)
        column.append(row: row, text: text.baseAddress ?? base, length: text.count, kind: .text, state: .value)
      } else {
        column.append(row: row, text: base + start, length: length, kind: .text, state: .value)
      }
    }
  }

  func texts(ofRecord record: Int) -> [[UInt8]]? {
    var texts: [[UInt8]] = []
    withCells { base in
      for cell in Int(index.firstCells[record])..<Int(index.firstCells[record + 1]) {
        let start = Int(index.cellStarts[cell])
        let raw = UnsafeBufferPointer(start: base + start, count: Int(index.cellEnds[cell]) - start)
        let isRaw = index.decodedCells == nil
        texts.append(isRaw ? Array(cellText.unquoted(raw, in: arena)) : Array(raw))
      }
    }
    return texts
  }
}

import Contracts

/// Reads every dialect, byte by byte. What it says is the grammar; the other readers are tested against it.
package struct PlainCSVReader: CSVReader {
  private let grammar: CSVGrammar

  package init(dialect: CSVDialect, recordLimitBytes: Int = DataSource.defaultRecordLimitBytes) {
    grammar = CSVGrammar(dialect: dialect, recordLimitBytes: recordLimitBytes)
  }

  package func index(_ block: Block, into index: RecordIndex) {
    precondition(block.bytes.count < UInt32.max, "offsets in an index are 32 bits wide")
    index.removeAll()
    index.reserve(records: block.bytes.count / 64, cells: block.bytes.count / 16)
    index.recordStarts[0] = 0
    index.firstCells[0] = 0
    grammar.classes.withUnsafeBufferPointer { classes in
      guard let classes = classes.baseAddress else { return }
      var walk = UnsafeRecordWalk(
        grammar: grammar, classes: classes, bytes: block.bytes, isEnd: true,
        openQuoteFault: block.openQuoteFault ?? .unclosedQuote, sink: IndexedCells(index: index))
      Self.read(&walk, count: block.bytes.count, into: index)
    }
  }

  private static func read(_ walk: inout UnsafeRecordWalk<IndexedCells>, count: Int, into index: RecordIndex) {
    var at = 0
    while at < count {
      switch walk.step(at: at) {
      case .record(let end, let fault, _):
        index.cellCount = walk.sink.count
        index.endRecord(from: at, to: end)
        if let fault {
          index.faults.append(RecordFault(record: index.recordCount - 1, kind: fault.kind, offset: fault.offset))
        }
        at = end
      case .comment(let end): at = end
      case .overlong, .undecided: preconditionFailure("everything is decided where nothing follows")
      }
    }
  }
}

/// Writes to the arrays of an index, without asking it about each cell.
private struct IndexedCells: CSVCellSink {
  let index: RecordIndex
  private var starts: UnsafeMutablePointer<UInt32>
  private var ends: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private(set) var count: Int

  init(index: RecordIndex) {
    self.index = index
    starts = index.cellStarts
    ends = index.cellEnds
    capacity = index.cellCapacity
    count = index.cellCount
  }

  @inline(__always)
  mutating func addCell(from start: Int, to end: Int) {
    if count == capacity { grow() }
    starts[count] = UInt32(truncatingIfNeeded: start)
    ends[count] = UInt32(truncatingIfNeeded: end)
    count &+= 1
  }

  private mutating func grow() {
    index.cellCount = count
    index.reserve(records: 0, cells: count + 1)
    self = IndexedCells(index: index)
  }
}

extension RecordIndex {
  /// Adds a cell to the record that is being read.
  @inline(__always)
  func addCell(from start: Int, to end: Int) {
    let cell = cellCount
    if cell == cellCapacity { reserve(records: 0, cells: cell + 1) }
    cellStarts[cell] = UInt32(truncatingIfNeeded: start)
    cellEnds[cell] = UInt32(truncatingIfNeeded: end)
    cellCount = cell + 1
  }

  /// Makes a record of the cells added since the last one. Between two records may lie a comment.
  @inline(__always)
  func endRecord(from start: Int, to end: Int) {
    let record = recordCount
    if record == recordCapacity { reserve(records: record + 1, cells: 0) }
    recordStarts[record] = UInt32(truncatingIfNeeded: start)
    recordStarts[record + 1] = UInt32(truncatingIfNeeded: end)
    firstCells[record + 1] = UInt32(truncatingIfNeeded: cellCount)
    recordCount = record + 1
  }
}

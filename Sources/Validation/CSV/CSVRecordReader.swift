import Contracts

/// Blocks of CSV, column by column.
final class CSVRecordReader: RecordReader {
  private let reader: any CSVReader
  let dialect: CSVDialect
  let level: KernelLevel
  let index = RecordIndex()
  let arena = UnsafeTextArena()
  let cellText: CellText
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private(set) var binding = FileBinding(jsonFieldCount: 0)
  /// By record; empty while no record is faulty.
  private var isFaulty: [Bool] = []
  /// Where all records of the block have the same number of cells, that number.
  private(set) var cellsPerRecord: Int?
  /// For the kernel that fills columns: the field of each cell of a record; `nil` where a cell has two.
  private(set) var fieldOfCell: [Int?]?
  private(set) var faults: [RecordFault] = []
  private var next = 0
  /// The first quoted cell of the index that stands in no batch so far.
  var nextQuoted = 0

  init(_ reader: any CSVReader, dialect: CSVDialect, level: KernelLevel = .best) {
    self.reader = reader
    self.level = level
    self.dialect = dialect
    cellText = CellText(dialect: dialect)
  }

  var recordCount: Int { index.recordCount }
  var stoppedAtOffset: Int? { index.stoppedAtOffset }
  var lineFeedCount: Int? { index.lineFeedCount }

  func detail(of fault: RecordFault) -> String? {
    guard fault.kind == .missingCell || fault.kind == .extraCell else { return nil }
    let count = cellCount(ofRecord: fault.record)
    let counts = binding.cellCounts
    let expected = counts.upperBound == .max ? "at least \(counts.lowerBound)" : "\(counts.lowerBound)"
    return "\(counted(count, "cell")), expected \(expected)"
  }

  func bounds(ofRecord record: Int) -> Range<Int> {
    Int(index.recordStarts[record])..<Int(index.recordStarts[record + 1])
  }

  func begin(_ block: Block, _ binding: FileBinding) {
    self.binding = binding
    next = 0
    nextQuoted = 0
    // Who shows records takes no batches, which forget texts as well.
    arena.removeAll()
    reader.index(block, into: index)
    // Decoders load words past a text's end.
    index.decodedCells?.append(contentsOf: repeatElement(0, count: Block.paddingBytes))
    bytes = block.bytes
    faults = index.faults
    isFaulty.removeAll(keepingCapacity: true)
    noteBadEncoding(block)
    noteWrongCellCounts()
    let counts = binding.cellCounts
    cellsPerRecord = faults.isEmpty && counts.lowerBound == counts.upperBound ? counts.lowerBound : nil
    fieldOfCell = cellsPerRecord.flatMap(binding.fieldOfCell(cellCount:))
    if !faults.isEmpty {
      isFaulty.append(contentsOf: repeatElement(false, count: index.recordCount))
      for fault in faults { isFaulty[fault.record] = true }
    }
  }

  /// One pass over the block tells whether there is anything to look for.
  private func noteBadEncoding(_ block: Block) {
    guard !index.isASCII, !isValidUTF8(bytes) else { return }
    addFaults(room: 0) { record in
      let bounds = bounds(ofRecord: record)
      guard let offset = firstInvalidUTF8(in: UnsafeBufferPointer(rebasing: bytes[bounds])) else { return nil }
      return RecordFault(record: record, kind: .badEncoding, offset: bounds.lowerBound + offset)
    }
  }

  private func noteWrongCellCounts() {
    let counts = binding.cellCounts
    guard counts.lowerBound < counts.upperBound || hasRecord(otherThan: UInt32(counts.lowerBound)) else { return }
    let firstCells = index.firstCells
    let wrongCount = (0..<index.recordCount).count { !counts.contains(Int(firstCells[$0 + 1] &- firstCells[$0])) }
    guard wrongCount > 0 else { return }
    addFaults(room: wrongCount) { record in
      let count = Int(firstCells[record + 1] &- firstCells[record])
      return counts.contains(count) ? nil : cellCountFault(record)
    }
  }

  /// Adds what `fault` says of the records that have none so far, making room for so many at once.
  private func addFaults(room: Int, _ fault: (Int) -> RecordFault?) {
    var all: [RecordFault] = []
    all.reserveCapacity(faults.count + room)
    var known = faults[...]
    for record in 0..<index.recordCount {
      if known.first?.record == record {
        all.append(known.removeFirst())
      } else if let new = fault(record) {
        all.append(new)
      }
    }
    faults = all
  }

  /// Whether some record has another number of cells. In one sweep, since nearly always none has.
  private func hasRecord(otherThan cellCount: UInt32) -> Bool {
    let firstCells = index.firstCells
    var differences: UInt32 = 0
    for record in 0..<index.recordCount {
      differences |= (firstCells[record &+ 1] &- firstCells[record]) ^ cellCount
    }
    return differences != 0
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

  func fill(_ batch: RecordBatch, maximumRows: Int, onSlice: @escaping () -> Void) -> Bool {
    batch.removeAll()
    arena.removeAll()
    batch.recordStarts = UnsafePointer(index.recordStarts)
    if faults.isEmpty {
      let end = min(index.recordCount, next + maximumRows)
      batch.records.append(contentsOf: UInt32(next)..<UInt32(end))
      next = end
    } else {
      while next < index.recordCount, batch.records.count < maximumRows {
        if !isFaulty[next] { batch.records.append(UInt32(next)) }
        next += 1
      }
    }
    batch.rowCount = batch.records.count
    guard batch.rowCount > 0 else { return false }
    withCells { fillColumns(batch, $0) }
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

  func trim() {
    index.trim()
    if faults.capacity > RecordFault.usualCount { (faults, isFaulty) = ([], []) }
    arena.removeAll()
  }

  func cellCount(ofRecord record: Int) -> Int {
    Int(index.firstCells[record + 1]) - Int(index.firstCells[record])
  }

  func texts(ofRecord record: Int) -> [[UInt8]]? { texts(ofCells: 0..<cellCount(ofRecord: record), record: record) }

  /// Some of a record's cells as text.
  func texts(ofCells cells: Range<Int>, record: Int) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    let first = Int(index.firstCells[record])
    withCells { base in
      for cell in (first + cells.lowerBound)..<(first + cells.upperBound) {
        let start = Int(index.cellStarts[cell])
        let raw = UnsafeBufferPointer(start: base + start, count: Int(index.cellEnds[cell]) - start)
        let isRaw = index.decodedCells == nil
        texts.append(isRaw ? Array(cellText.unquoted(raw, in: arena)) : Array(raw))
      }
    }
    return texts
  }
}

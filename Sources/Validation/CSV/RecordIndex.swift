import Glibc

/// The structure of one block of CSV: where each record and each cell stands. Reused from block to block.
///
/// Record `r` begins at `recordStarts[r]` and has the cells `firstCells[r] ..< firstCells[r + 1]`. Cell `c` is the
/// bytes `cellStarts[c] ..< cellEnds[c]` as they stand in the block: quotes included, delimiter and terminator not.
/// A blank line is a record with one empty cell.
package final class RecordIndex {
  package private(set) var recordCapacity = 0
  package private(set) var cellCapacity = 0
  package var recordCount = 0
  package var cellCount = 0
  /// `recordCapacity + 1` entries; the last used one is the end of the last record, terminator included.
  package private(set) var recordStarts: UnsafeMutablePointer<UInt32>
  /// `recordCapacity + 1` entries.
  package private(set) var firstCells: UnsafeMutablePointer<UInt32>
  package private(set) var cellStarts: UnsafeMutablePointer<UInt32>
  package private(set) var cellEnds: UnsafeMutablePointer<UInt32>
  /// Which cells begin with a quote, ascending: `quotedCellCount` of them.
  package private(set) var quotedCells: UnsafeMutablePointer<UInt32>
  /// `nil`: the reader does not say.
  package var quotedCellCount: Int?
  /// How many line feeds the block has; `nil`: the reader does not say.
  package var lineFeedCount: Int?
  /// Whether the block is known to be ASCII.
  package var isASCII = false
  /// In record order, at most one per record. Cells of these records are not to be used.
  package var faults: [RecordFault] = []
  /// Where cells are copies that the reader has already unquoted (libcsv), the bytes that cell offsets refer to.
  package var decodedCells: [UInt8]?
  /// The reader gave up here, since it cannot resume after a fault (libcsv); `nil`: it read the whole block.
  package var stoppedAtOffset: Int?

  package init() {
    recordStarts = Self.memory(1)
    firstCells = Self.memory(1)
    cellStarts = Self.memory(1)
    cellEnds = Self.memory(1)
    quotedCells = Self.memory(1)
  }

  deinit {
    free(recordStarts)
    free(firstCells)
    free(cellStarts)
    free(cellEnds)
    free(quotedCells)
  }

  /// Forgets everything but the memory.
  package func removeAll() {
    recordCount = 0
    cellCount = 0
    quotedCellCount = nil
    lineFeedCount = nil
    isASCII = false
    faults.removeAll(keepingCapacity: true)
    decodedCells = nil
    stoppedAtOffset = nil
  }

  /// Makes room, keeping what is there: a kernel has already written where the next record and cell begin.
  package func reserve(records: Int, cells: Int) {
    if records > recordCapacity {
      let capacity = max(records, recordCapacity * 2, 256)
      Self.grow(&recordStarts, keeping: recordCount + 1, to: capacity + 1)
      Self.grow(&firstCells, keeping: recordCount + 1, to: capacity + 1)
      recordCapacity = capacity
    }
    if cells > cellCapacity {
      let capacity = max(cells, cellCapacity * 2, 1024)
      let kept = min(cellCount + 1, cellCapacity)
      Self.grow(&cellStarts, keeping: kept, to: capacity)
      Self.grow(&cellEnds, keeping: kept, to: capacity)
      Self.grow(&quotedCells, keeping: kept, to: capacity)
      cellCapacity = capacity
    }
  }

  /// Gives back what is more than a block of the usual size takes.
  func trim() {
    if faults.capacity > RecordFault.usualCount { faults = [] }
    guard cellCapacity > Self.usualCapacity || recordCapacity > Self.usualCapacity else { return }
    removeAll()
    for memory in [recordStarts, firstCells, cellStarts, cellEnds, quotedCells] { free(memory) }
    (recordStarts, firstCells) = (Self.memory(1), Self.memory(1))
    (cellStarts, cellEnds, quotedCells) = (Self.memory(1), Self.memory(1), Self.memory(1))
    (recordCapacity, cellCapacity) = (0, 0)
  }

  private static let usualCapacity = 1 << 18

  private static func grow(_ memory: inout UnsafeMutablePointer<UInt32>, keeping count: Int, to capacity: Int) {
    let larger = Self.memory(capacity)
    larger.update(from: memory, count: count)
    free(memory)
    memory = larger
  }

  /// Zeroed by the system, which gives a page of it only once that is written to: most of what is reserved never is.
  private static func memory(_ count: Int) -> UnsafeMutablePointer<UInt32> {
    guard let memory = calloc(count, MemoryLayout<UInt32>.stride) else { preconditionFailure("out of memory") }
    return memory.bindMemory(to: UInt32.self, capacity: count)
  }
}

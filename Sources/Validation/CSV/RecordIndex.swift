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
  /// In record order, at most one per record. Cells of these records are not to be used.
  package var faults: [RecordFault] = []
  /// Where cells are copies that the reader has already unquoted (libcsv), the bytes that cell offsets refer to.
  package var decodedCells: [UInt8]?
  /// The reader gave up here, since it cannot resume after a fault (libcsv); `nil`: it read the whole block.
  package var stoppedAtOffset: Int?

  package init() {
    recordStarts = .allocate(capacity: 1)
    firstCells = .allocate(capacity: 1)
    cellStarts = .allocate(capacity: 1)
    cellEnds = .allocate(capacity: 1)
    quotedCells = .allocate(capacity: 1)
  }

  deinit {
    recordStarts.deallocate()
    firstCells.deallocate()
    cellStarts.deallocate()
    cellEnds.deallocate()
    quotedCells.deallocate()
  }

  /// Forgets everything but the memory.
  package func removeAll() {
    recordCount = 0
    cellCount = 0
    quotedCellCount = nil
    lineFeedCount = nil
    faults.removeAll(keepingCapacity: true)
    decodedCells = nil
    stoppedAtOffset = nil
  }

  /// Makes room, keeping what is there.
  package func reserve(records: Int, cells: Int) {
    if records > recordCapacity {
      let capacity = max(records, recordCapacity * 2, 256)
      Self.grow(&recordStarts, from: recordCapacity + 1, to: capacity + 1)
      Self.grow(&firstCells, from: recordCapacity + 1, to: capacity + 1)
      recordCapacity = capacity
    }
    if cells > cellCapacity {
      let capacity = max(cells, cellCapacity * 2, 1024)
      Self.grow(&cellStarts, from: cellCapacity, to: capacity)
      Self.grow(&cellEnds, from: cellCapacity, to: capacity)
      Self.grow(&quotedCells, from: cellCapacity, to: capacity)
      cellCapacity = capacity
    }
  }

  private static func grow(_ memory: inout UnsafeMutablePointer<UInt32>, from old: Int, to new: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: new)
    larger.initialize(repeating: 0, count: new)
    larger.update(from: memory, count: old)
    memory.deallocate()
    memory = larger
  }
}

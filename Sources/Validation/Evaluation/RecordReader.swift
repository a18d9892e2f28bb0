import Contracts

/// Reads the records of a block into batches: what CSV and JSONL have in common.
///
/// Call `begin` for each block, then `fill` until it answers `false`. Only then are `faults` complete.
package protocol RecordReader: AnyObject {
  /// Starts on a block, which must outlive its batches.
  func begin(_ block: Block, _ binding: FileBinding)

  /// Fills the batch with the next well-formed records, at most `maximumRows`; `false` when there are none left.
  ///
  /// A record may have more values than a batch holds. Then `onSlice` is called, before this returns, with each part of
  /// it but the last.
  func fill(_ batch: RecordBatch, maximumRows: Int, onSlice: @escaping () -> Void) -> Bool

  /// Records of the block, faulty ones included.
  var recordCount: Int { get }

  /// Faulty records, by record.
  var faults: [RecordFault] { get }

  /// What was found and what was expected, where a fault's name alone does not say it: `3 cells, expected 4`.
  func detail(of fault: RecordFault) -> String?

  /// The bytes of a record in the block, terminator included.
  func bounds(ofRecord record: Int) -> Range<Int>

  /// The cells of a well-formed record as text; `nil` in JSONL, where the record's bytes say it all.
  func texts(ofRecord record: Int) -> [[UInt8]]?

  /// Where the reader gave up, since it cannot resume after a fault (libcsv).
  var stoppedAtOffset: Int? { get }

  /// Forgets the block, and gives back what it took beyond the usual.
  func trim()

  /// How many line feeds the block has; `nil`: the reader did not count them.
  var lineFeedCount: Int? { get }
}

extension RecordReader {
  package var lineFeedCount: Int? { nil }

  /// As much of a faulty record as is shown: how much of an overlong one is there depends on where blocks end.
  func shownBounds(of fault: RecordFault, _ contract: Contract) -> Range<Int> {
    let bounds = bounds(ofRecord: fault.record)
    guard fault.kind == .recordTooLong else { return bounds }
    return bounds.lowerBound..<min(bounds.upperBound, bounds.lowerBound + contract.data.recordLimitBytes)
  }
}

/// How the fields of a contract lie in one file.
package struct FileBinding: Sendable {
  /// For each field its column from 0, `nil` where the file has none. In JSONL all are 0.
  package var columns: [Int?]
  /// The header's names; made up (`column 3`) where there is no header.
  package var names: [String]
  /// How many cells a well-formed record has.
  package var cellCounts: ClosedRange<Int>

  package init(columns: [Int?], names: [String], cellCounts: ClosedRange<Int>) {
    self.columns = columns
    self.names = names
    self.cellCounts = cellCounts
  }
}

import CCSVKernels
import Contracts

/// Reads simple dialects with the kernels, and leaves to the plain reader each block in which they met a fault.
package struct SIMDCSVReader: CSVReader {
  private let plain: PlainCSVReader
  private let delimiter: UInt8
  private let quote: UInt8
  private let forbidsLineBreaks: Bool
  private let recordLimitBytes: Int
  private let level: KernelLevel

  /// `nil` when the dialect is not simple.
  package init?(
    dialect: CSVDialect, recordLimitBytes: Int = DataSource.defaultRecordLimitBytes, level: KernelLevel = .best
  ) {
    guard dialect.isSimple, let quote = dialect.quote else { return nil }
    self.quote = quote
    forbidsLineBreaks = dialect.forbidsLineBreaks
    self.recordLimitBytes = recordLimitBytes
    self.level = level
    delimiter = dialect.delimiter[0]
    plain = PlainCSVReader(dialect: dialect, recordLimitBytes: recordLimitBytes)
  }

  package func index(_ block: Block, into index: RecordIndex) {
    precondition(block.bytes.count < UInt32.max, "offsets in an index are 32 bits wide")
    index.removeAll()
    guard !block.bytes.isEmpty else { return }
    if block.needsPlainReader || !fill(index, from: block.bytes) || hasOverlongRecord(index, block.bytes.count)
      || (forbidsLineBreaks && hasLineBreakInCell(index, block.bytes))
    {
      plain.index(block, into: index)
    }
  }

  /// False: there is a fault in the block.
  private func fill(_ index: RecordIndex, from bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let text = assay_csv_text(bytes: bytes.baseAddress, count: bytes.count, delimiter: delimiter, quote: quote)
    var progress = assay_csv_progress()
    let slack = Int(assay_csv_slack)
    index.reserve(records: bytes.count / 64 + slack, cells: bytes.count / 8 + slack)
    while true {
      var arrays = index.kernelArrays
      if assay_csv_index(level.kernel, text, &arrays, &progress) { break }
      index.recordCount = progress.records
      index.cellCount = progress.cells
      index.reserve(records: progress.records + slack, cells: progress.cells + slack)
    }
    index.recordCount = progress.records
    index.cellCount = progress.cells
    index.quotedCellCount = progress.quoted_cells
    index.lineFeedCount = progress.line_feeds
    index.isASCII = !progress.is_beyond_ascii
    return progress.flags == 0
  }

  /// The kernels know no such rule, but where there are more lines than records, some record spans several.
  private func hasLineBreakInCell(_ index: RecordIndex, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let lineFeedCount = index.lineFeedCount ?? level.newlineCount(in: bytes)
    let lineCount = lineFeedCount + (bytes.last == 0x0A ? 0 : 1)
    return lineCount != index.recordCount
  }

  private func hasOverlongRecord(_ index: RecordIndex, _ count: Int) -> Bool {
    guard count > recordLimitBytes else { return false }
    for record in 0..<index.recordCount {
      let lastCell = Int(index.firstCells[record + 1]) - 1
      if Int(index.cellEnds[lastCell]) - Int(index.recordStarts[record]) > recordLimitBytes { return true }
    }
    return false
  }
}

extension RecordIndex {
  fileprivate var kernelArrays: assay_csv_arrays {
    assay_csv_arrays(
      record_starts: recordStarts, first_cells: firstCells, cell_starts: cellStarts, cell_ends: cellEnds,
      quoted_cells: quotedCells, record_capacity: recordCapacity, cell_capacity: cellCapacity)
  }
}

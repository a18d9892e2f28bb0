/// Reads blocks of CSV into an index of their records and cells.
///
/// `PlainCSVReader` defines the grammar; the others must give what it gives. A reader begins with
/// `index.removeAll()`. It does not judge UTF-8, blank records, or the number of cells.
package protocol CSVReader: Sendable {
  /// The block holds whole records, as `CSVCutter` cuts them.
  func index(_ block: Block, into index: RecordIndex)
}

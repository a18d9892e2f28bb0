import CLibCSV
import Contracts

/// Reads with libcsv, which shares no code with the other readers: the independent check of them (`--reader libcsv`).
///
/// libcsv is strict and does not trim. It stops at the first fault, since it does not say how to resume. CR LF is taken
/// as one terminator, and blank lines are records. It lets NUL bytes pass, so they are looked for here.
package struct LibCSVReader: CSVReader {
  /// Why libcsv cannot read a dialect.
  package enum Unsupported: Error, Hashable, Sendable {
    case delimiterOfSeveralBytes, noQuote, escape, recordDelimiter, commentPrefix, lineBreaks

    package var explanation: String {
      switch self {
      case .delimiterOfSeveralBytes: "its `delimiter` is one byte"
      case .noQuote: "it cannot do without a `quote`"
      case .escape: "it knows doubled quotes, and no `escape`"
      case .recordDelimiter: "its `record_delimiter` is a line break"
      case .commentPrefix: "it knows no `comment_prefix`"
      case .lineBreaks: "it cannot forbid `line_breaks` in cells"
      }
    }
  }

  private let delimiter: UInt8
  private let quote: UInt8
  private let recordLimitBytes: Int

  package init(
    dialect: CSVDialect, recordLimitBytes: Int = DataSource.defaultRecordLimitBytes
  ) throws(Unsupported) {
    guard dialect.delimiter.count == 1 else { throw .delimiterOfSeveralBytes }
    guard let quote = dialect.quote else { throw .noQuote }
    guard dialect.escape == nil || dialect.escape == quote else { throw .escape }
    guard dialect.recordDelimiter == .newline else { throw .recordDelimiter }
    guard dialect.commentPrefix == nil else { throw .commentPrefix }
    guard !dialect.forbidsLineBreaks else { throw .lineBreaks }
    delimiter = dialect.delimiter[0]
    self.quote = quote
    self.recordLimitBytes = recordLimitBytes
  }

  package func index(_ block: Block, into index: RecordIndex) {
    index.removeAll()
    index.reserve(records: block.bytes.count / 64 + 1, cells: block.bytes.count / 16 + 1)
    index.recordStarts[0] = 0
    index.firstCells[0] = 0
    var parse = UnsafeLibCSVParse(
      block: block, quote: quote, recordLimitBytes: recordLimitBytes, index: index)
    parse.run(delimiter: delimiter)
  }
}

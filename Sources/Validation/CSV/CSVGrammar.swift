import Contracts

/// What a dialect makes of each byte, prepared once for many blocks.
package struct CSVGrammar: Sendable {
  let delimiter: [UInt8]
  /// `nil`: LF or CR LF.
  let terminator: [UInt8]?
  let commentPrefix: [UInt8]
  let quote: UInt8?
  /// `nil`: a quote is doubled.
  let escape: UInt8?
  /// Every terminator ends a record, inside quotes too.
  let forbidsLineBreaks: Bool
  /// A record with more bytes than this before its terminator is too long.
  let limit: Int
  /// Bytes that must be there for a delimiter or terminator to be told from text.
  let lookahead: Int
  /// For each byte, whether it may mean something, by the bits below.
  let classes: [UInt8]

  static let meansInText: UInt8 = 1
  static let meansInQuotes: UInt8 = 2

  /// A dialect without delimiter, or with an empty terminator or prefix, never comes out of a contract.
  package init(dialect: CSVDialect, recordLimitBytes: Int) {
    precondition(!dialect.delimiter.isEmpty && recordLimitBytes > 0, "a dialect that the contract refuses")
    delimiter = dialect.delimiter
    quote = dialect.quote
    escape = dialect.escape == dialect.quote ? nil : dialect.escape
    commentPrefix = dialect.commentPrefix ?? []
    forbidsLineBreaks = dialect.forbidsLineBreaks
    limit = recordLimitBytes
    switch dialect.recordDelimiter {
    case .newline: terminator = nil
    case .exactly(let bytes):
      precondition(!bytes.isEmpty, "a dialect that the contract refuses")
      terminator = bytes
    }
    lookahead = max(delimiter.count, terminator?.count ?? 2)
    classes = Self.classes(text: [0, delimiter[0], quote], ends: terminator, quotes: [0, quote, escape])
  }

  private static func classes(text: [UInt8?], ends: [UInt8]?, quotes: [UInt8?]) -> [UInt8] {
    var classes = [UInt8](repeating: 0, count: 256)
    for byte in text.compactMap(\.self) { classes[Int(byte)] |= meansInText }
    for byte in ends?.prefix(1) ?? [0x0A, 0x0D] { classes[Int(byte)] |= meansInText }
    for byte in quotes.compactMap(\.self) { classes[Int(byte)] |= meansInQuotes }
    return classes
  }
}

/// Takes the cells of a record as they are found.
protocol CSVCellSink {
  mutating func addCell(from start: Int, to end: Int)
}

/// Lets them go: for one who wants to know where records end.
struct NoCells: CSVCellSink {
  mutating func addCell(from start: Int, to end: Int) {}
}

/// What stands at a place where a record may begin.
enum CSVStep {
  /// A record up to `end`, terminator included. What it is was clear after `decidedAt` bytes, which lie beyond `end`
  /// where a quoted field ran over lines and then broke off.
  case record(end: Int, fault: CSVFault?, decidedAt: Int)
  case comment(end: Int)
  /// It is too long, and its terminator is not among the bytes.
  case overlong
  /// More bytes are needed to tell.
  case undecided
}

/// What is wrong with a record, and where.
struct CSVFault: Hashable {
  var kind: FaultKind
  var offset: Int
}

/// Where a contract's data lies and how its bytes are to be read.
package struct DataSource: Hashable, Sendable, Codable {
  package enum Format: String, Sendable, Codable, CaseIterable { case csv, jsonl }

  /// Paths or globs as written, relative to the contract; `-` is standard input.
  package var files: [Scalar]
  /// As declared, or taken from the files' names; `nil` when neither says.
  package var format: Format?
  package var encoding: Encoding
  package var byteOrderMark: ByteOrderMark
  package var csv: CSVDialect
  /// A longer record is a fault. In bytes of the decoded stream.
  package var recordLimitBytes: Int

  package enum Encoding: String, Sendable, Codable, CaseIterable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case latin1 = "latin-1"
    case windows1252 = "windows-1252"
  }

  package enum ByteOrderMark: String, Sendable, Codable, CaseIterable { case allow, require, forbid }

  package static let defaultRecordLimitBytes = 16 << 20

  package init(
    files: [Scalar], format: Format?, encoding: Encoding = .utf8, byteOrderMark: ByteOrderMark = .allow,
    csv: CSVDialect = CSVDialect(), recordLimitBytes: Int = Self.defaultRecordLimitBytes
  ) {
    self.files = files
    self.format = format
    self.encoding = encoding
    self.byteOrderMark = byteOrderMark
    self.csv = csv
    self.recordLimitBytes = recordLimitBytes
  }
}

/// How CSV departs from RFC 4180. Never guessed.
package struct CSVDialect: Hashable, Sendable, Codable {
  /// UTF-8, at least one byte, no quote and no line break.
  package var delimiter: [UInt8] = [UInt8(ascii: ",")]
  /// `nil`: no cell is quoted.
  package var quote: UInt8? = UInt8(ascii: "\"")
  /// A byte that makes the next one literal inside quotes; `nil`: a quote is doubled.
  package var escape: UInt8?
  package var recordDelimiter = RecordDelimiter.newline
  /// No cell may span lines: every line end ends a record, and in quotes it is a fault.
  package var forbidsLineBreaks = false
  package var hasHeader = true
  /// Lines before the header that are not data.
  package var preambleLines = 0
  /// Records that begin with this are not data. UTF-8.
  package var commentPrefix: [UInt8]?
  /// Spellings for all fields; a field's own win.
  package var spelling = Spelling()

  package enum RecordDelimiter: Hashable, Sendable, Codable {
    /// LF or CR LF, each wherever it stands. A bare CR outside quotes is a fault.
    case newline
    /// Exactly these bytes (`"\r\n"`, `"\r"`, `";"`); others are ordinary data.
    case exactly([UInt8])
  }

  package init() {}

  /// Whether the SIMD reader knows this dialect; the plain reader knows all.
  package var isSimple: Bool {
    delimiter.count == 1 && quote != nil && escape == nil && recordDelimiter == .newline && commentPrefix == nil
  }
}

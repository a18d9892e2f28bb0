/// A way in which a record breaks the structure of its format, so that its cells are not judged.
package enum FaultKind: UInt8, Sendable, Codable, CaseIterable {
  // CSV
  case bareQuote, textAfterQuote, unclosedQuote, lineBreakInCell, missingCell, extraCell, bareCarriageReturn, nulByte
  // Both
  case blankRecord, badEncoding, recordTooLong
  // JSONL
  case malformedDocument, trailingBytes, duplicateKey, numberOutOfRange, loneSurrogate, notAnObject, tooDeep

  /// As reports spell it: `bare_quote`.
  package var name: String {
    switch self {
    case .bareQuote: "bare_quote"
    case .textAfterQuote: "text_after_quote"
    case .unclosedQuote: "unclosed_quote"
    case .lineBreakInCell: "line_break_in_cell"
    case .missingCell: "missing_cell"
    case .extraCell: "extra_cell"
    case .bareCarriageReturn: "bare_carriage_return"
    case .nulByte: "nul_byte"
    case .blankRecord: "blank_record"
    case .badEncoding: "bad_encoding"
    case .recordTooLong: "record_too_long"
    case .malformedDocument: "malformed_document"
    case .trailingBytes: "trailing_bytes"
    case .duplicateKey: "duplicate_key"
    case .numberOutOfRange: "number_out_of_range"
    case .loneSurrogate: "lone_surrogate"
    case .notAnObject: "not_an_object"
    case .tooDeep: "too_deep"
    }
  }
}

/// One faulty record of a block. A record has at most one: the first by offset.
///
/// Small, since every record of a block may have one.
package struct RecordFault: Hashable, Sendable {
  /// More are not expected in a block.
  static let usualCount = 1 << 16

  private let recordIndex: UInt32
  private let byteOffset: UInt32
  package let kind: FaultKind

  /// Index of the record in its block.
  package var record: Int { Int(recordIndex) }
  /// Byte offset in the block of what is wrong: the bare quote, the opening quote that is never closed, the bad byte;
  /// the record's start for cells that are missing, blank and overlong records.
  package var offset: Int { Int(byteOffset) }

  package init(record: Int, kind: FaultKind, offset: Int) {
    recordIndex = UInt32(record)
    byteOffset = UInt32(offset)
    self.kind = kind
  }
}

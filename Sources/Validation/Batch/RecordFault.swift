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
package struct RecordFault: Hashable, Sendable {
  /// Index of the record in its block.
  package var record: Int
  package var kind: FaultKind
  /// Byte offset in the block of what is wrong: the bare quote, the opening quote that is never closed, the bad byte;
  /// the record's start for cells that are missing, blank and overlong records.
  package var offset: Int

  package init(record: Int, kind: FaultKind, offset: Int) {
    self.record = record
    self.kind = kind
    self.offset = offset
  }
}

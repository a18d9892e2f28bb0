import Contracts

/// Reads the values of one field: says which are missing or not of the type, and leaves the others' payloads.
///
/// A class, since it consists of so many parts that copying it for each batch would take a few per cent of a run.
/// The spellings it takes are listed in `docs/types.md`, which is executed as its test.
package final class FieldDecoder: Sendable {
  package let field: Field
  package let format: DataSource.Format
  let level: KernelLevel
  let reading: Reading
  /// Declared missing spellings, or CSV's empty cell.
  let missing: SpellingSet
  /// Kinds of token that the type reads; others are invalid.
  let kinds: TokenKindSet

  /// What a value is read as. The closed set over which `decode` branches, once a column.
  enum Reading: Sendable {
    case any
    case string
    case integer(NumberMarks?)
    case decimal(NumberMarks?)
    case number(NumberMarks?)
    case boolean(BooleanSpellings?)
    case date(TemporalPattern?)
    case time(TemporalPattern?, zone: Spelling.Zone)
    case timestamp(TimestampLayout, zone: Spelling.Zone)
    case duration
    case uuid
    case object
    case array
  }

  enum TimestampLayout: Sendable {
    case iso
    case epoch(digitsBelowSecond: Int)
    case pattern(TemporalPattern)
  }

  /// Throws what is wrong with the field's spelling, or that CSV has no such type.
  package init(
    field: Field, format: DataSource.Format, level: KernelLevel = .best
  ) throws(DecoderProblem) {
    self.field = field
    self.format = format
    self.level = level
    reading = try Self.reading(of: field, format)
    let booleans = (field.spelling.trueSpellings ?? []) + (field.spelling.falseSpellings ?? [])
    let declared = field.spelling.missing ?? (format == .csv ? [""] : [])
    missing = SpellingSet(field.type == .boolean ? declared.filter { !booleans.contains($0) } : declared)
    kinds = TokenKindSet(of: reading, format)
  }

  /// How many bytes of each text `decode` looks at, from its beginning; `.max` for all.
  var textBytes: Int {
    let isText =
      switch reading {
      case .string, .any, .object, .array: true
      default: !kinds.contains(.string)
      }
    guard isText, field.spelling.trim != true else { return .max }
    // One byte more than a spelling tells a longer text from it.
    return missing.spellings.reduce(0) { max($0, $1.count + 1) }
  }

  /// Settles the state of every value of the column that is still `value`, and its payload.
  package func decode(_ column: Column) {
    if field.spelling.trim == true { column.trimBlanks() }
    column.markMissing(missing)
    if format == .jsonl { column.markUnexpectedKinds(kinds) }
    switch reading {
    // Of an array, the reader has counted the items.
    case .any, .string, .object, .array: break
    case .integer(let marks): column.decodeIntegers(marks, level)
    case .decimal(let marks): column.decodeDecimals(marks, level)
    case .number(let marks): column.decodeNumbers(marks)
    case .boolean(let spellings): column.decodeBooleans(spellings, level)
    case .date(nil): column.decodeDates(level)
    case .date(let pattern?): column.decodeDates(by: pattern)
    case .time(nil, let zone): column.decodeTimes(zone)
    case .time(let pattern?, _): column.decodeTimes(by: pattern)
    case .timestamp(.iso, let zone): column.decodeTimestamps(zone, level)
    case .timestamp(.epoch(let digits), _): column.decodeEpochs(digitsBelowSecond: digits, level)
    case .timestamp(.pattern(let pattern), _): column.decodeTimestamps(by: pattern)
    case .duration: column.decodeDurations()
    case .uuid: column.decodeUUIDs(level)
    }
  }
}

/// Why a field cannot be read as declared.
package struct DecoderProblem: Error, Hashable, Sendable {
  /// The contract's word at fault: `layout`, `type`, `decimal_mark`.
  package let key: String
  /// One sentence.
  package let message: String

  package init(_ key: String, _ message: String) {
    self.key = key
    self.message = message
  }
}

/// A set of token kinds.
struct TokenKindSet: OptionSet, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }
  init(_ kinds: TokenKind...) { rawValue = kinds.reduce(0) { $0 | 1 << $1.rawValue } }

  @inline(__always)
  func contains(_ kind: TokenKind) -> Bool { rawValue &>> kind.rawValue & 1 != 0 }

  /// The JSON tokens that a reading takes. Numbers in strings only where a mark is declared.
  init(of reading: FieldDecoder.Reading, _ format: DataSource.Format) {
    guard format == .jsonl else {
      self.init(.text)
      return
    }
    switch reading {
    case .any: self.init(.string, .number, .true, .false, .object, .array)
    case .integer(nil), .decimal(nil), .number(nil), .timestamp(.epoch, _): self.init(.number)
    case .integer, .decimal, .number: self.init(.number, .string)
    case .boolean(nil): self.init(.true, .false)
    case .boolean: self.init(.true, .false, .string)
    case .object: self.init(.object)
    case .array: self.init(.array)
    case .string, .date, .time, .timestamp, .duration, .uuid: self.init(.string)
    }
  }
}

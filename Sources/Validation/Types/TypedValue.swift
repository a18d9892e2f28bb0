import Contracts

/// One value of a type, apart from its column: a bound, an allowed value, the last value of a batch.
package enum TypedValue: Hashable, Sendable, Codable {
  /// An integer that fits; a boolean; the payload of a date, time, timestamp or duration.
  case integer(Int64)
  /// A decimal; of the others, what does not fit 64 bits.
  case decimal(ExactDecimal)
  /// Never NaN, and zero has no sign.
  case number(Double)
  /// A string's bytes; any value's text.
  case text([UInt8])
  case uuid(UInt64, UInt64)
}

extension FieldDecoder {
  /// Value `i` of a decoded column, which is `value` or `wide`. `nil` for objects and arrays, which are not compared.
  package func value(of column: Column, _ i: Int) -> TypedValue? {
    switch reading {
    case .any, .string: .text(Array(column.text(i)))
    case .decimal: .decimal(column.exactDecimal(i))
    case .number: .number(column.doubles[i] + 0)
    case .uuid: .uuid(uuidHalf(column.texts[i]), uuidSecondHalf(column.texts[i]))
    case .object, .array: nil
    case .integer, .boolean, .date, .time, .timestamp, .duration:
      column.wideValues[i].map { .decimal($0) } ?? .integer(column.integers[i])
    }
  }

  /// A value that a contract writes: a bound, an allowed value.
  ///
  /// Read first in the type's own spelling (a point, ISO dates, `true`), then in the field's. `nil` where it is
  /// neither, and for objects and arrays.
  package func literal(_ text: String) -> TypedValue? {
    for spelling in [standardSpelling, field.spelling] {
      var spelling = spelling
      spelling.missing = []
      spelling.trim = nil
      let plain = Field(path: field.path, type: field.type, spelling: spelling, location: field.location)
      // Both spellings are known to be sound, and objects and arrays have no literals.
      guard case .success(let decoder) = Self.decoder(plain) else { continue }
      if let value = decoder.soleValue(text) { return value }
    }
    return nil
  }

  /// ISO, with a zone where the field's values have one.
  private var standardSpelling: Spelling {
    var spelling = Spelling()
    if case .timestamp(_, let zone) = reading { spelling.zone = zone }
    if case .time(_, let zone) = reading { spelling.zone = zone }
    return spelling
  }

  private static func decoder(_ field: Field) -> Result<FieldDecoder, DecoderProblem> {
    do {
      return .success(try FieldDecoder(field: field, format: .csv))
    } catch {
      return .failure(error)
    }
  }

  private func soleValue(_ text: String) -> TypedValue? {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 16)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let column = Column(isRepeated: false)
      column.append(row: 0, text: start, length: buffer.count - 16, kind: .text, state: .value)
      decode(column)
      let isRead = column.states[0] == .value || column.states[0] == .wide
      return isRead ? value(of: column, 0) : nil
    }
  }
}

extension FieldDecoder {
  /// -1, 0 or 1 as value `i` is less than, equal to or greater than `other`, a value of the same field.
  ///
  /// Strings and UUIDs go by their bytes, `false` before `true`.
  @inline(__always)
  package func compare(_ column: Column, _ i: Int, to other: TypedValue) -> Int {
    if case .integer(let value) = other, column.states[i] == .value { return order(column.integers[i], value) }
    return value(of: column, i).map { TypedValue.compare($0, other) } ?? 0
  }

  /// The same for two values of columns that this decoder has decoded.
  @inline(__always)
  package func compare(_ a: Column, _ i: Int, to b: Column, _ j: Int) -> Int {
    if case .string = reading { return compareBytes(a.text(i), b.text(j)) }
    if isInteger, a.states[i] == .value, b.states[j] == .value { return order(a.integers[i], b.integers[j]) }
    guard let left = value(of: a, i), let right = value(of: b, j) else { return 0 }
    return TypedValue.compare(left, right)
  }

  /// Whether payloads in `integers` have the order of the values.
  var isInteger: Bool {
    switch reading {
    case .integer, .boolean, .date, .time, .timestamp, .duration: true
    case .any, .string, .decimal, .number, .uuid, .object, .array: false
    }
  }
}

extension TypedValue {
  /// -1, 0 or 1. Both are values of one field.
  package static func compare(_ a: Self, _ b: Self) -> Int {
    switch (a, b) {
    case (.integer(let x), .integer(let y)): order(x, y)
    case (.number(let x), .number(let y)): order(x, y)
    case (.text(let x), .text(let y)):
      x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in compareBytes(x, y) } }
    case (.uuid(let x, let x2), .uuid(let y, let y2)): x == y ? order(x2, y2) : order(x, y)
    default: exactly(a).compare(to: exactly(b))
    }
  }

  private static func exactly(_ value: Self) -> ExactDecimal {
    switch value {
    case .integer(let value): return ExactDecimal(value)
    case .decimal(let value): return value
    case .number, .text, .uuid: preconditionFailure("values of different types are compared")
    }
  }
}

extension Column {
  /// Value `i` of a column of decimals, exactly. Of an integer, `scales` says nothing.
  package func exactDecimal(_ i: Int) -> ExactDecimal {
    wideValues[i] ?? ExactDecimal(integers[i], scale: Int(scales[i]))
  }
}

@inline(__always)
private func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a > b ? 1 : 0 }

/// Bytewise, a prefix first: the order of code points for UTF-8.
@inline(__always)
func compareBytes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
  for i in 0..<min(a.count, b.count) where a[i] != b[i] { return a[i] < b[i] ? -1 : 1 }
  return order(a.count, b.count)
}

/// The first 64 bits of the UUID at `p`.
func uuidHalf(_ p: UnsafePointer<UInt8>) -> UInt64 {
  hexValue(p, 8) << 32 | hexValue(p + 9, 4) << 16 | hexValue(p + 14, 4)
}

/// The last 64 bits.
func uuidSecondHalf(_ p: UnsafePointer<UInt8>) -> UInt64 { hexValue(p + 19, 4) << 48 | hexValue(p + 24, 12) }

private func hexValue(_ p: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
  var value: UInt64 = 0
  for i in 0..<count { value = value << 4 | UInt64(p[i] & 0xF &+ (p[i] >> 6) &* 9) }
  return value
}

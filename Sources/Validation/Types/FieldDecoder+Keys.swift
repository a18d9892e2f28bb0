import Contracts

extension FieldDecoder {
  /// Appends bytes that are the same for equal values of the field and different for all others.
  ///
  /// They end by themselves, so keys of several fields in a row stay distinct. Value `i` is `value` or `wide`; `1.0`
  /// and `1.00` are one decimal, timestamps go by their instant, objects and arrays by their text.
  @inline(__always)
  package func appendKey(of column: Column, _ i: Int, to key: inout [UInt8]) {
    switch reading {
    case .string, .object, .array: key.append(text: column.text(i))
    case .any:
      key.append(column.kinds[i].rawValue)
      key.append(text: column.text(i))
    case .decimal: key.append(exactly: column, i, scale: column.scales[i])
    case .integer, .boolean, .date, .time, .timestamp, .duration: key.append(exactly: column, i, scale: 0)
    case .number:
      // Adding zero makes -0 the same as 0.
      key.append(word: (column.doubles[i] + 0).bitPattern)
    case .uuid:
      key.append(word: uuidHalf(column.texts[i]))
      key.append(word: uuidSecondHalf(column.texts[i]))
    }
  }
}

extension [UInt8] {
  @inline(__always)
  fileprivate mutating func append(word: UInt64) {
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
  }

  @inline(__always)
  fileprivate mutating func append(text: UnsafeBufferPointer<UInt8>) {
    append(length: text.count)
    append(contentsOf: text)
  }

  /// Seven bits a byte, the lowest first; the high bit says that more follow.
  @inline(__always)
  fileprivate mutating func append(length: Int) {
    var rest = length
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// A number by its shortest mantissa. The first byte tells a wide one from others.
  @inline(__always)
  fileprivate mutating func append(exactly column: Column, _ i: Int, scale: UInt8) {
    guard column.states[i] == .value else { return append(wide: column.exactDecimal(i)) }
    var (mantissa, scale) = (column.integers[i], scale)
    while scale > 0 {
      let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      mantissa = quotient
      scale -= 1
    }
    append(1)
    append(scale)
    append(word: UInt64(bitPattern: mantissa))
  }

  private mutating func append(wide value: ExactDecimal) {
    append(0)
    append(value.isNegative ? 1 : 0)
    append(word: UInt64(bitPattern: Int64(value.exponent)))
    append(length: value.digits.count)
    append(contentsOf: value.digits)
  }
}

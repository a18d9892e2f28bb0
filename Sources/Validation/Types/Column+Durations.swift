import Contracts

extension Column {
  func decodeDurations() {
    judgeValues { i, text, length in
      guard let duration = readDuration(UnsafeBufferPointer(start: text, count: length)) else { return .invalid }
      return settle(i, duration)
    }
  }
}

/// The nanoseconds of an ISO 8601 duration: `P1Y2M3DT4H5M6.5S` or `P2W`.
///
/// A year counts as 365.2425 days and a month as its twelfth. Only seconds have a fraction, of which digits beyond
/// nanoseconds are dropped. A number has 18 digits at most.
func readDuration(_ text: UnsafeBufferPointer<UInt8>) -> Int128? {
  guard text.count >= 3, text[0] == UInt8(ascii: "P") else { return nil }
  var cursor = TextCursor(text: text)
  cursor.position = 1
  var total: Int128 = 0
  if let weeks = cursor.component("W", second * 604_800) { return cursor.isAtEnd ? weeks : nil }
  var isEmpty = true
  for (unit, nanoseconds) in [("Y", month * 12), ("M", month), ("D", second * 86_400)] as [(Unicode.Scalar, Int128)] {
    guard let part = cursor.component(unit, nanoseconds) else { continue }
    total += part
    isEmpty = false
  }
  if cursor.take(UInt8(ascii: "T")) {
    isEmpty = true
    for (unit, nanoseconds) in [("H", second * 3600), ("M", second * 60), ("S", second)] as [(Unicode.Scalar, Int128)] {
      guard let part = cursor.component(unit, nanoseconds) else { continue }
      total += part
      isEmpty = false
    }
  }
  return isEmpty || !cursor.isAtEnd ? nil : total
}

private let second: Int128 = 1_000_000_000
private let month: Int128 = second * 2_629_746

extension TextCursor {
  /// A number and its unit; `nil`, and the place kept, where there is another thing.
  fileprivate mutating func component(_ unit: Unicode.Scalar, _ nanoseconds: Int128) -> Int128? {
    let start = position
    var value: Int128 = 0
    while position < text.count, text[position] &- 48 < 10 {
      if position - start < 18 { value = value * 10 + Int128(text[position] - 48) }
      position += 1
    }
    let digits = position - start
    var fractionValue = 0
    let hasPoint = unit == "S" && take(UInt8(ascii: "."))
    guard (1...18).contains(digits), !hasPoint || fraction(&fractionValue), take(UInt8(ascii: unit)) else {
      position = start
      return nil
    }
    return value * nanoseconds + Int128(fractionValue)
  }
}

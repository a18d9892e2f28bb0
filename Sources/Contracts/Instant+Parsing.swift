extension Instant {
  /// Reads an RFC 3339 timestamp with its zone: `2026-11-21T07:00:00Z`, `2026-11-21 08:00:00.5+01:00`.
  ///
  /// Digits beyond nanoseconds are dropped. A leap second, legal in the last minute of a month in UTC, is the first
  /// second of the next day.
  package init?(rfc3339 text: String) {
    var scanner = TextScanner(bytes: Array(text.utf8))
    guard let year = scanner.number(digits: 4), scanner.take("-"), let month = scanner.number(digits: 2),
      scanner.take("-"), let day = scanner.number(digits: 2), scanner.take("T", "t", " "),
      let hour = scanner.number(digits: 2), scanner.take(":"), let minute = scanner.number(digits: 2),
      scanner.take(":"), let second = scanner.number(digits: 2)
    else { return nil }
    let date = CivilDate(year: Int64(year), month: month, day: day)
    guard date.isValid, hour < 24, minute < 60, second <= 60, let fraction = scanner.fraction(),
      let offset = scanner.offset(), scanner.isAtEnd
    else { return nil }
    seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
    nanoseconds = fraction
    if second == 60 {
      guard seconds.floorDivided(by: 86_400) * 86_400 == seconds,
        CivilDate(daysSinceEpoch: seconds.floorDivided(by: 86_400)).day == 1
      else { return nil }
    }
  }
}

private struct TextScanner {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ choices: Unicode.Scalar...) -> Bool {
    guard position < bytes.count, choices.contains(Unicode.Scalar(bytes[position])) else { return false }
    position += 1
    return true
  }

  mutating func digit() -> Int? {
    guard position < bytes.count, bytes[position] &- 48 < 10 else { return nil }
    position += 1
    return Int(bytes[position - 1]) - 48
  }

  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Nanoseconds after a point, 0 without one; `nil` for a point without digits.
  mutating func fraction() -> Int32? {
    guard take(".") else { return 0 }
    var value: Int32 = 0
    var count = 0
    while let digit = digit() {
      if count < 9 { value = value * 10 + Int32(digit) }
      count += 1
    }
    while count > 0, count < 9 {
      value *= 10
      count += 1
    }
    return count == 0 ? nil : value
  }

  /// Seconds east of UTC.
  mutating func offset() -> Int? {
    if take("Z", "z") { return 0 }
    let isWest = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    guard take("+", "-"), let hours = number(digits: 2), take(":"), let minutes = number(digits: 2), hours < 24,
      minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}

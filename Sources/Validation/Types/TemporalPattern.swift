import Contracts

/// A compiled `%d/%m/%Y %H:%M` layout.
///
/// Numbers have exactly the digits that their sign says; `%-d` and its like take one or two.
struct TemporalPattern: Sendable {
  enum Item: Sendable, Equatable {
    case literal(UInt8)
    case year, shortYear, month, monthName, shortMonthName, day, dayOfYear
    case hour, halfDayHour, minute, second, fraction, half, offset
    /// One or two digits; `day` may be padded with a blank.
    case unpadded(Unpadded)
    case blankPaddedDay

    enum Unpadded: Sendable { case month, day, hour, halfDayHour, minute, second }
  }

  let items: [Item]
  var hasZone: Bool { items.contains(.offset) }

  /// The parts of a text of this layout; `nil` for another text or where a part is out of range.
  func read(_ text: UnsafeBufferPointer<UInt8>) -> TemporalParts? {
    var cursor = TextCursor(text: text)
    var parts = TemporalParts()
    for item in items {
      guard Self.read(item, &cursor, &parts) else { return nil }
    }
    guard cursor.isAtEnd, parts.isInRange else { return nil }
    return parts
  }

  private static func read(_ item: Item, _ cursor: inout TextCursor, _ parts: inout TemporalParts) -> Bool {
    switch item {
    case .literal(let byte): return cursor.take(byte)
    case .year: return cursor.number(4...4, &parts.year)
    case .shortYear:
      guard cursor.number(2...2, &parts.year) else { return false }
      parts.year += parts.year < 69 ? 2000 : 1900
      return true
    case .month: return cursor.number(2...2, &parts.month)
    case .monthName: return cursor.name(of: monthNames, &parts.month)
    case .shortMonthName: return cursor.name(of: monthNames.map { Array($0.prefix(3)) }, &parts.month)
    case .day: return cursor.number(2...2, &parts.dayOfMonth)
    case .blankPaddedDay:
      return cursor.take(0x20) ? cursor.number(1...1, &parts.dayOfMonth) : cursor.number(1...2, &parts.dayOfMonth)
    case .dayOfYear: return cursor.number(3...3, &parts.dayOfYear)
    case .hour: return cursor.number(2...2, &parts.hour)
    case .halfDayHour: return cursor.number(2...2, &parts.halfDayHour)
    case .minute: return cursor.number(2...2, &parts.minute)
    case .second: return cursor.number(2...2, &parts.second)
    case .fraction: return cursor.fraction(&parts.nanosecond)
    case .half: return cursor.name(of: [Array("am".utf8), Array("pm".utf8)], &parts.half)
    case .offset: return cursor.offset(&parts.offsetSeconds)
    case .unpadded(let part): return readUnpadded(part, &cursor, &parts)
    }
  }

  private static func readUnpadded(
    _ part: Item.Unpadded, _ cursor: inout TextCursor, _ parts: inout TemporalParts
  ) -> Bool {
    switch part {
    case .month: cursor.number(1...2, &parts.month)
    case .day: cursor.number(1...2, &parts.dayOfMonth)
    case .hour: cursor.number(1...2, &parts.hour)
    case .halfDayHour: cursor.number(1...2, &parts.halfDayHour)
    case .minute: cursor.number(1...2, &parts.minute)
    case .second: cursor.number(1...2, &parts.second)
    }
  }
}

private let monthNames: [[UInt8]] = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
  "december",
].map { Array($0.utf8) }

/// What a layout has read.
struct TemporalParts {
  var year = 0
  var month = 1
  var dayOfMonth = 1
  /// -1 where the layout has none.
  var dayOfYear = -1
  var hour = 0
  /// 0 where the layout has none.
  var halfDayHour = 0
  /// 1 in the morning, 2 in the afternoon.
  var half = 0
  var minute = 0
  var second = 0
  var nanosecond = 0
  var offsetSeconds = 0

  /// Of the time of day; the day is judged by `day`.
  var isInRange: Bool {
    let hasHalf = half > 0
    return hour < 24 && minute < 60 && second <= 60 && (hasHalf ? (1...12).contains(halfDayHour) : halfDayHour == 0)
  }

  var secondOfDay: Int64 {
    let hour = half > 0 ? halfDayHour % 12 + (half == 2 ? 12 : 0) : hour
    return Int64(hour * 3600 + minute * 60 + second)
  }

  /// Days since 1970-01-01; `nil` where there is no such day.
  var day: Int64? {
    let (year, month, day) = (UInt64(year), UInt64(month), UInt64(dayOfMonth))
    guard dayOfYear < 0 else {
      let isLeapYear = isDay(year: year, month: 2, day: 29)
      guard (1...(isLeapYear ? 366 : 365)).contains(dayOfYear) else { return nil }
      return dayNumber(year: year, month: 1, day: 1) + Int64(dayOfYear) - 1
    }
    return isDay(year: year, month: month, day: day) ? dayNumber(year: year, month: month, day: day) : nil
  }
}

/// A place in a text that is read from left to right.
struct TextCursor {
  let text: UnsafeBufferPointer<UInt8>
  var position = 0

  init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// As many digits as there are, within the range.
  mutating func number(_ digits: ClosedRange<Int>, _ value: inout Int) -> Bool {
    let start = position
    value = 0
    while position < text.count, position - start < digits.upperBound, text[position] &- 48 < 10 {
      value = value * 10 + Int(text[position] - 48)
      position += 1
    }
    return position - start >= digits.lowerBound
  }

  /// Nanoseconds from one or more digits; those beyond the ninth are dropped.
  mutating func fraction(_ value: inout Int) -> Bool {
    let start = position
    value = 0
    var unit = 100_000_000
    while position < text.count, text[position] &- 48 < 10 {
      value += Int(text[position] - 48) * unit
      unit /= 10
      position += 1
    }
    return position > start
  }

  /// The number, from 1, of the first lower-case name that stands here in any case.
  mutating func name(of names: [[UInt8]], _ value: inout Int) -> Bool {
    for (index, name) in names.enumerated() where position + name.count <= text.count {
      if zip(name, text[position...]).allSatisfy({ $0 == $1 | 0x20 }) {
        position += name.count
        value = index + 1
        return true
      }
    }
    return false
  }

  /// `Z`, `±hh:mm`, `±hhmm` or `±hh`.
  mutating func offset(_ seconds: inout Int) -> Bool {
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return true }
    let isWest = take(UInt8(ascii: "-"))
    guard isWest || take(UInt8(ascii: "+")) else { return false }
    var (hours, minutes) = (0, 0)
    guard number(2...2, &hours), hours < 24 else { return false }
    let isMarked = take(UInt8(ascii: ":"))
    let hasMinutes = isMarked || position < text.count && text[position] &- 48 < 10
    if hasMinutes {
      guard number(2...2, &minutes), minutes < 60 else { return false }
    }
    seconds = (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    return true
  }
}

import Contracts

/// The rule for all later years at the end of a TZif file: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone: Sendable {
  private let standardOffset: Int64
  private let summer: Summer?

  private struct Summer: Sendable {
    let offset: Int64
    let start: Change
    let end: Change
  }

  /// A day of the year and the local second at which clocks change.
  private struct Change: Sendable {
    enum Day: Sendable {
      /// Month, week from 1 to 5 (the last), weekday from Sunday.
      case weekday(Int, Int, Int)
      /// From 1, February 29 never counted.
      case withoutLeapDay(Int)
      /// From 0.
      case dayOfYear(Int)
    }

    let day: Day
    let second: Int64
  }

  init?(_ text: String) {
    var scanner = ZoneScanner(bytes: Array(text.utf8)[...])
    guard scanner.takeName(), let west = scanner.time() else { return nil }
    standardOffset = -west
    guard !scanner.bytes.isEmpty else {
      summer = nil
      return
    }
    guard scanner.takeName() else { return nil }
    let summerWest = scanner.bytes.first == UInt8(ascii: ",") ? west - 3600 : scanner.time()
    guard let summerWest, let start = Self.change(&scanner), let end = Self.change(&scanner), scanner.bytes.isEmpty
    else { return nil }
    summer = Summer(offset: -summerWest, start: start, end: end)
  }

  /// Seconds east of UTC.
  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standardOffset }
    let year = CivilDate(daysSinceEpoch: (seconds + standardOffset).floorDivided(by: 86_400)).year
    let start = Self.localSecond(of: summer.start, year) - standardOffset
    let end = Self.localSecond(of: summer.end, year) - summer.offset
    let isSummer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isSummer ? summer.offset : standardOffset
  }

  private static func localSecond(of change: Change, _ year: Int64) -> Int64 {
    let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    let day: Int64
    switch change.day {
    case .dayOfYear(let number): day = newYear + Int64(number)
    case .withoutLeapDay(let number):
      let isLater = number >= 60 && CivilDate.dayCount(month: 2, year: year) == 29
      day = newYear + Int64(number) - (isLater ? 0 : 1)
    case .weekday(let month, let week, let weekday):
      let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
      // 1970-01-01 was a Thursday.
      let firstWeekday = (first + 4) - (first + 4).floorDivided(by: 7) * 7
      var dayOfMonth = Int((Int64(weekday) - firstWeekday + 7) % 7) + 1 + 7 * (week - 1)
      if dayOfMonth > CivilDate.dayCount(month: month, year: year) { dayOfMonth -= 7 }
      day = first + Int64(dayOfMonth) - 1
    }
    return day * 86_400 + change.second
  }

  private static func change(_ scanner: inout ZoneScanner) -> Change? {
    guard scanner.take(","), let day = day(&scanner) else { return nil }
    guard scanner.take("/") else { return Change(day: day, second: 7200) }
    return scanner.time().map { Change(day: day, second: $0) }
  }

  private static func day(_ scanner: inout ZoneScanner) -> Change.Day? {
    if scanner.take("M") {
      guard let month = scanner.number(1...12), scanner.take("."), let week = scanner.number(1...5),
        scanner.take("."), let weekday = scanner.number(0...6)
      else { return nil }
      return .weekday(month, week, weekday)
    }
    if scanner.take("J") { return scanner.number(1...365).map { .withoutLeapDay($0) } }
    return scanner.number(0...365).map { .dayOfYear($0) }
  }
}

private struct ZoneScanner {
  var bytes: ArraySlice<UInt8>

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes.removeFirst()
    return true
  }

  /// Three or more letters, or anything in angle brackets.
  mutating func takeName() -> Bool {
    if take("<") {
      while let byte = bytes.popFirst() {
        if byte == UInt8(ascii: ">") { return true }
      }
      return false
    }
    let length = bytes.prefix(while: isLetter).count
    bytes.removeFirst(length)
    return length >= 3
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let digits = bytes.prefix(4).prefix(while: isDigit)
    guard !digits.isEmpty else { return nil }
    bytes.removeFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return range.contains(value) ? value : nil
  }

  /// Seconds of `±h[:mm[:ss]]`.
  mutating func time() -> Int64? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number(0...167) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(":") {
      guard let value = number(0...59) else { return nil }
      seconds += value * unit
    }
    return Int64(isNegative ? -seconds : seconds)
  }
}

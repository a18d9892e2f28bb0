import Contracts

// Dates and times of day as RFC 3339 writes them, eight characters at a time.
//
// A word of text ^ the word `0000-00-` leaves digits 0 to 9 and marks 0, whatever else there was being larger. Adding
// 0x76 to each digit and 0x7F to each mark lifts what is too large over the high bit.

private let highBits: UInt64 = 0x8080_8080_8080_8080

/// Days since 1970-01-01 of the `YYYY-MM-DD` at `p`; `bad` is not zero where there is none.
@inline(__always)
func readISODate(_ p: UnsafePointer<UInt8>, _ bad: inout UInt64) -> Int64 {
  let first = loadWord(p) ^ 0x2D30_302D_3030_3030
  let second = (loadWord(p + 8) ^ 0x3030) & 0xFFFF
  bad |= ((first &+ 0x7F76_767F_7676_7676) | first) & highBits
  bad |= ((second &+ 0x7676) | second) & 0x8080
  let pairs = (first &* 10) &+ (first >> 8)
  let year = (pairs & 0xFF) &* 100 &+ (pairs >> 16 & 0xFF)
  let month = pairs >> 40 & 0xFF
  let day = (second & 0xFF) &* 10 &+ (second >> 8)
  if !isDay(year: year, month: month, day: day) { bad |= 1 }
  return dayNumber(year: year, month: month, day: day)
}

/// Whether the month and the day exist in the proleptic Gregorian calendar.
@inline(__always)
func isDay(year: UInt64, month: UInt64, day: UInt64) -> Bool {
  guard month &- 1 < 12, day &- 1 < 31 else { return false }
  if day <= 28 { return true }
  if month == 2 { return day == 29 && year & 3 == 0 && (year % 100 != 0 || year & 15 == 0) }
  return day <= 30 &+ (month ^ month >> 3) & 1
}

/// Days since 1970-01-01. Years begin in March, so that the leap day comes last, and 400 of them are borrowed, so
/// that none is negative.
@inline(__always)
func dayNumber(year: UInt64, month: UInt64, day: UInt64) -> Int64 {
  let isEarly = month <= 2
  let years = UInt32(truncatingIfNeeded: year) &+ (isEarly ? 399 : 400)
  let months = UInt32(truncatingIfNeeded: month) &+ (isEarly ? 9 : 0) &- (isEarly ? 0 : 3)
  let centuries = years / 100
  let days = 365 &* years &+ years >> 2 &- centuries &+ centuries >> 2 &+ (153 &* months &+ 2) / 5
  return Int64(days) &+ Int64(truncatingIfNeeded: day) &- (719_469 + 146_097)
}

/// The hour, minute and second of the `HH:MM:SS` at `p`; `bad` is not zero where there is none. A second may be 60.
@inline(__always)
func readISOTime(_ p: UnsafePointer<UInt8>, _ bad: inout UInt64) -> (secondOfDay: Int64, isLeap: Bool) {
  let word = loadWord(p) ^ 0x3030_3A30_303A_3030
  bad |= ((word &+ 0x7676_7F76_767F_7676) | word) & highBits
  let pairs = (word &* 10) &+ (word >> 8)
  let (hour, minute, second) = (pairs & 0xFF, pairs >> 24 & 0xFF, pairs >> 48 & 0xFF)
  if hour > 23 || minute > 59 || second > 60 { bad |= 1 }
  return (Int64(truncatingIfNeeded: hour &* 3600 &+ minute &* 60 &+ second), second == 60)
}

/// What follows the seconds: a fraction, an offset.
struct TimeTail {
  var nanoseconds: Int64 = 0
  var offsetSeconds: Int64 = 0
  var hasZone = false

  /// `nil` where the `count` bytes at `p` are anything else. Digits beyond nanoseconds are dropped.
  @inline(__always)
  init?(_ p: UnsafePointer<UInt8>, _ count: Int) {
    var i = 0
    if count > 0, p[0] == UInt8(ascii: ".") {
      i = 1
      var digits = min(leadingDigitCount(p + 1), count &- 1)
      guard digits > 0 else { return nil }
      var bad: UInt64 = 0
      nanoseconds = Int64(truncatingIfNeeded: readUpToEightDigits(p + 1, digits, &bad))
      i &+= digits
      while i < count, p[i] &- 48 < 10 {
        if digits < 9 { nanoseconds = nanoseconds &* 10 &+ Int64(p[i] &- 48) }
        digits &+= 1
        i &+= 1
      }
      nanoseconds &*= Self.factor(digits)
    }
    guard i < count else { return }
    hasZone = true
    if p[i] | 0x20 == UInt8(ascii: "z") {
      guard i &+ 1 == count else { return nil }
    } else {
      guard i &+ 6 == count, let offset = Self.offset(p + i) else { return nil }
      offsetSeconds = offset
    }
  }

  /// 10^(9 - digits).
  @inline(__always)
  private static func factor(_ digits: Int) -> Int64 {
    switch digits {
    case 1: 100_000_000
    case 2: 10_000_000
    case 3: 1_000_000
    case 4: 100_000
    case 5: 10_000
    case 6: 1000
    case 7: 100
    case 8: 10
    default: 1
    }
  }

  /// Seconds east of UTC of the `±hh:mm` at `p`.
  @inline(__always)
  static func offset(_ p: UnsafePointer<UInt8>) -> Int64? {
    let isWest = p[0] == UInt8(ascii: "-")
    guard isWest || p[0] == UInt8(ascii: "+"), p[3] == UInt8(ascii: ":") else { return nil }
    let digits = (p[1] &- 48, p[2] &- 48, p[4] &- 48, p[5] &- 48)
    guard digits.0 < 10, digits.1 < 10, digits.2 < 6, digits.3 < 10 else { return nil }
    let (hours, minutes) = (Int64(digits.0) &* 10 &+ Int64(digits.1), Int64(digits.2) &* 10 &+ Int64(digits.3))
    guard hours < 24 else { return nil }
    let seconds = hours &* 3600 &+ minutes &* 60
    return isWest ? 0 &- seconds : seconds
  }
}

extension TimeTail {
  @inline(__always)
  func suits(_ zone: Spelling.Zone) -> Bool {
    switch zone {
    case .required: hasZone
    case .optional: true
    case .forbidden: !hasZone
    }
  }
}

/// Whether a second is the first of a month in UTC, as the one after a leap second must be.
func isStartOfMonth(_ seconds: Int64) -> Bool {
  let day = seconds.floorDivided(by: 86_400)
  return day * 86_400 == seconds && CivilDate(daysSinceEpoch: day).day == 1
}

import CCSVKernels
import Contracts

extension Column {
  func decodeDates(_ level: KernelLevel) {
    let integers = integers
    judgeValues(after: { assay_decode_dates(level.kernel, $0, integers, $1) }) { i, text, length in
      guard length == 10 else { return .invalid }
      var bad: UInt64 = 0
      integers[i] = readISODate(text, &bad)
      return bad == 0 ? .value : .invalid
    }
  }

  func decodeTimes(_ zone: Spelling.Zone) {
    let integers = integers
    judgeValues { i, text, length in
      guard length >= 8 else { return .invalid }
      var bad: UInt64 = 0
      let (second, isLeap) = readISOTime(text, &bad)
      guard bad == 0, let tail = TimeTail(text + 8, length &- 8), tail.suits(zone) else { return .invalid }
      // A leap second is the one after 23:59:59 in UTC, so its place is found by the second before it.
      var inUTC = second &- tail.offsetSeconds &- (isLeap ? 1 : 0)
      if inUTC < 0 { inUTC &+= 86_400 } else if inUTC >= 86_400 { inUTC &-= 86_400 }
      if isLeap {
        guard inUTC == 86_399 else { return .invalid }
        inUTC = 86_400
      }
      integers[i] = inUTC &* 1_000_000_000 &+ tail.nanoseconds
      return .value
    }
  }

  func decodeTimestamps(_ zone: Spelling.Zone, _ level: KernelLevel) {
    let (integers, scales) = (integers, scales)
    // The kernel takes only what has a zone.
    let level = zone == .forbidden ? .plain : level
    judgeValues(after: { assay_decode_timestamps(level.kernel, $0, integers, scales, $1) }) { i, text, length in
      guard length >= 19, text[10] == UInt8(ascii: "T") || text[10] == 0x20 || text[10] == UInt8(ascii: "t")
      else { return .invalid }
      var bad: UInt64 = 0
      let day = readISODate(text, &bad)
      let (second, isLeap) = readISOTime(text + 11, &bad)
      guard bad == 0, let tail = TimeTail(text + 19, length &- 19), tail.suits(zone) else { return .invalid }
      let seconds = day &* 86_400 &+ second &- tail.offsetSeconds
      if isLeap, !isStartOfMonth(seconds) { return .invalid }
      scales[i] = tail.hasZone ? 1 : 0
      guard seconds.magnitude < 9_223_372_036 else { return settleFar(i, seconds, tail.nanoseconds) }
      integers[i] = seconds &* 1_000_000_000 &+ tail.nanoseconds
      return .value
    }
  }

  /// A point in time that may lie centuries away.
  @inline(never)
  private func settleFar(_ i: Int, _ seconds: Int64, _ nanoseconds: Int64) -> CellState {
    settle(i, Int128(seconds) * 1_000_000_000 + Int128(nanoseconds))
  }

  /// An integer that may exceed 64 bits.
  func settle(_ i: Int, _ value: Int128) -> CellState {
    if let small = Int64(exactly: value) {
      integers[i] = small
      return .value
    }
    let digits = String(value.magnitude).utf8.map { $0 - 48 }
    wideValues[i] = ExactDecimal(isNegative: value < 0, digits: digits, exponent: 0)
    return .wide
  }

  /// Decimals that count seconds, or thousandths of them, since 1970-01-01T00:00:00Z.
  func decodeEpochs(digitsBelowSecond: Int, _ level: KernelLevel) {
    decodeDecimals(nil, level)
    let power = 9 - digitsBelowSecond
    for i in 0..<count where states[i] == .value || states[i] == .wide {
      let count = wideValues.removeValue(forKey: i) ?? ExactDecimal(integers[i], scale: Int(scales[i]))
      scales[i] = 1
      // No timestamp lies beyond year 9999, and none needs more than the digits of a nanosecond.
      guard count.integerDigits <= 12 + digitsBelowSecond else {
        states[i] = .invalid
        continue
      }
      let nanoseconds = count.wholeNanoseconds(power: power)
      guard Self.representable.contains(nanoseconds) else {
        states[i] = .invalid
        continue
      }
      states[i] = settle(i, nanoseconds)
    }
  }

  /// 0000-01-01T00:00:00Z until the end of 9999, in nanoseconds since 1970.
  static let representable: Range<Int128> = -62_167_219_200_000_000_000..<253_402_300_800_000_000_000

  func decodeDates(by pattern: TemporalPattern) {
    let integers = integers
    judgeValues { i, text, length in
      guard let parts = pattern.read(UnsafeBufferPointer(start: text, count: length)), let day = parts.day else {
        return .invalid
      }
      integers[i] = day
      return .value
    }
  }

  func decodeTimes(by pattern: TemporalPattern) {
    let integers = integers
    judgeValues { i, text, length in
      guard let parts = pattern.read(UnsafeBufferPointer(start: text, count: length)),
        parts.second < 60 || parts.secondOfDay == 86_400
      else { return .invalid }
      integers[i] = parts.secondOfDay * 1_000_000_000 + Int64(parts.nanosecond)
      return .value
    }
  }

  func decodeTimestamps(by pattern: TemporalPattern) {
    let hasZone: UInt8 = pattern.hasZone ? 1 : 0
    judgeValues { i, text, length in
      guard let parts = pattern.read(UnsafeBufferPointer(start: text, count: length)), let day = parts.day else {
        return .invalid
      }
      let seconds = day * 86_400 + parts.secondOfDay - Int64(parts.offsetSeconds)
      if parts.second == 60, !isStartOfMonth(seconds) { return .invalid }
      scales[i] = hasZone
      return settle(i, Int128(seconds) * 1_000_000_000 + Int128(parts.nanosecond))
    }
  }
}

extension ExactDecimal {
  /// This times 10^`power`, without what lies beyond the point. For numbers of few digits.
  fileprivate func wholeNanoseconds(power: Int) -> Int128 {
    let places = digits.count + exponent + power
    guard places > 0 else { return 0 }
    var value: Int128 = 0
    for place in 0..<places { value = value * 10 + (place < digits.count ? Int128(digits[place]) : 0) }
    return isNegative ? -value : value
  }
}

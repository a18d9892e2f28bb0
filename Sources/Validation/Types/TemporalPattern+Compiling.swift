import Contracts

extension TemporalPattern {
  /// Reads a layout. Throws for an unknown sign, for a part that is named twice or lacks its neighbour, and for parts
  /// that the type does not have.
  init(_ layout: String, for type: FieldType) throws(DecoderProblem) {
    items = try Self.items(of: layout)
    let parts = items.compactMap(\.part)
    for (index, part) in parts.enumerated() where parts[..<index].contains(part) {
      throw DecoderProblem("layout", "the layout `\(layout)` names the \(part.rawValue) twice")
    }
    for (item, next) in zip(items, items.dropFirst()) where item.isOpenEnded && next.startsWithDigit {
      throw DecoderProblem("layout", "in `\(layout)`, a number of open length runs into the next one")
    }
    if let fault = Self.fault(in: Set(parts), type) {
      throw DecoderProblem("layout", "the layout `\(layout)` of a \(type.rawValue) \(fault)")
    }
  }

  private static func items(of layout: String) throws(DecoderProblem) -> [Item] {
    var items: [Item] = []
    var bytes = Array(layout.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        items.append(.literal(byte))
        continue
      }
      let isUnpadded = bytes.first == UInt8(ascii: "-")
      if isUnpadded { bytes.removeFirst() }
      let sign = bytes.popFirst().map { String(decoding: [$0], as: UTF8.self) } ?? ""
      guard let item = isUnpadded ? unpaddedSigns[sign] : signs[sign] else {
        let known = signs.keys.sorted().map { "%\($0)" }.joined(separator: " ")
        throw DecoderProblem(
          "layout", "unknown sign `%\(isUnpadded ? "-" : "")\(sign)` in the layout `\(layout)`; known are \(known)")
      }
      items.append(item)
    }
    return items
  }

  private static let signs: [String: Item] = [
    "Y": .year, "y": .shortYear, "m": .month, "B": .monthName, "b": .shortMonthName, "d": .day,
    "e": .blankPaddedDay, "j": .dayOfYear, "H": .hour, "I": .halfDayHour, "p": .half, "M": .minute, "S": .second,
    "f": .fraction, "z": .offset, "%": .literal(UInt8(ascii: "%")),
  ]

  private static let unpaddedSigns: [String: Item] = [
    "m": .unpadded(.month), "d": .unpadded(.day), "H": .unpadded(.hour), "I": .unpadded(.halfDayHour),
    "M": .unpadded(.minute), "S": .unpadded(.second),
  ]

  /// What is missing or too much, as the end of a sentence.
  private static func fault(in parts: Set<Part>, _ type: FieldType) -> String? {
    let dateParts: Set<Part> = [.year, .month, .day, .dayOfYear]
    if type == .time {
      if !parts.isDisjoint(with: dateParts) { return "names a part of a date" }
      if parts.contains(.offset) { return "has no zone" }
    } else if !parts.contains(.year) || (parts.contains(.month) == parts.contains(.dayOfYear))
      || parts.contains(.month) != parts.contains(.day)
    {
      return "needs a year, and either a month and a day or a day of the year"
    }
    if type == .date { return parts.isSubset(of: dateParts) ? nil : "names a part of a time" }
    if parts.contains(.hour) == parts.contains(.halfDayHour) { return "needs an hour, as %H or as %I" }
    if parts.contains(.halfDayHour) != parts.contains(.half) { return "needs %I and %p together" }
    if parts.contains(.second), !parts.contains(.minute) { return "has seconds without minutes" }
    return parts.contains(.fraction) && !parts.contains(.second) ? "has a fraction without seconds" : nil
  }

  fileprivate enum Part: String, Hashable {
    case year, month, day
    case dayOfYear = "day of the year"
    case hour
    case halfDayHour = "hour of the half day"
    case half = "half of the day"
    case minute, second, fraction, offset
  }
}

extension TemporalPattern.Item {
  fileprivate var part: TemporalPattern.Part? {
    switch self {
    case .literal: nil
    case .year, .shortYear: .year
    case .month, .monthName, .shortMonthName, .unpadded(.month): .month
    case .day, .blankPaddedDay, .unpadded(.day): .day
    case .dayOfYear: .dayOfYear
    case .hour, .unpadded(.hour): .hour
    case .halfDayHour, .unpadded(.halfDayHour): .halfDayHour
    case .minute, .unpadded(.minute): .minute
    case .second, .unpadded(.second): .second
    case .fraction: .fraction
    case .half: .half
    case .offset: .offset
    }
  }

  /// Takes as many digits as there are. A zone's minutes are such digits, too.
  fileprivate var isOpenEnded: Bool {
    switch self {
    case .unpadded, .blankPaddedDay, .fraction, .offset: true
    default: false
    }
  }

  fileprivate var startsWithDigit: Bool {
    switch self {
    case .literal(let byte): byte &- 48 < 10
    case .monthName, .shortMonthName, .half, .offset: false
    default: true
    }
  }
}

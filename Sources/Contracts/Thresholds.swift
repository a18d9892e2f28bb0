/// What a failing clause does.
package enum Severity: String, Sendable, Codable, CaseIterable { case warn, block }

/// A share of all records as an exact fraction; `0.01%` is 1 / 10,000.
package struct Share: Hashable, Sendable, Codable {
  package let numerator: Int
  package let denominator: Int

  /// Reads a percentage such as `0.5%`, at most 100 %, with up to 12 decimals; otherwise `nil`.
  package init?(percent text: String) {
    guard text.hasSuffix("%") else { return nil }
    let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, whole.count <= 3, whole.allSatisfy(\.isASCIIDigit) else {
      return nil
    }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard decimals.count <= 12, decimals.allSatisfy(\.isASCIIDigit), !(parts.count == 2 && decimals.isEmpty),
      let digits = Int(whole + decimals)
    else { return nil }
    let scale = (0..<decimals.count).reduce(100) { product, _ in product * 10 }
    guard digits <= scale else { return nil }
    numerator = digits
    denominator = scale
  }
}

extension Character {
  /// `0` to `9`, and no other script's digits.
  package var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

/// A limit on violating records, as a count or a share of all records.
package enum Limit: Hashable, Sendable, Codable {
  case count(Int)
  case share(Share, text: String)

  /// Whether `count` of `total` is above the limit, compared exactly.
  package func isExceeded(by count: Int, of total: Int) -> Bool {
    switch self {
    case .count(let limit): return count > limit
    case .share(let share, _):
      let left = count.multipliedFullWidth(by: share.denominator)
      let right = total.multipliedFullWidth(by: share.numerator)
      return (left.high, left.low) > (right.high, right.low)
    }
  }
}

extension Limit: CustomStringConvertible {
  package var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .share(_, let text): text
    }
  }
}

/// Above how many violating records a clause warns, and above how many it blocks.
package struct Thresholds: Hashable, Sendable, Codable {
  package var warnAbove: Limit?
  package var blockAbove: Limit?

  package init(warnAbove: Limit? = nil, blockAbove: Limit? = nil) {
    self.warnAbove = warnAbove
    self.blockAbove = blockAbove
  }

  /// `severity: block` means `block_above: 0`, `severity: warn` means `warn_above: 0`.
  package init(_ severity: Severity) {
    switch severity {
    case .warn: self.init(warnAbove: .count(0))
    case .block: self.init(blockAbove: .count(0))
    }
  }

  /// What `count` violating records of `total` amount to; `nil` when they are within every limit.
  package func level(of count: Int, total: Int) -> Severity? {
    if blockAbove?.isExceeded(by: count, of: total) == true { return .block }
    if warnAbove?.isExceeded(by: count, of: total) == true { return .warn }
    return nil
  }

  /// The most severe thing that the clause can do.
  package var severity: Severity { blockAbove == nil ? .warn : .block }
}

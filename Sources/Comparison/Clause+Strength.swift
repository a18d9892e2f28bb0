import Contracts

extension Clause {
  /// Whether a breach can block. One that only warns is a hint, on which nobody may rely.
  var isEnforced: Bool { thresholds.blockAbove != nil }

  /// In short, with its limits where they are not the usual ones: `40`, `[DE, FR], warns only`.
  var words: String {
    let argument: String? =
      switch argument {
      case .flag: nil
      case .count(let count): "\(count)"
      case .scalar(let scalar): scalar.text
      case .list(let scalars): "[\(scalars.map(\.text).joined(separator: ", "))]"
      }
    let parts = [argument, thresholds.words].compactMap { $0 }
    return parts.isEmpty ? "yes" : parts.joined(separator: ", ")
  }

  var side: ContractDifference.Side { .init(words, at: location) }
}

extension Thresholds {
  /// `nil` for what a clause does that says nothing: any breach blocks.
  var words: String? {
    switch (warnAbove, blockAbove) {
    case (nil, .count(0)): nil
    case (.count(0), nil): "warns only"
    case (let warn?, nil): "warns above \(warn), never blocks"
    case (nil, let block?): "blocks above \(block)"
    case (let warn?, let block?): "warns above \(warn), blocks above \(block)"
    case (nil, nil): "never acts"
    }
  }
}

extension Direction {
  /// Of a clause whose argument moved so.
  static func clause(_ before: Clause?, _ after: Clause?, argument: Direction) -> Direction {
    switch (before?.thresholds.blockAbove, after?.thresholds.blockAbove) {
    case (nil, nil): .neutral
    case (_, nil): .weaker
    case (nil, _): .stronger
    case (let before?, let after?): argument.and(limit(before, after))
    }
  }

  /// Of how many violations pass. A count and a share cannot be compared before the records are counted.
  static func limit(_ before: Limit, _ after: Limit) -> Direction {
    if before.isZero || after.isZero {
      return before.isZero && after.isZero ? .neutral : after.isZero ? .stronger : .weaker
    }
    switch (before, after) {
    case (.count(let a), .count(let b)): return upperLimit(a, b)
    case (.share(let a, _), .share(let b, _)): return share(a, b)
    case (.count, .share), (.share, .count): return .incomparable
    }
  }

  /// Of a share that is an upper limit.
  static func share(_ before: Share, _ after: Share) -> Direction {
    let left = before.numerator.multipliedFullWidth(by: after.denominator)
    let right = after.numerator.multipliedFullWidth(by: before.denominator)
    if (left.high, left.low) == (right.high, right.low) { return .neutral }
    return (left.high, left.low) < (right.high, right.low) ? .weaker : .stronger
  }
}

extension Limit {
  fileprivate var isZero: Bool {
    switch self {
    case .count(let count): count == 0
    case .share(let share, _): share.numerator == 0
    }
  }
}

/// Which way a promise moved from one contract to the next, seen as the set of datasets that keep it.
package enum Direction: String, Hashable, Sendable, CaseIterable {
  /// The same datasets keep it, or a breach of it never blocks.
  case neutral
  /// More datasets keep it: less is promised.
  case weaker
  /// Fewer datasets keep it: more is promised.
  case stronger
  /// Some datasets kept only the one and some keep only the other, or nobody can tell.
  case incomparable

  /// Two promises that moved together.
  package func and(_ other: Direction) -> Direction {
    switch (self, other) {
    case (.neutral, let only), (let only, .neutral): only
    case (.weaker, .weaker): .weaker
    case (.stronger, .stronger): .stronger
    case (.weaker, _), (.stronger, _), (.incomparable, _): .incomparable
    }
  }

  /// The same change, undone.
  package var reversed: Direction {
    switch self {
    case .weaker: .stronger
    case .stronger: .weaker
    case .neutral, .incomparable: self
    }
  }

  /// What it does to those who read the data: they relied on what was promised.
  package var forConsumers: Effect {
    switch self {
    case .neutral: .none
    case .stronger: .compatible
    case .weaker, .incomparable: .breaking
    }
  }

  /// What it does to those who write the data: what they wrote may be refused.
  package var forProducers: Effect { reversed.forConsumers }
}

/// What a change means for one side of a contract.
package enum Effect: String, Hashable, Sendable, CaseIterable {
  case breaking, compatible, none
}

extension Direction {
  /// Of a set of what is allowed.
  static func allowing<Element: Hashable>(_ before: Set<Element>, _ after: Set<Element>) -> Direction {
    if before == after { return .neutral }
    if after.isSuperset(of: before) { return .weaker }
    return after.isSubset(of: before) ? .stronger : .incomparable
  }

  /// Of a limit from above on what is allowed.
  static func upperLimit<Value: Comparable>(_ before: Value, _ after: Value) -> Direction {
    before == after ? .neutral : after > before ? .weaker : .stronger
  }

  /// Of a limit from below.
  static func lowerLimit<Value: Comparable>(_ before: Value, _ after: Value) -> Direction {
    upperLimit(before, after).reversed
  }
}

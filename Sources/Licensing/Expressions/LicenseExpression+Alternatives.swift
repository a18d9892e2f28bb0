extension LicenseExpression {
  /// More alternatives than this would be a text of exponential length, which no licence is.
  package static let alternativeLimit = 256

  /// The licences to choose from, each a set that holds jointly, by their current identifiers; `nil` where there are
  /// more than `alternativeLimit`, or come to be on the way.
  package var alternatives: Set<Set<SimpleLicense>>? { term.alternatives }
}

extension LicenseExpression.Term {
  fileprivate var alternatives: Set<Set<SimpleLicense>>? {
    let limit = LicenseExpression.alternativeLimit
    switch self {
    case .license(let license): return [[license.current]]
    case .or(let terms):
      var all: Set<Set<SimpleLicense>> = []
      for term in terms {
        guard let some = term.alternatives else { return nil }
        all.formUnion(some)
        guard all.count <= limit else { return nil }
      }
      return all
    case .and(let terms):
      var all: Set<Set<SimpleLicense>> = [[]]
      for term in terms {
        guard let some = term.alternatives, all.count * some.count <= limit else { return nil }
        all = Set(all.flatMap { one in some.map { one.union($0) } })
      }
      return all
    }
  }
}

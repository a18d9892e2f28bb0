import Licensing

/// The licences of an expression to choose from, each a set that holds jointly.
struct LicenseChoice {
  private let alternatives: Set<Set<SimpleLicense>>

  /// More would be a text of exponential length, which no licence is.
  private static let limit = 256

  /// `nil` where there are too many to choose from.
  init?(_ expression: LicenseExpression) {
    guard let alternatives = Self.alternatives(expression.term) else { return nil }
    self.alternatives = alternatives
  }

  /// Whether whoever relied on `wanted` finds it here: an alternative with no other licences than one of those.
  func offers(all wanted: LicenseChoice) -> Bool {
    wanted.alternatives.allSatisfy { wanted in alternatives.contains { $0.isSubset(of: wanted) } }
  }

  private static func alternatives(_ term: LicenseExpression.Term) -> Set<Set<SimpleLicense>>? {
    switch term {
    case .license(let license): return [[license.current]]
    case .or(let terms):
      var all: Set<Set<SimpleLicense>> = []
      for term in terms {
        guard let some = alternatives(term) else { return nil }
        all.formUnion(some)
      }
      return all.count <= limit ? all : nil
    case .and(let terms):
      var all: Set<Set<SimpleLicense>> = [[]]
      for term in terms {
        guard let some = alternatives(term), all.count * some.count <= limit else { return nil }
        all = Set(all.flatMap { one in some.map { one.union($0) } })
      }
      return all
    }
  }
}

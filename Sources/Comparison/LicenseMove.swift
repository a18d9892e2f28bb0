import Contracts
import Licensing

/// How the terms of a licence moved, as far as the expressions alone tell: `weaker` means that less is granted.
package struct LicenseMove: Hashable, Sendable {
  package let direction: Direction
  /// One sentence without a full stop.
  package let reason: String

  /// Canonical SPDX expressions; `nil` for no licence.
  package init(_ before: String?, _ after: String?) {
    guard before != after else {
      (direction, reason) = (.neutral, "the terms are the same")
      return
    }
    guard let before else {
      (direction, reason) = (.stronger, "a licence is granted where none was")
      return
    }
    guard let after else {
      (direction, reason) = (.weaker, "without a licence nothing is granted")
      return
    }
    guard let was = Self.alternatives(before), let now = Self.alternatives(after) else {
      (direction, reason) = (.incomparable, "the terms are others")
      return
    }
    switch (Self.offers(now, all: was), Self.offers(was, all: now)) {
    case (true, true): (direction, reason) = (.neutral, "the terms are the same")
    case (true, false): (direction, reason) = (.stronger, "what was granted is granted still, and more")
    case (false, true): (direction, reason) = (.weaker, "some of what was granted is granted no more")
    case (false, false):
      (direction, reason) = (.incomparable, "the terms are others, so that each use needs a new look")
    }
  }

  /// More would be a text of exponential length, which no licence is.
  private static let alternativeLimit = 256

  /// The licences to choose from, each a set that holds jointly; `nil` where there are too many.
  private static func alternatives(_ text: String) -> Set<Set<SimpleLicense>>? {
    do throws(LicenseExpressionError) { return alternatives(try LicenseExpression(parsing: text).term) } catch {
      return nil
    }
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
      return all.count <= alternativeLimit ? all : nil
    case .and(let terms):
      var all: Set<Set<SimpleLicense>> = [[]]
      for term in terms {
        guard let some = alternatives(term), all.count * some.count <= alternativeLimit else { return nil }
        all = Set(all.flatMap { one in some.map { one.union($0) } })
      }
      return all
    }
  }

  /// Whether whoever relied on `wanted` finds it here: an alternative with no other licences than one of these.
  private static func offers(_ offered: Set<Set<SimpleLicense>>, all wanted: Set<Set<SimpleLicense>>) -> Bool {
    wanted.allSatisfy { wanted in offered.contains { $0.isSubset(of: wanted) } }
  }
}

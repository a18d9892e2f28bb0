import Licensing

/// How the terms of a licence moved, as seen by who relied on the earlier one.
///
/// First the expressions alone: an alternative that comes or goes, a licence that holds besides. Where that does not
/// tell, each is held against the other's promises by the table of terms (`LicenseAssessment`), which is no legal
/// advice. What the table does not know is never called safe.
package struct LicenseMove: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// What the one grants and asks, the other does too.
    case same
    /// All that was granted is, and more.
    case loosened
    /// Something that was granted is no longer.
    case tightened
    /// Both: something is granted no longer, and something is new.
    case mixed
    /// Nobody can tell.
    case unknown
  }

  package let kind: Kind
  /// `weaker` means that less is granted.
  package let direction: Direction
  /// One sentence without a full stop.
  package let reason: String

  /// SPDX expressions; `nil` for no licence.
  package init(_ before: String?, _ after: String?) {
    guard before != after else {
      self.init(.same, .neutral, "the terms are the same")
      return
    }
    guard let before else {
      self.init(.loosened, .stronger, "a licence is granted where none was")
      return
    }
    guard let after else {
      self.init(.tightened, .weaker, "without a licence nothing is granted")
      return
    }
    do throws(LicenseExpressionError) {
      self.init(try LicenseExpression(parsing: before), try LicenseExpression(parsing: after))
    } catch {
      self.init(.unknown, .incomparable, "nobody can tell what is granted, since not both are SPDX expressions")
    }
  }

  private init(_ kind: Kind, _ direction: Direction, _ reason: String) {
    self.kind = kind
    self.direction = direction
    self.reason = reason
  }

  private init(_ before: LicenseExpression, _ after: LicenseExpression) {
    if let was = before.alternatives, let now = after.alternatives {
      switch (Self.offers(now, all: was), Self.offers(was, all: now)) {
      case (true, true):
        self.init(.same, .neutral, "the terms are the same in other words")
        return
      case (true, false):
        self.init(.loosened, .stronger, "what was granted is granted still, and more")
        return
      case (false, true):
        self.init(.tightened, .weaker, "a choice is gone, or another licence holds besides")
        return
      case (false, false): break
      }
    }
    let table = LicenseTable()
    let stranger = (before.licenses + after.licenses).first { table[$0] == nil }
    let kept = Self.kept(of: before, under: after)
    self.init(kept: kept, gained: Self.kept(of: after, under: before), stranger: stranger)
  }

  /// Whether whoever relied on `wanted` finds it among `offered`: with no other licences than one alternative had.
  private static func offers(_ offered: Set<Set<SimpleLicense>>, all wanted: Set<Set<SimpleLicense>>) -> Bool {
    wanted.allSatisfy { wanted in offered.contains { $0.isSubset(of: wanted) } }
  }

  /// Whether all that one licence promises may be done under another one.
  private static func kept(
    of promise: LicenseExpression, under license: LicenseExpression
  ) -> LicenseAssessment.Finding? {
    LicenseAssessment(declared: promise, origins: [LicenseOrigin(name: "it", expression: license)], uses: []).declared
  }

  /// `kept`: the old promises, under the new licence; `gained`: the new promises, under the old licence; `stranger`: a
  /// licence of either that the table does not have.
  private init(kept: LicenseAssessment.Finding?, gained: LicenseAssessment.Finding?, stranger: SimpleLicense?) {
    let (keeps, gains) = (kept?.answer ?? .undecided, gained?.answer ?? .undecided)
    let direction: Direction =
      switch (keeps == .yes, gains == .yes) {
      case (true, true): .neutral
      case (true, false): .stronger
      case (false, true): .weaker
      case (false, false): .incomparable
      }
    let why = Self.words(kept)
    switch (keeps, gains) {
    case (.yes, .yes): self.init(.same, direction, "as far as the table of terms tells, both grant and ask the same")
    case (.yes, _): self.init(.loosened, direction, "what was granted is granted still, and more")
    case (.no, .no): self.init(.mixed, direction, "\(why), and something else is granted that was not")
    case (.no, _): self.init(.tightened, direction, why)
    case (.undecided, _):
      let reason = stranger.map { "the terms of \($0) are not known here" } ?? why
      self.init(.unknown, direction, "nobody can tell what is granted: \(reason)")
    }
  }

  /// What stands first in the way.
  private static func words(_ finding: LicenseAssessment.Finding?) -> String {
    guard let objection = finding?.clashes.first?.objection else { return "the terms cannot be compared" }
    return (objection.license.map { "\($0) " } ?? "") + objection.words
  }
}

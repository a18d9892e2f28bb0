/// What became of one source between two versions.
package struct SourceDifference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The data rests on it, and did not.
    case added
    /// The data rests on it no more.
    case dropped
    /// Its licence or legal basis changed.
    case relicensed
    /// Only its rows or its date changed.
    case changed
    case same
  }

  package let id: String
  /// `nil` where the version does not rest on it.
  package let before: CountedSource?
  package let after: CountedSource?

  package var kind: Kind {
    guard let before else { return .added }
    guard let after else { return .dropped }
    if before.license != after.license || before.legalBasis != after.legalBasis { return .relicensed }
    return before == after ? .same : .changed
  }

  /// How its licence moved; `nil` where it is only on one side, or has the same.
  package var licenseMove: LicenseMove? {
    guard let before, let after, before.license != after.license else { return nil }
    return LicenseMove(before.license, after.license)
  }

  /// Whether those who read the data may do less with it than before, or nobody can tell: by the licence, or since it
  /// rests on another legal basis.
  package var isTightened: Bool {
    guard let before, let after else { return false }
    if let basis = before.legalBasis, basis != after.legalBasis { return true }
    return licenseMove?.direction.forConsumers == .breaking
  }

  /// Every source of either side, by id.
  static func all(_ before: [CountedSource], _ after: [CountedSource]) -> [SourceDifference] {
    let (was, now) = (byID(before), byID(after))
    return Set(was.keys).union(now.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      SourceDifference(id: $0, before: was[$0], after: now[$0])
    }
  }

  private static func byID(_ counts: [CountedSource]) -> [String: CountedSource] {
    Dictionary(counts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

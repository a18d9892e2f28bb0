import Contracts

/// The sources that a version rests on, and how many rows come from each.
package enum SourceCounts: Hashable, Sendable {
  /// Those that rows name, and those that these were made from, as far as a manifest says so.
  case known([SourceCount])
  /// One sentence without a full stop.
  case unknown(because: String)
}

/// One source of a dataset: what its rows name, and what is known of it.
package struct SourceCount: Hashable, Sendable {
  package var id: String
  /// 0 for one that only others in use were made from.
  package var rowCount: Int
  /// As the source manifest writes it, where it states one.
  package var license: String?
  package var legalBasis: String?
  /// When its data was last refreshed, as the manifest writes it.
  package var refreshed: String?

  package init(
    id: String, rowCount: Int, license: String? = nil, legalBasis: String? = nil, refreshed: String? = nil
  ) {
    self.id = id
    self.rowCount = rowCount
    self.license = Source.stated(license)
    self.legalBasis = legalBasis
    self.refreshed = refreshed
  }
}

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
  package let before: SourceCount?
  package let after: SourceCount?

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
  static func all(_ before: [SourceCount], _ after: [SourceCount]) -> [SourceDifference] {
    let (was, now) = (byID(before), byID(after))
    return Set(was.keys).union(now.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      SourceDifference(id: $0, before: was[$0], after: now[$0])
    }
  }

  private static func byID(_ counts: [SourceCount]) -> [String: SourceCount] {
    Dictionary(counts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Rows that both versions have, by their key, and whether each still comes from the source that it came from.
package enum RowMoves: Hashable, Sendable {
  case known(Counts)
  /// One sentence without a full stop.
  case unknown(because: String)

  package struct Counts: Hashable, Sendable {
    /// The fields whose values together name a row.
    package var key: [String]
    /// Keys on both sides.
    package var keptCount = 0
    /// Of those, how many name another source now.
    package var movedCount = 0
    package var addedCount = 0
    package var removedCount = 0
    /// Rows that have no key, or one that their side has twice: they cannot be compared.
    package var incomparableCount = 0
    /// The first by their place in the later version.
    package var examples: [Move] = []

    package init(key: [String]) { self.key = key }
  }

  /// One row that changed its source.
  package struct Move: Hashable, Sendable {
    /// From 1, over the whole version.
    package var recordBefore: Int
    package var recordAfter: Int
    /// `nil` where the row names none.
    package var sourceBefore: String?
    package var sourceAfter: String?

    package init(recordBefore: Int, recordAfter: Int, sourceBefore: String?, sourceAfter: String?) {
      self.recordBefore = recordBefore
      self.recordAfter = recordAfter
      self.sourceBefore = sourceBefore
      self.sourceAfter = sourceAfter
    }
  }
}

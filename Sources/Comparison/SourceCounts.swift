import Contracts

/// How many rows come from each source.
package enum SourceCounts: Hashable, Sendable {
  case known([SourceCount])
  /// One sentence without a full stop.
  case unknown(because: String)
}

/// One source of a dataset: what its rows name, and what is known of it.
package struct SourceCount: Hashable, Sendable {
  package var id: String
  package var rowCount: Int
  /// Canonical SPDX expression, from the source manifest.
  package var license: String?
  package var legalBasis: String?
  /// When its data was last refreshed, as the manifest writes it.
  package var refreshed: String?

  package init(
    id: String, rowCount: Int, license: String? = nil, legalBasis: String? = nil, refreshed: String? = nil
  ) {
    self.id = id
    self.rowCount = rowCount
    self.license = license
    self.legalBasis = legalBasis
    self.refreshed = refreshed
  }
}

/// What became of one source between two versions.
package struct SourceDifference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rows come from it that did not.
    case added
    /// No row comes from it any more.
    case dropped
    /// Its licence or legal basis changed.
    case relicensed
    /// Only its rows or its date changed.
    case changed
    case same
  }

  package let id: String
  /// `nil` where the version has no row of it.
  package let before: SourceCount?
  package let after: SourceCount?

  package var kind: Kind {
    guard let before else { return .added }
    guard let after else { return .dropped }
    if before.license != after.license || before.legalBasis != after.legalBasis { return .relicensed }
    return before == after ? .same : .changed
  }

  package var isTightened: Bool {
    guard let before, let after else { return false }
    return LicenseMove(before.license, after.license).direction.forConsumers == .breaking
  }

  /// Every source of either side, by id. One without rows counts as absent: that a manifest names it says nothing of
  /// the data.
  static func all(_ before: [SourceCount], _ after: [SourceCount]) -> [SourceDifference] {
    let (was, now) = (byID(before), byID(after))
    return Set(was.keys).union(now.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      SourceDifference(id: $0, before: was[$0], after: now[$0])
    }
  }

  private static func byID(_ counts: [SourceCount]) -> [String: SourceCount] {
    Dictionary(counts.filter { $0.rowCount > 0 }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
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

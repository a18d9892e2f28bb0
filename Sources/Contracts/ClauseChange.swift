/// How one clause stands against an earlier result of the same contract.
package struct ClauseChange: Hashable, Sendable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// The earlier result did not judge this clause.
    case new
    /// It passed before, and fails now.
    case failing
    /// It has violations that were not there.
    case worse
    case same
    case better
    /// It failed before, and passes now.
    case fixed
  }

  package var kind: Kind
  /// Violations in the earlier result; `nil` where it did not judge the clause.
  package var before: Int?
  package var after: Int
  /// How many of them the change introduced; at least so many unless `isExact`.
  package var introduced: Int
  /// Whether both results hold every violation, so that they were told apart by field and value.
  package var isExact: Bool
  /// Those of the result's exemplars that are new: indices, ascending. Known only where `isExact`.
  package var newExemplars: [Int]

  package init(kind: Kind, before: Int?, after: Int, introduced: Int, isExact: Bool, newExemplars: [Int] = []) {
    self.kind = kind
    self.before = before
    self.after = after
    self.introduced = introduced
    self.isExact = isExact
    self.newExemplars = newExemplars
  }
}

/// What a change did to a dataset, over all clauses. A record counts once for each clause that it violates.
package struct Comparison: Hashable, Sendable, Codable {
  /// Violations that were not there.
  package var introduced: Int
  package var alreadyThere: Int
  /// Violations that are there no more.
  package var gone: Int

  package init(introduced: Int = 0, alreadyThere: Int = 0, gone: Int = 0) {
    self.introduced = introduced
    self.alreadyThere = alreadyThere
    self.gone = gone
  }
}

/// Which sources the records of a dataset come from, and how many from each.
package struct SourceUsage: Hashable, Sendable, Codable {
  /// What the manifest was read from.
  package var files: [FileReference]
  /// What the contract declares whose dataset the manifest is; sources that name no licence have it.
  package var license: String?
  /// The field's values are masked, so that no source is named.
  package var isMasked: Bool
  /// One for each source of the manifest, in its order.
  package var tallies: [SourceTally]
  /// Ids that records name and the manifest does not, by their first record; empty where there are too many.
  package var undeclared: [UndeclaredSource]
  /// There are more ids that the manifest does not name than are kept, so that none is.
  package var hasTooManyUndeclared: Bool
  /// Records that name some source which the manifest does not.
  package var undeclaredCount: Int
  /// Records that name none.
  package var missingCount: Int
  /// Why the manifest could not be read.
  package var problem: String?

  package init(
    files: [FileReference] = [], license: String? = nil, isMasked: Bool = false, tallies: [SourceTally] = [],
    undeclared: [UndeclaredSource] = [], hasTooManyUndeclared: Bool = false, undeclaredCount: Int = 0,
    missingCount: Int = 0, problem: String? = nil
  ) {
    self.files = files
    self.license = license
    self.isMasked = isMasked
    self.tallies = tallies
    self.undeclared = undeclared
    self.hasTooManyUndeclared = hasTooManyUndeclared
    self.undeclaredCount = undeclaredCount
    self.missingCount = missingCount
    self.problem = problem
  }
}

/// A declared source and the records that come from it.
package struct SourceTally: Hashable, Sendable, Codable {
  package var source: Source
  /// Records that name it.
  package var recordCount: Int
  /// The first of them, by position.
  package var first: [Position]
  /// For a source that no record names: one that records name, and that was made from it, directly or through others.
  package var through: String?
  /// In the order of `SourceProblem`.
  package var problems: [SourceProblem]

  package init(
    source: Source, recordCount: Int = 0, first: [Position] = [], through: String? = nil,
    problems: [SourceProblem] = []
  ) {
    self.source = source
    self.recordCount = recordCount
    self.first = first
    self.through = through
    self.problems = problems
  }

  /// Whether the data rests on it.
  package var isUsed: Bool { recordCount > 0 || through != nil }
}

/// What can be wrong with a declared source.
package enum SourceProblem: String, Hashable, Sendable, Codable, CaseIterable {
  case unused, unlicensed
  case licenseInvalid = "license_invalid"
  case incomplete, stale, expired

  package var rule: RuleID {
    switch self {
    case .unused: .sourceUnused
    case .unlicensed: .sourceUnlicensed
    case .licenseInvalid: .sourceLicenseInvalid
    case .incomplete: .sourceIncomplete
    case .stale: .sourceStale
    case .expired: .sourceExpired
    }
  }
}

/// A source that records name and the manifest does not.
package struct UndeclaredSource: Hashable, Sendable, Codable {
  package var id: ShownValue
  package var recordCount: Int
  /// The first of them, by position.
  package var first: [Position]

  package init(id: ShownValue, recordCount: Int, first: [Position]) {
    self.id = id
    self.recordCount = recordCount
    self.first = first
  }
}

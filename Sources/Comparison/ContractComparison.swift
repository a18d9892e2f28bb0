import Contracts

/// What changed between two contracts, line by line.
package struct ContractComparison: Hashable, Sendable {
  /// One of the two contracts.
  package struct Subject: Hashable, Sendable {
    package var id: String
    package var version: String?
    package var path: String

    package init(_ contract: Contract) {
      id = contract.id
      version = contract.version
      path = contract.path
    }
  }

  package let before: Subject
  package let after: Subject
  /// The dataset's first, then field by field in the order of the later contract, what was removed at its old place.
  package let differences: [ContractDifference]

  package init(_ before: Contract, _ after: Contract) {
    self.before = Subject(before)
    self.after = Subject(after)
    let pair = ContractPair(before: before, after: after)
    differences =
      pair.identityDifferences + pair.dataDifferences + pair.datasetClauseDifferences + pair.fieldDifferences
      + pair.pinDifferences + pair.freshnessDifferences + pair.provenanceDifferences + pair.termDifferences
      + pair.noteDifferences
  }

  package var breaksConsumers: Bool { differences.contains { $0.consumers == .breaking } }
  package var breaksProducers: Bool { differences.contains { $0.producers == .breaking } }

  /// How much the version must grow.
  package var bump: VersionBump { VersionBump(for: differences) }

  /// The contracts' own versions, held to what changed.
  package var versions: VersionCheck { VersionCheck(before: before.version, after: after.version, proposal: bump) }
}

extension VersionBump {
  /// Major if consumers break, minor if there are new fields, patch if anything else changed.
  init(for lines: [ContractDifference]) {
    if lines.contains(where: { $0.consumers == .breaking }) {
      self = .major
    } else if lines.contains(where: { $0.part == .field && $0.kind == .added }) {
      self = .minor
    } else {
      self = lines.isEmpty ? .none : .patch
    }
  }
}

/// Two contracts that are being compared. Each group of differences is an extension of this in a file of its own.
struct ContractPair {
  let before: Contract
  let after: Contract

  /// Both are CSV with a header, or both are something else: otherwise clauses on columns come and go with that.
  var agreeOnHeader: Bool {
    before.data.format == after.data.format && before.data.csv.hasHeader == after.data.csv.hasHeader
  }

  /// Where a contract as a whole stands.
  static func top(_ contract: Contract) -> SourceLocation {
    SourceLocation(file: contract.path, line: 1, column: 1)
  }

  /// A part of the contract as a whole that both have; nothing where they say the same.
  func changed(
    _ part: ContractDifference.Part, _ keyword: String, _ texts: (before: String?, after: String?),
    at places: (before: SourceLocation, after: SourceLocation)? = nil, _ direction: Direction, reason: String
  ) -> [ContractDifference] {
    guard texts.before != texts.after else { return [] }
    let places = places ?? (Self.top(before), Self.top(after))
    return [
      ContractDifference(
        part, keyword: keyword, before: texts.before.map { .init($0, at: places.before) },
        after: texts.after.map { .init($0, at: places.after) }, direction, reason: reason)
    ]
  }
}

extension ContractPair {
  var identityDifferences: [ContractDifference] {
    changed(
      .identity, "id", (before.id, after.id), .neutral,
      reason: "waivers, baselines and the ledger know a dataset by its id, so they begin anew")
  }
}

/// `[DE, FR]`; `nil` for nothing at all.
func list(_ texts: [String]) -> String? { texts.isEmpty ? nil : "[\(texts.joined(separator: ", "))]" }

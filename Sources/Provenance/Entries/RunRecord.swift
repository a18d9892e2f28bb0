import Contracts

/// What one run found about one contract, without any value of the data.
package struct RunRecord: Hashable, Sendable {
  package var contract: ContractRecord
  package var files: [FileRecord]
  package var recordCount: Int
  package var malformedCount: Int
  package var clauses: [ClauseRecord]
  /// Licences met in the records themselves.
  package var observedLicenses: [LicenseCount]
  /// Sources that the data rests on; empty where the contract does not say where records come from.
  package var sources: [SourceRecord]
  /// Why `sources` are not all; `nil` where they are.
  package var sourcesProblem: String?
  /// What says which sources there are, by its bytes; empty where nothing was read, and in entries of versions that did
  /// not keep it.
  package var sourceManifest: [FileReference]
  /// Why data, or the contract, could not be read.
  package var problems: [String]
  package var notices: [String]
  /// The command line that comes to the same answer.
  package var command: [String]

  package init(
    contract: ContractRecord, files: [FileRecord] = [], recordCount: Int = 0, malformedCount: Int = 0,
    clauses: [ClauseRecord] = [], observedLicenses: [LicenseCount] = [], sources: [SourceRecord] = [],
    sourcesProblem: String? = nil, sourceManifest: [FileReference] = [], problems: [String] = [],
    notices: [String] = [], command: [String] = []
  ) {
    self.contract = contract
    self.files = files
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.clauses = clauses
    self.observedLicenses = observedLicenses
    self.sources = sources
    self.sourcesProblem = sourcesProblem
    self.sourceManifest = sourceManifest
    self.problems = problems
    self.notices = notices
    self.command = command
  }

  package struct LicenseCount: Hashable, Sendable {
    /// Canonical SPDX expression, masked where the field that names it is private.
    package var expression: String
    package var recordCount: Int

    package init(expression: String, recordCount: Int) {
      self.expression = expression
      self.recordCount = recordCount
    }
  }

  /// The worst of the clauses: `failed`, then `inconclusive`, `passed`, `skipped`. Without clauses nothing was judged.
  package var outcome: Status {
    let order: [Status] = [.failed, .inconclusive, .passed, .skipped]
    return order.first { status in clauses.contains { $0.status == status } } ?? .inconclusive
  }

  /// Whether the command line named the files, in place of the contract.
  package var namesItsFiles: Bool { command.contains { $0 == "--data" || $0.hasPrefix("--data=") } }
}

extension RunRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "contract": contract.canonical, "files": files.canonical, "record_count": recordCount.canonical,
      "malformed_count": malformedCount.canonical, "clauses": clauses.canonical,
      "observed_licenses": observedLicenses.canonical, "sources": sources.isEmpty ? nil : sources.canonical,
      "sources_problem": sourcesProblem?.canonical,
      "source_manifest": sourceManifest.isEmpty ? nil : sourceManifest.canonical, "problems": problems.canonical,
      "notices": notices.canonical, "command": command.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      contract: try reader["contract"], files: try reader["files"], recordCount: try reader["record_count"],
      malformedCount: try reader["malformed_count"], clauses: try reader["clauses"],
      observedLicenses: try reader["observed_licenses"], sources: try reader["sources"] ?? [],
      sourcesProblem: try reader["sources_problem"], sourceManifest: try reader["source_manifest"] ?? [],
      problems: try reader["problems"], notices: try reader["notices"], command: try reader["command"])
  }
}

extension RunRecord.LicenseCount: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["expression": expression.canonical, "record_count": recordCount.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(expression: try reader["expression"], recordCount: try reader["record_count"])
  }
}

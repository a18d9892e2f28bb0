import Contracts

/// A dataset as it was at one moment: its files by their digests, its rows, where they come from, and what was
/// measured of them under which contract.
package struct DatasetVersion: Hashable, Sendable {
  /// Where the version was read from.
  package struct Origin: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      /// A JSON result of `assay check`.
      case result
      /// A run in the ledger.
      case ledger
      /// Data that was checked just now.
      case data
    }

    package var kind: Kind
    /// For people: `v37.json`, `entry 12 of .assay/ledger.db`.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
      self.kind = kind
      self.name = name
    }
  }

  package struct File: Hashable, Sendable {
    package var path: String
    /// SHA-256 of the stored bytes, where it was computed.
    package var digest: Digest?
    package var byteCount: Int
    package var recordCount: Int

    package init(path: String, digest: Digest?, byteCount: Int, recordCount: Int) {
      self.path = path
      self.digest = digest
      self.byteCount = byteCount
      self.recordCount = recordCount
    }
  }

  /// What became of one clause.
  package struct Figures: Hashable, Sendable {
    /// The clause's identity without the contract's: `email/cell.missing`.
    package var clause: String
    package var rule: RuleID
    /// The path of its field; `nil` where it judges the dataset.
    package var field: String?
    package var status: Status
    package var violationCount: Int
    package var measurements: [Measurement]

    package init(
      clause: String, rule: RuleID, field: String? = nil, status: Status, violationCount: Int,
      measurements: [Measurement]
    ) {
      self.clause = clause
      self.rule = rule
      self.field = field
      self.status = status
      self.violationCount = violationCount
      self.measurements = measurements
    }
  }

  package struct LicenseCount: Hashable, Sendable {
    /// Canonical SPDX expression.
    package var expression: String
    package var recordCount: Int

    package init(expression: String, recordCount: Int) {
      self.expression = expression
      self.recordCount = recordCount
    }
  }

  package var origin: Origin
  /// The clock that it was judged by.
  package var at: Instant
  /// The id of its contract.
  package var dataset: String
  /// Its contract's.
  package var version: String?
  package var contractDigest: Digest?
  /// `nil` where only the ledger tells of it, which kept no text of it, and its file is another one by now.
  package var contract: Contract?
  package var files: [File]
  package var recordCount: Int
  package var malformedCount: Int
  package var clauses: [Figures]
  package var license: String?
  package var uses: [String]
  package var legalBasis: String?
  package var observedLicenses: [LicenseCount]
  package var sources: Knowable<[CountedSource]>
  /// The field that names a row's source, where it is not that of `provenance`.
  package var sourceField: String?
  /// What says which sources there are; empty where the contract asks for none, `nil` where an entry of the ledger does
  /// not keep it.
  package var manifest: [FileReference]?
  /// Why it was not read to its end; what is counted then is not all.
  package var problems: [String]

  package init(
    origin: Origin, at: Instant, dataset: String, version: String?, contractDigest: Digest?, contract: Contract?,
    files: [File], recordCount: Int, malformedCount: Int, clauses: [Figures], license: String?, uses: [String],
    legalBasis: String?, observedLicenses: [LicenseCount], sources: Knowable<[CountedSource]>,
    manifest: [FileReference]?, sourceField: String? = nil, problems: [String]
  ) {
    self.origin = origin
    self.at = at
    self.dataset = dataset
    self.version = version
    self.contractDigest = contractDigest
    self.contract = contract
    self.files = files
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.clauses = clauses
    self.license = license
    self.uses = uses
    self.legalBasis = legalBasis
    self.observedLicenses = observedLicenses
    self.sources = sources
    self.manifest = manifest
    self.sourceField = sourceField
    self.problems = problems
  }
}

extension DatasetVersion {
  /// The version that a run has read.
  package init(
    _ result: RunResult, at: Instant, origin: Origin, sources: Knowable<[CountedSource]>, sourceField: String? = nil
  ) {
    let contract = result.contract
    self.init(
      origin: origin, at: at, dataset: contract.id, version: contract.version, contractDigest: result.contractDigest,
      contract: contract,
      files: result.files.map { file in
        File(
          path: file.path, digest: file.digests.first { $0.algorithm == .sha256 }, byteCount: file.byteCount,
          recordCount: file.recordCount)
      },
      recordCount: result.recordCount, malformedCount: result.malformedCount,
      clauses: result.clauses.map { clause in
        Figures(
          clause: clause.clause.id.withoutContract(contract.id), rule: clause.clause.rule, field: clause.field,
          status: clause.status, violationCount: clause.violationCount, measurements: clause.measurements)
      },
      license: contract.license?.expression, uses: contract.uses.map(\.text), legalBasis: contract.privacy?.legalBasis,
      observedLicenses: result.observedLicenses.map {
        LicenseCount(expression: $0.expression, recordCount: $0.recordCount)
      },
      sources: sources, manifest: result.sources?.files ?? [],
      sourceField: sourceField, problems: (result.problems + result.files.compactMap(\.problem)).map(\.message))
  }
}

extension DatasetVersion {
  /// Why nobody can tell from which sources any of its rows come, though they were counted; `nil` where that is known.
  var sourceGap: String? {
    guard let field = sourceField ?? clauses.first(where: { $0.rule == .sourceUnknown })?.field,
      clauses.contains(where: { $0.rule == "column.missing" && $0.field == field && $0.status == .failed })
    else { return nil }
    return "\(origin.name) lacks the column \(field), which names them"
  }

  /// Why some rows were not counted: it was not read to its end, or more of them are malformed than its contract lets
  /// pass.
  package var gaps: [String] {
    let isBroken = clauses.contains { $0.rule == "record.malformed" && $0.status != .passed }
    guard malformedCount > 0, isBroken else { return problems }
    return problems + ["\(malformedCount) of \(recordCount) rows are malformed, so that nobody knows their sources"]
  }
}

extension ClauseID {
  /// `email/cell.missing` of `orders/email/cell.missing`.
  package func withoutContract(_ id: String) -> String {
    rawValue.hasPrefix(id + "/") ? String(rawValue.dropFirst(id.count + 1)) : rawValue
  }
}

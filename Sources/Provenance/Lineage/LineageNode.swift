import Contracts

/// Something that lineage connects.
package enum LineageNode: Hashable, Sendable {
  /// Bytes, by their digest: a file or a directory.
  case artifact(Digest)
  /// The entry of a job.
  case job(Int)
  /// The entry of a run that saw a file.
  case check(Int)
  /// The id of a source. Manifests that use one id mean one source.
  case source(String)
  /// The entry of a promotion.
  case promotion(Int)

  /// Of bytes; `nil` for anything else.
  package var digest: Digest? {
    if case .artifact(let digest) = self { return digest }
    return nil
  }
}

/// What the ledger says of some bytes.
package struct LineageArtifact: Hashable, Sendable {
  package var digest: Digest
  /// What jobs, runs and promotions called it; sorted.
  package var names: [String]
  package var byteCount: Int?
  /// How many files a directory holds; 0 for a file.
  package var fileCount: Int
}

/// An entry of a job.
package struct LineageJob: Hashable, Sendable {
  package var reference: EntryReference
  package var at: Instant
  package var record: JobRecord
}

/// A run that speaks for files of a dataset: see `Speakers`.
package struct LineageCheck: Hashable, Sendable {
  package var reference: EntryReference
  package var at: Instant
  package var contract: ContractRecord
  package var outcome: Status
  package var sources: [SourceRecord]
  /// Why `sources` are not all; `nil` where they are.
  package var sourcesProblem: String?
  /// Licences met in the records themselves.
  package var licenses: [RunRecord.LicenseCount]
  /// The paths of the files that it saw.
  package var files: [String]
  /// Whether the command line named them, in place of the contract.
  package var namesItsFiles: Bool
}

/// A source, as the checks that lead to it declare it.
package struct LineageSource: Hashable, Sendable {
  package var id: String
  /// In the order of their entries.
  package var uses: [Use]

  /// What one run found of the source.
  package struct Use: Hashable, Sendable {
    package var check: EntryReference
    package var dataset: String
    package var record: SourceRecord
  }
}

/// An entry of a promotion.
package struct LineagePromotion: Hashable, Sendable {
  package var reference: EntryReference
  package var at: Instant
  package var act: ActRecord
  /// The entry that took it back; `nil` while it holds.
  package var rollback: EntryReference?
}

/// What a gate decided about a run that saw some bytes.
package struct LineageDecision: Hashable, Sendable {
  /// The gate whose decisions a promotion rests on.
  package static let promotionGate = "promotion"

  package var reference: EntryReference
  /// The clock that it was judged by, which `--now` sets.
  package var at: Instant
  /// The system's clock when it was written, which no option changes.
  package var recordedAt: Instant
  package var gate: String
  package var dataset: String
  package var verdict: Verdict
  package var isInconclusive: Bool
  /// The entry of the run.
  package var run: Int
  /// What the data was held to.
  package var contract: FileReference?
  /// SHA-256 of the policy that decided; `nil` where none did.
  package var policy: Digest?
}

/// What a rollback declared bad, and by which entry.
package struct LineageMark: Hashable, Sendable {
  package var reference: EntryReference
  package var at: Instant
  package var bad: BadVersion
}

import Contracts
import Gating
import Provenance
import Reports

/// What the gate made of a model, for people and for programs.
package struct PromotionReport: Sendable {
  package var model: ModelManifest
  package var manifest: FileReference
  package var policy: FileReference?
  package var now: Instant
  package var verdict: PromotionVerdict
  /// Where the attempt was recorded; `nil` where it was not.
  package var ledger: LedgerNote?

  package init(
    model: ModelManifest, manifest: FileReference, policy: FileReference? = nil, now: Instant,
    verdict: PromotionVerdict, ledger: LedgerNote? = nil
  ) {
    self.model = model
    self.manifest = manifest
    self.policy = policy
    self.now = now
    self.verdict = verdict
    self.ledger = ledger
  }

  /// What the ledger keeps of it.
  package var record: PromotionRecord {
    PromotionRecord(
      verdict: verdict.verdict, isInconclusive: verdict.isInconclusive, model: manifest, policy: policy,
      uses: model.uses,
      artifacts: model.artifacts.map { .init(path: $0.file.path, digest: $0.file.digest, recover: $0.recover) },
      links: verdict.links.map { link in
        PromotionRecord.Link(
          kind: link.kind.rawValue, status: link.status, brokenCount: link.breaks.count,
          first: link.breaks.first.map { .init(subject: $0.subject, message: $0.message, mend: $0.mendAndRun) })
      }, warnings: verdict.warnings)
  }

  /// `BLOCK: data, licenses`, as the ledger's log shows it.
  package var summary: String {
    let broken = verdict.links.filter { !$0.breaks.isEmpty }.map(\.kind.name)
    return "promotion gate: \(verdict.verdict.rawValue)\(broken.isEmpty ? "" : ": " + broken.joined(separator: ", "))"
  }
}

import Contracts
import Gating
import Licensing
import Provenance

/// What stands at a path.
package enum BytesAtHand: Hashable, Sendable {
  case digest(Digest)
  case missing
  case unreadable(String)
}

/// Everything that the gate decides by.
package struct PromotionCase {
  /// Its paths are seen from the working directory, as those of the ledger are.
  package var model: ModelManifest
  package var manifest: FileReference
  package var graph: LineageGraph
  /// Of the promotion gate; `nil` where no policy decides.
  package var policy: GatePolicy?
  package var policyFile: FileReference?
  /// What licences ask for, with what the policy declares of its own.
  package var licenses: LicenseTable
  /// Contracts that the model names, as they are now, by their id.
  package var contracts: [String: FileReference]
  /// What trusted keys have signed.
  package var statements: [VerifiedStatement]
  package var now: Instant
  /// The ledger, where commands that mend something must name it.
  package var ledger: String?
  /// Hashes what stands at a path.
  package var look: (String) -> BytesAtHand

  package init(
    model: ModelManifest, manifest: FileReference, graph: LineageGraph, policy: GatePolicy? = nil,
    policyFile: FileReference? = nil, licenses: LicenseTable = LicenseTable(),
    contracts: [String: FileReference] = [:], statements: [VerifiedStatement] = [], now: Instant,
    ledger: String? = nil, look: @escaping (String) -> BytesAtHand
  ) {
    self.model = model
    self.manifest = manifest
    self.graph = graph
    self.policy = policy
    self.policyFile = policyFile
    self.licenses = licenses
    self.contracts = contracts
    self.statements = statements
    self.now = now
    self.ledger = ledger
    self.look = look
  }
}

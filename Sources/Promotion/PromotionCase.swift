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

/// What is known of a commit.
package enum CommitAtHand: Hashable, Sendable {
  /// A repository has it, with every file of it.
  case found
  /// None of these repositories has it whole.
  case missing([String])
  /// There is no repository to ask, and why.
  case unreachable(String)
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
  /// The system's clock, which no option changes: how long entries have been in the ledger is counted by it.
  package var clock: Instant
  /// The ledger, where commands that mend something must name it.
  package var ledger: String?
  /// The policy, where they must.
  package var namedPolicy: String?
  /// Hashes what stands at a path.
  package var look: (String) -> BytesAtHand
  /// Looks a commit up.
  package var find: (String) -> CommitAtHand

  package init(
    model: ModelManifest, manifest: FileReference, graph: LineageGraph, policy: GatePolicy? = nil,
    policyFile: FileReference? = nil, licenses: LicenseTable = LicenseTable(),
    contracts: [String: FileReference] = [:], statements: [VerifiedStatement] = [], now: Instant,
    clock: Instant, ledger: String? = nil, namedPolicy: String? = nil, look: @escaping (String) -> BytesAtHand,
    find: @escaping (String) -> CommitAtHand
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
    self.clock = clock
    self.ledger = ledger
    self.namedPolicy = namedPolicy
    self.look = look
    self.find = find
  }
}

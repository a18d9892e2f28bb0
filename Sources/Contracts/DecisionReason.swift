/// Why a decision is what it is: one clause, or something that no clause speaks of.
package struct DecisionReason: Hashable, Sendable, Codable {
  package var effect: ClauseDecision.Effect
  package var isInconclusive: Bool
  /// `nil` where no clause speaks of it: data that nothing judged, a licence that the contract does not declare.
  package var clauseID: ClauseID?
  /// Why the effect is not the clause's own, or what there is to say without a clause.
  package var because: String?
  /// The clause's place in the contract.
  package var location: SourceLocation?
  /// The clause's owner, otherwise the contract's.
  package var owner: String?
  package var runbook: String?

  package init(
    effect: ClauseDecision.Effect, isInconclusive: Bool = false, clauseID: ClauseID? = nil, because: String? = nil,
    location: SourceLocation? = nil, owner: String? = nil, runbook: String? = nil
  ) {
    self.effect = effect
    self.isInconclusive = isInconclusive
    self.clauseID = clauseID
    self.because = because
    self.location = location
    self.owner = owner
    self.runbook = runbook
  }
}

/// The files that a decision rests on, beside the contract and the data.
package struct DecisionBasis: Hashable, Sendable, Codable {
  package var policy: FileReference?
  package var waivers: FileReference?
  package var baseline: FileReference?
  /// The earlier result that the new one was compared with.
  package var against: FileReference?

  package init(
    policy: FileReference? = nil, waivers: FileReference? = nil, baseline: FileReference? = nil,
    against: FileReference? = nil
  ) {
    self.policy = policy
    self.waivers = waivers
    self.baseline = baseline
    self.against = against
  }
}

/// A file with the digest of its bytes as they were read.
package struct FileReference: Hashable, Sendable, Codable {
  /// As the user gave it; seen from the working directory where it was found.
  package var path: String
  package var digest: Digest

  package init(path: String, digest: Digest) {
    self.path = path
    self.digest = digest
  }
}

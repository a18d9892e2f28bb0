import Contracts

/// A statement that somebody trusted has signed.
package struct VerifiedStatement: Hashable, Sendable {
  package var statement: InTotoStatement
  /// The trusted keys that a signature holds under; one at least.
  package var signers: [PublicKey]

  /// The SHA-256 of what it is about, for instance each file of data.
  package var subjectDigests: Set<Digest> { Set(statement.subjects.compactMap(\.sha256)) }

  /// What a gate made of the data; `nil` where the statement is about something else.
  package var testResult: TestResult? {
    if case .testResult(let result) = statement.predicate { return result }
    return nil
  }

  /// The SHA-256 of the contract that the data was held to.
  package var contractDigest: Digest? { testResult?[.contract]?.sha256 }
  /// The SHA-256 of the policy that decided; `nil` where none did.
  package var policyDigest: Digest? { testResult?[.policy]?.sha256 }
}

/// Statements in signed envelopes.
package enum Attestations {
  /// Signs with every one of the keys.
  package static func sign(_ statement: InTotoStatement, keys: [SigningKey]) throws(SigningError) -> Envelope {
    var envelope = Envelope(payloadType: InTotoStatement.payloadType, payload: statement.payload)
    for key in keys { try envelope.sign(with: key) }
    return envelope
  }

  /// Reads an envelope that at least one of the keys has signed. Nothing of the payload is looked at before a signature
  /// holds, and what is read is what was signed. Errors are of kind `unverified` where no signature holds, `malformed`
  /// where the bytes are no envelope, or what was signed is no statement.
  package static func verify(envelope bytes: [UInt8], keys: [PublicKey]) throws(SigningError) -> VerifiedStatement {
    let envelope = try Envelope(json: bytes)
    let signers = envelope.signers(among: keys)
    guard !signers.isEmpty else { throw unverified(envelope, keys) }
    guard envelope.payloadType == InTotoStatement.payloadType else {
      throw SigningError(
        .malformed, "the envelope holds `\(envelope.payloadType)`, and statements are `\(InTotoStatement.payloadType)`")
    }
    return VerifiedStatement(statement: try InTotoStatement(payload: envelope.payload), signers: signers)
  }

  private static func unverified(_ envelope: Envelope, _ keys: [PublicKey]) -> SigningError {
    let named = Set(envelope.signatures.compactMap(\.keyID))
    let known = keys.filter { named.contains($0.id) }
    let advice =
      known.isEmpty
      ? "it names the keys \(named.isEmpty ? "(none)" : named.sorted().joined(separator: ", "));"
        + " given are \(keys.map(\.id).joined(separator: ", "))"
      : "it names \(known.map(\.id).joined(separator: ", ")), so it was changed after it was signed, or is forged"
    return SigningError(.unverified, "no signature holds under a key that was given", advice: advice)
  }
}

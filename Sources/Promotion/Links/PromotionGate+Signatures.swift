import Contracts
import Provenance

extension PromotionGate {
  /// Whether one of the keys that the policy names has signed for every dataset; `nil` where it names none.
  func signatures() -> Link? {
    guard let keys = promotion.policy?.requiredKeys, !keys.isEmpty else { return nil }
    let trusted = promotion.statements.filter { $0.signers.contains { keys.contains($0.id) } }
    let breaks = upstream.datasets.compactMap { dataset -> LinkBreak? in
      guard !trusted.contains(where: { speaks($0, for: dataset) }) else { return nil }
      return .failed(
        dataset.name,
        "no key that the policy names has signed a pass of the promotion gate for \(dataset.digest.short)",
        mend: "assay check \(shellWord(dataset.checks.last?.contract.path ?? "CONTRACT")) --gate \(Self.gate)"
          + " --json R.json"
          + " && assay sign R.json --key KEY --out E.json, then --attestation E.json --key PUB")
    }
    return Link(.signatures, breaks, note: "\(counted(upstream.datasets.count, "file")) signed for")
  }

  /// A pass of this gate, under the policy and the contract of now, about these bytes.
  private func speaks(_ signed: VerifiedStatement, for dataset: Upstream.Dataset) -> Bool {
    guard let result = signed.testResult, result.gate == Self.gate, result.outcome != .failed,
      signed.subjectDigests.contains(dataset.digest)
    else { return false }
    if let policy = promotion.policyFile, signed.policyDigest != policy.digest { return false }
    let decisions = graph.decisions(for: dataset.digest, gate: Self.gate)
    let contract = decisions.first { $0.dataset == result.dataset }?.contract
    return contract?.digest == signed.contractDigest && signed.contractDigest != nil
  }
}

import Contracts
import Provenance

extension PromotionGate {
  /// Whether one of the keys that the policy names has signed for every dataset; `nil` where it names none.
  func signatures() -> Link? {
    guard let keys = promotion.policy?.requiredKeys, !keys.isEmpty else { return nil }
    let trusted = promotion.statements.filter { $0.signers.contains { keys.contains($0.id) } }
    let breaks = upstream.datasets.compactMap { dataset -> LinkBreak? in
      let speaking = trusted.filter { speaks($0, for: dataset) }
      guard !speaking.contains(where: isYoung) else { return nil }
      let old = speaking.compactMap { $0.testResult?.judgedAt }.max().map {
        "; what was signed was judged at \($0), longer ago than `max_age` lets pass, or later than now"
      }
      let others = Set(promotion.statements.filter { speaks($0, for: dataset) }.flatMap(\.signers).map(\.id))
      let wrong = speaking.isEmpty && !others.isEmpty
        ? "; it is signed with \(others.sorted().joined(separator: ", ")), which the policy does not name" : ""
      return .failed(
        dataset.name,
        "no key that the policy names has signed a pass of the promotion gate for \(dataset.digest.short)"
          + (old ?? wrong),
        mend: "check it, have the result signed (`assay sign result.json --key … --out …`), and give that with"
          + " --attestation and the public --key",
        run: dataset.checks.last.flatMap { again($0, " --json result.json") })
    }
    return Link(.signatures, breaks, note: "\(counted(upstream.datasets.count, "file")) signed for")
  }

  /// Whether what was signed is no older than the policy lets a decision be: an old envelope holds for ever.
  private func isYoung(_ signed: VerifiedStatement) -> Bool {
    guard let limit = promotion.policy?.maximumAge else { return true }
    guard let judgedAt = signed.testResult?.judgedAt else { return false }
    return (0...limit.age.seconds).contains(promotion.now.seconds - judgedAt.seconds)
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

import Contracts
import Gating
import Provenance

extension PromotionGate {
  private enum Finding {
    case holds(LineageDecision)
    case broken(LinkBreak)
  }

  /// Whether the promotion gate has let every dataset through, with the decisions that say so, by entry.
  func data() -> (link: Link, decisions: [LineageDecision]) {
    var breaks: [LinkBreak] = []
    var decisions: [Int: LineageDecision] = [:]
    for dataset in upstream.datasets {
      switch finding(on: dataset) {
      case .holds(let decision): decisions[decision.reference.sequence] = decision
      case .broken(let broken): breaks.append(broken)
      }
    }
    if upstream.datasets.isEmpty {
      breaks.append(
        .undecided(
          promotion.model.id, "the ledger knows of no data that it rests on",
          mend: "assay record --name JOB --input DATA --output \(shellWord(firstPath))\(ledgerOption)"))
    }
    let used = decisions.values.sorted { $0.reference.sequence < $1.reference.sequence }
    let oldest = used.map(\.at).min().map {
      ", the oldest \(durationText(seconds: promotion.now.seconds - $0.seconds)) ago"
    }
    let count = counted(upstream.datasets.count, "file")
    return (Link(.data, breaks, note: "\(count) let through by the promotion gate\(oldest ?? "")"), used)
  }

  var firstPath: String { promotion.model.artifacts.first?.file.path ?? "MODEL" }

  /// A decision that blocks is never outvoted by one about the same bytes under another contract.
  private func finding(on dataset: Upstream.Dataset) -> Finding {
    var seen: Set<String> = []
    let latest = graph.decisions(for: dataset.digest, gate: Self.gate).filter { seen.insert($0.dataset).inserted }
    guard let newest = latest.first else { return .broken(undecided(dataset)) }
    if let refused = latest.first(where: { $0.verdict == .block }) { return .broken(refusal(refused, dataset)) }
    for id in contractsNaming(dataset.digest) {
      guard let decision = latest.first(where: { $0.dataset == id }) else {
        return .broken(
          .failed(
            dataset.name, "the promotion gate has not judged these bytes as \(id), which the model names",
            mend: again(promotion.contracts[id]?.path ?? "CONTRACT")))
      }
      if let objection = objection(to: decision, dataset) { return .broken(objection) }
    }
    if let good = latest.first(where: { objection(to: $0, dataset) == nil }) { return .holds(good) }
    return objection(to: newest, dataset).map { Finding.broken($0) } ?? .holds(newest)
  }

  /// The ids of contracts that the model names for these bytes; sorted.
  private func contractsNaming(_ digest: Digest) -> [String] {
    let paths = Set(promotion.model.datasets.filter { $0.digests.contains(digest) }.map(\.contract))
    return promotion.contracts.filter { paths.contains($0.value.path) }.keys.sorted()
  }

  /// Bytes that this gate has not judged.
  private func undecided(_ dataset: Upstream.Dataset) -> LinkBreak {
    guard let check = dataset.checks.last else {
      return .failed(
        dataset.name, "no check saw these bytes (\(dataset.digest.short)), and no job made them",
        mend: "assay check CONTRACT --data \(shellWord(dataset.name)) --gate \(Self.gate)\(ledgerOption)")
    }
    let others = graph.latestDecisions(for: dataset.digest).map { "\($0.gate) \($0.verdict.rawValue)" }
    let found = others.isEmpty ? "" : "; others said \(others.joined(separator: ", "))"
    return .failed(
      dataset.name, "the promotion gate has not judged these bytes (\(dataset.digest.short))\(found)",
      mend: again(check.contract.path))
  }

  private func refusal(_ decision: LineageDecision, _ dataset: Upstream.Dataset) -> LinkBreak {
    let why = decision.isInconclusive ? ", since something could not be decided" : ""
    return LinkBreak(
      !decision.isInconclusive, dataset.name,
      "the promotion gate blocked these bytes (entry \(decision.reference.sequence), \(decision.at))\(why)",
      mend: "assay ledger show \(decision.run)\(ledgerOption) says why; mend the data, check it, train anew")
  }

  /// Why a decision that does not block does not count.
  private func objection(to decision: LineageDecision, _ dataset: Upstream.Dataset) -> LinkBreak? {
    let entry = "entry \(decision.reference.sequence)"
    let path = promotion.contracts[decision.dataset]?.path ?? decision.contract?.path ?? "CONTRACT"
    if let policy = promotion.policyFile, decision.policy != policy.digest {
      let found = decision.policy == nil ? "no policy" : "another state of the policy"
      return .failed(
        dataset.name, "\(found) decided (\(entry)), not \(policy.path) as it is now",
        mend: again(path) + " --policy \(shellWord(policy.path))")
    }
    if let broken = contractObjection(to: decision, dataset, path) { return broken }
    let age = promotion.now.seconds - decision.at.seconds
    guard age >= 0 else {
      return .undecided(
        dataset.name, "the decision is of \(decision.at), which is later than now (\(entry))",
        mend: "set the clock right, or give --now a later time")
    }
    if let limit = promotion.policy?.maximumAge, age > limit.age.seconds {
      return .failed(
        dataset.name,
        "the decision is \(durationText(seconds: age)) old (\(entry)), and may be \(limit.age) \(limit.location.cited)",
        mend: again(path))
    }
    return nil
  }

  /// The contract may have changed since, or be out of sight.
  private func contractObjection(
    to decision: LineageDecision, _ dataset: Upstream.Dataset, _ path: String
  ) -> LinkBreak? {
    guard let held = decision.contract else {
      return .undecided(
        dataset.name, "entry \(decision.run) does not say which state of the contract it was held to",
        mend: again(path))
    }
    var current = promotion.contracts[decision.dataset]?.digest
    if current == nil, case .digest(let digest) = promotion.look(held.path) { current = digest }
    guard let current, current != held.digest else { return nil }
    return .failed(
      dataset.name, "\(path) has changed since it was checked (entry \(decision.run))", mend: again(path))
  }

  private func again(_ contract: String) -> String {
    "assay check \(shellWord(contract)) --gate \(Self.gate)\(ledgerOption)"
  }
}

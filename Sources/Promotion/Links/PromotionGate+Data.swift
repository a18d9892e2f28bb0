import Contracts
import Gating
import Provenance
import Reports

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
    breaks += promotion.model.artifacts.compactMap { baseless($0.file) }
    if upstream.datasets.isEmpty, breaks.isEmpty {
      breaks.append(
        .undecided(
          promotion.model.id, "the ledger knows of no data that it rests on",
          mend: "record the job that made it with `assay record`, and each --input that it read"))
    }
    let used = decisions.values.sorted { $0.reference.sequence < $1.reference.sequence }
    let oldest = used.map(\.at).min().map {
      ", the oldest \(durationText(seconds: promotion.now.seconds - $0.seconds)) ago"
    }
    let count = counted(upstream.datasets.count, "file")
    return (Link(.data, breaks, note: "\(count) let through by the promotion gate\(oldest ?? "")"), used)
  }

  /// An artifact that was made out of nothing that was recorded.
  private func baseless(_ file: FileReference) -> LinkBreak? {
    guard graph.checks(of: file.digest).isEmpty, let maker = graph.baselessMaker(of: file.digest) else { return nil }
    return .undecided(
      file.path, "\(maker.words) made it and read nothing that was recorded, so nobody knows which data it rests on",
      mend: "record the job with each --input that it read, and this file as its --output")
  }

  /// A decision that blocks is never outvoted by one about the same bytes under another contract.
  private func finding(on dataset: Upstream.Dataset) -> Finding {
    let latest = standing(dataset.digest)
    guard let newest = latest.first else { return .broken(undecided(dataset)) }
    if let refused = latest.first(where: { $0.verdict == .block }) { return .broken(refusal(refused, dataset)) }
    for (id, path) in contractsNaming(dataset.digest) {
      guard let decision = latest.first(where: { $0.dataset == id }) else {
        return .broken(
          .failed(
            dataset.name, "the promotion gate has not judged these bytes as \(id), which the model names",
            mend: "check them under \(path)", run: checking(path, dataset.checks.last?.files ?? [])))
      }
      if let objection = objection(to: decision, dataset) { return .broken(objection) }
    }
    if let good = latest.first(where: { objection(to: $0, dataset) == nil }) { return .holds(good) }
    return objection(to: newest, dataset).map { Finding.broken($0) } ?? .holds(newest)
  }

  /// The newest decision of this gate on each dataset that the bytes belong to, newest first; and each block under
  /// another contract that calls itself the same and is still there.
  private func standing(_ digest: Digest) -> [LineageDecision] {
    var datasets: Set<String> = []
    var contracts: Set<[String]> = []
    return graph.decisions(for: digest, gate: Self.gate).filter { decision in
      let isNewest = datasets.insert(decision.dataset).inserted
      let isOther = contracts.insert([decision.dataset, decision.contract?.path ?? ""]).inserted
      guard !isNewest else { return true }
      guard isOther, decision.verdict == .block, let contract = decision.contract else { return false }
      return promotion.look(contract.path) != .missing
    }
  }

  /// The contracts that the model names for these bytes, by id; sorted.
  private func contractsNaming(_ digest: Digest) -> [(id: String, path: String)] {
    let paths = Set(promotion.model.datasets.filter { $0.digests.contains(digest) }.map(\.contract))
    return promotion.contracts.filter { paths.contains($0.value.path) }.map { ($0.key, $0.value.path) }
      .sorted { $0.id < $1.id }
  }

  /// Bytes that this gate has not judged.
  private func undecided(_ dataset: Upstream.Dataset) -> LinkBreak {
    guard let check = dataset.checks.last else { return unseen(dataset) }
    let others = graph.latestDecisions(for: dataset.digest).map { "\($0.gate) \($0.verdict.rawValue)" }
    let found = others.isEmpty ? "" : "; others said \(others.joined(separator: ", "))"
    return .failed(
      dataset.name, "the promotion gate has not judged these bytes (\(dataset.digest.short))\(found)",
      mend: "check it at this gate", run: again(check))
  }

  /// Bytes that nobody has judged.
  private func unseen(_ dataset: Upstream.Dataset) -> LinkBreak {
    let origin = dataset.maker.map { "\($0.words), which made them, read nothing that was recorded" }
    let contract = likelyContract(of: dataset)
    let recording = "record the job that made it" + (dataset.maker == nil ? "" : " with each --input that it read")
    return .failed(
      dataset.name, "no check saw these bytes (\(dataset.digest.short)), and \(origin ?? "no job made them")",
      mend: contract == nil
        ? "write a contract for it and check it with --gate \(Self.gate), or \(recording)"
        : "check it at this gate, or \(recording)",
      run: contract.flatMap { checking($0, dataset.isNamedByFile ? [dataset.name] : []) })
  }

  private func refusal(_ decision: LineageDecision, _ dataset: Upstream.Dataset) -> LinkBreak {
    let why = decision.isInconclusive ? ", since something could not be decided" : ""
    return LinkBreak(
      !decision.isInconclusive, dataset.name,
      "the promotion gate blocked these bytes (entry \(decision.reference.sequence), \(decision.at))\(why)",
      mend: "see why, mend the data, check it, train anew", run: showing(decision.run))
  }
}

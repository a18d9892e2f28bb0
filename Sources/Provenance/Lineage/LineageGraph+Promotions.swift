import Contracts

extension LineageGraph {
  /// Promotions of a model, newest first, those that were taken back among them, but none that the gate blocked. One
  /// without a stage went to every stage.
  package func promotions(of model: String, stage: String?) -> [LineagePromotion] {
    facts.promotions.values.filter { promotion in
      promotion.act.subject == model
        && (stage == nil || promotion.act.stage == nil || promotion.act.stage == stage)
    }.sorted { $0.reference.sequence > $1.reference.sequence }
  }

  /// What rollbacks have declared bad, oldest first.
  package var badVersions: [LineageMark] { facts.badVersions }

  /// Something bad that a closure holds.
  package struct BadFinding: Hashable, Sendable {
    package var mark: LineageMark
    /// What it is in the closure.
    package var node: LineageNode
  }

  /// Everything in a closure that a rollback has declared bad, in the order of the marks.
  package func badFindings(in closure: LineageClosure) -> [BadFinding] {
    let digests = Set(closure.artifacts.map(\.digest))
    return badVersions.flatMap { mark in
      // As the runs of the closure found them: others may have met the source in another state.
      let sources = Set(closure.checks.flatMap(\.sources).filter(mark.bad.means).map(\.id)).sorted()
        .map { LineageNode.source($0) }
      let artifacts = mark.bad.digests.filter(digests.contains).map { LineageNode.artifact($0) }
      return (sources.isEmpty ? artifacts : sources).map { BadFinding(mark: mark, node: $0) }
    }
  }

  /// Where lineage reaches what is bad: the runs that counted the source in that state, the bytes, and promotions of
  /// the model's version. Empty where the ledger knows nothing of it.
  package func nodes(of bad: BadVersion) -> [LineageNode] {
    switch bad.kind {
    case .source:
      facts.checks.values.filter { $0.sources.contains(where: bad.means) }.map(\.reference.sequence).sorted()
        .map { LineageNode.check($0) } + artifacts(bad)
    case .dataset: artifacts(bad)
    case .model: modelNodes(bad)
    }
  }

  private func modelNodes(_ bad: BadVersion) -> [LineageNode] {
    let promotions = facts.promotions.values.filter { $0.act.subject == bad.id && $0.act.version == bad.version }
    return artifacts(bad) + promotions.map(\.reference.sequence).sorted().map { LineageNode.promotion($0) }
  }

  private func artifacts(_ bad: BadVersion) -> [LineageNode] {
    bad.digests.map { LineageNode.artifact($0) }.filter(contains)
  }

  /// The files of the runs that counted a source; sorted.
  package func digests(ofSource id: String) -> [Digest] {
    let files = children(of: .source(id)).flatMap(children).compactMap(\.digest)
    return Set(files).sorted { $0.hex < $1.hex }
  }

  /// The bytes themselves, and those of a directory's files; sorted.
  package func digests(within nodes: [LineageNode]) -> [Digest] {
    let files = nodes.flatMap { [$0] + parents(of: $0) }.compactMap(\.digest)
    return Set(files).sorted { $0.hex < $1.hex }
  }

  /// The bytes that promotions of a model's version let through; sorted.
  package func digests(ofModel id: String, version: String) -> [Digest] {
    let acts = facts.promotions.values.map(\.act).filter { $0.subject == id && $0.version == version }
    let digests = acts.flatMap { act in [act.digest].compactMap { $0 } + (act.gate?.artifacts.map(\.digest) ?? []) }
    return Set(digests).sorted { $0.hex < $1.hex }
  }

  /// The versions of a model that were promoted, taken back or not; sorted.
  package func versions(ofModel id: String) -> [String] {
    Set(facts.promotions.values.filter { $0.act.subject == id }.compactMap(\.act.version)).sorted()
  }

  /// Whether the bytes were ever judged as a file of the dataset.
  package func dataset(_ id: String, holds digest: Digest) -> Bool { facts.datasets[id]?.contains(digest) == true }
}

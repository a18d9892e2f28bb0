import Contracts
import Provenance

extension PromotionGate {
  /// Whether an earlier promotion can be gone back to; with a warning where there was none before.
  func rollback() -> (link: Link, warnings: [String]) {
    let model = promotion.model
    let earlier = graph.promotions(of: model.id, stage: model.stage).filter { $0.act.version != model.version }
    guard !earlier.isEmpty else { return first }
    var breaks: [LinkBreak] = []
    for candidate in earlier {
      guard let objection = objection(to: candidate) else {
        let version = candidate.act.version.map { "version \($0)" } ?? "a version without a name"
        let note = "\(version), promoted \(candidate.at) (entry \(candidate.reference.sequence))"
        return (Link(.rollback, [], note: note), [])
      }
      breaks.append(objection)
    }
    return (Link(.rollback, breaks, note: ""), [])
  }

  private var first: (link: Link, warnings: [String]) {
    let model = promotion.model
    guard let because = model.firstBecause else {
      return (
        Link(
          .rollback,
          [
            .failed(
              model.id, "the ledger has no other version in \(model.stage) to go back to",
              mend: "write `rollback: { none: first version }` in \(model.file) if there was none")
          ], note: ""), []
      )
    }
    return (
      Link(.rollback, [], note: "none, declared: \(because)"),
      ["there is nothing to roll back to: \(because) (\(model.file))"]
    )
  }

  /// Why a promotion is nothing to go back to.
  private func objection(to candidate: LineagePromotion) -> LinkBreak? {
    let name = "\(promotion.model.id) \(candidate.act.version ?? "") (entry \(candidate.reference.sequence))"
    let closure = graph.upstream(of: [.promotion(candidate.reference.sequence)])
    if let bad = graph.badMark(on: candidate, closure) {
      return .failed(
        name, "it holds what the rollback in entry \(bad.reference.sequence) declared bad",
        mend: "promote a version without it first, or name the place of an older one")
    }
    let kept = candidate.act.gate?.artifacts ?? handmade(candidate.act)
    guard !kept.isEmpty else {
      return .failed(
        name, "the ledger does not say which bytes were promoted", mend: "promote it with `assay promote`")
    }
    for artifact in kept {
      let places = [artifact.path] + artifact.recover
      if places.contains(where: { promotion.look($0) == .digest(artifact.digest) }) { continue }
      return .failed(
        name, "its \(artifact.path) (\(artifact.digest.short)) is at none of \(places.joined(separator: ", "))",
        mend: "restore it to one of these places")
    }
    return nil
  }

  /// What was promoted by hand lies, if anywhere, where jobs have put it.
  private func handmade(_ act: ActRecord) -> [PromotionRecord.Artifact] {
    guard let digest = act.digest else { return [] }
    let names = graph.artifact(digest)?.names ?? []
    return names.first.map { [.init(path: $0, digest: digest, recover: Array(names.dropFirst()))] } ?? []
  }
}

extension LineageGraph {
  /// The first mark on a promotion or on what it rests on.
  func badMark(on candidate: LineagePromotion, _ closure: Closure) -> LineageMark? {
    let own = badVersions.first {
      $0.bad.kind == .model && $0.bad.id == candidate.act.subject && $0.bad.version == candidate.act.version
    }
    return own ?? badFindings(in: closure).first?.mark
  }
}

import Contracts
import Gating
import Provenance

extension PromotionGate {
  /// Whether an earlier promotion can be gone back to; with a warning where there is none, and that was declared.
  func rollback() -> (link: Link, warnings: [String]) {
    let others = graph.promotions(of: promotion.model.id, stage: promotion.model.stage).filter(isOther)
    var breaks: [LinkBreak] = []
    for candidate in others where takenBack(candidate) == nil {
      guard let objection = objection(to: candidate) else {
        let note = "\(version(candidate)), promoted \(candidate.at) (entry \(candidate.reference.sequence))"
        return (Link(.rollback, [], note: note), [])
      }
      breaks.append(objection)
    }
    return breaks.isEmpty ? nothing(but: others) : (Link(.rollback, breaks, note: ""), [])
  }

  /// Another version, of other bytes: to go back to the same would change nothing.
  private func isOther(_ candidate: LineagePromotion) -> Bool {
    let kept = Set(candidate.act.gate?.artifacts.map(\.digest) ?? [candidate.act.digest].compactMap { $0 })
    return candidate.act.version != promotion.model.version
      && kept != Set(promotion.model.artifacts.map(\.file.digest))
  }

  private func version(_ candidate: LineagePromotion) -> String {
    candidate.act.version.map { "version \($0)" } ?? "a version without a name"
  }

  /// Why a promotion does not stand: a rollback took it back, or declared bad what it holds. `nil` where it stands.
  private func takenBack(_ candidate: LineagePromotion) -> String? {
    if let rollback = candidate.rollback { return "by entry \(rollback.sequence)" }
    return graph.badMark(on: candidate).map { "as it holds what entry \($0.reference.sequence) declared bad" }
  }

  /// There is no other version that stands; whether there was one, decides which word the model must use.
  private func nothing(but fallen: [LineagePromotion]) -> (link: Link, warnings: [String]) {
    let model = promotion.model
    let word = fallen.isEmpty ? NoRollback.Kind.none : .noneLeft
    let names = fallen.map { "\(version($0)) \(takenBack($0) ?? "")" }
    let found = fallen.isEmpty
      ? "the ledger has no other version in \(model.stage) to go back to"
      : "every other version in \(model.stage) was taken back: " + names.joined(separator: ", ")
    guard let declared = model.noRollback, declared.kind == word else {
      let mend = fallen.isEmpty
        ? "write `rollback: { none: first version }` in \(model.file) if there was none"
        : "write `rollback: { none_left: REASON }` in \(model.file) if it must go out with nothing to go back to"
      return (Link(.rollback, [.failed(model.id, found, mend: mend)], note: ""), [])
    }
    return (
      Link(.rollback, [], note: "none, declared: \(declared.because)"),
      ["there is nothing to roll back to: \(fallen.isEmpty ? "" : found + ": ")\(declared.because) (\(model.file))"]
    )
  }

  /// Why a promotion is nothing to go back to.
  private func objection(to candidate: LineagePromotion) -> LinkBreak? {
    let name = "\(promotion.model.id) \(candidate.act.version ?? "") (entry \(candidate.reference.sequence))"
    let kept = candidate.act.gate?.artifacts ?? handmade(candidate.act)
    guard !kept.isEmpty else {
      return .failed(
        name, "the ledger does not say which bytes were promoted", mend: "promote it with `assay promote`")
    }
    return kept.compactMap { lost($0, name) }.first
  }

  /// An artifact that is at none of its places.
  private func lost(_ artifact: PromotionRecord.Artifact, _ name: String) -> LinkBreak? {
    let places = ([artifact.path] + artifact.recover).map { ($0, promotion.look($0)) }
    if places.contains(where: { $0.1 == .digest(artifact.digest) }) { return nil }
    let what = "its \(artifact.path) (\(artifact.digest.short))"
    for (place, bytes) in places {
      if case .unreadable(let why) = bytes {
        return .undecided(name, "\(what) may be at \(place), which cannot be read: \(why)", mend: "make it readable")
      }
    }
    return .failed(
      name, "\(what) is at none of \(places.map(\.0).joined(separator: ", "))",
      mend: "restore it to one of these places")
  }

  /// What was promoted by hand lies, if anywhere, where jobs have put it.
  private func handmade(_ act: ActRecord) -> [PromotionRecord.Artifact] {
    guard let digest = act.digest else { return [] }
    let names = graph.artifact(digest)?.names ?? []
    return names.first.map { [.init(path: $0, digest: digest, recover: Array(names.dropFirst()))] } ?? []
  }
}

extension LineageGraph {
  /// The first mark of a rollback on a promotion or on what it rests on.
  package func badMark(on candidate: LineagePromotion) -> LineageMark? {
    let closure = upstream(of: [.promotion(candidate.reference.sequence)])
    let own = badVersions.first {
      $0.bad.kind == .model && $0.bad.id == candidate.act.subject && $0.bad.version == candidate.act.version
    }
    return own ?? badFindings(in: closure).first?.mark
  }
}

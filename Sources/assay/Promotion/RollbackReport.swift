import Contracts
import Promotion
import Provenance
import Reports

/// What a rollback comes to, for people and for programs.
struct RollbackReport {
  let target: BadTarget
  let plan: RollbackPlan
  /// As it was before the rollback.
  let graph: LineageGraph
  let because: String?
  let ledger: String
  /// The rollback's entry; `nil` where it was not recorded.
  let reference: EntryReference?

  /// Sentences are folded to `width` columns.
  func text(width: Int) -> String {
    let words = LineageWords(graph: graph)
    let bad = target.words.harmless + (because.map { ": \($0.harmless)" } ?? "")
    var lines = bad.folded(to: width, behind: "BAD  ") + [""]
    let reached = plan.closure.nodes.filter { !isSource($0) }
    lines.append(reached.isEmpty ? "nothing rests on it" : "what rests on it")
    lines += reached.map { "  \(words.short($0))" }
    lines.append("")
    if plan.models.isEmpty { lines.append("no promotion that stands holds it, so there is nothing to go back from") }
    for model in plan.models {
      let (label, sentence) = line(model)
      lines += sentence.folded(to: width, behind: label)
    }
    lines.append("")
    if let reference {
      lines.append("ledger   \(ledger.harmless): entry \(reference.sequence), head \(reference.digest)")
      lines.append("         promotions that hold it are blocked from now on")
    } else {
      lines.append("ledger   nothing was recorded")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func isSource(_ node: LineageNode) -> Bool {
    if case .source = node { return true }
    return false
  }

  private func line(_ model: RollbackPlan.Model) -> (label: String, sentence: String) {
    let name = "\(model.id)\(model.stage.map { " in \($0)" } ?? "")".harmless
    let held = model.affected.map(version).joined(separator: ", ")
    guard model.mustGoBack else {
      return ("STAY     ", "\(name): on \(version(model.newest)), which does not hold it; \(held) did")
    }
    guard let good = model.good else {
      let holds = model.affected.count == 1 ? "holds" : "hold"
      return ("STUCK    ", "\(name): \(held) \(holds) it, and no promotion is without it: take it out of service")
    }
    return ("GO BACK  ", "\(name): from \(held) to \(version(good))")
  }

  private func version(_ promotion: LineagePromotion) -> String {
    "\((promotion.act.version ?? "a version without a name").harmless) (entry \(promotion.reference.sequence))"
  }

  var json: String {
    JSONValue.object([
      "assay_rollback": .integer(1),
      "bad": .object([
        "kind": .string(target.kind.rawValue), "id": plan.bad.id.map(JSONValue.string),
        "version": plan.bad.version.map(JSONValue.string),
        "refreshed_before": plan.bad.refreshedBefore.map(JSONValue.string),
        "digests": .array(plan.bad.digests.map { .string($0.description) }),
      ]),
      "because": because.map(JSONValue.string), "downstream": downstream,
      "models": .array(plan.models.map(json)), "taken_back": .array(plan.takenBack.map(\.json)),
      "ledger": reference.map {
        JSONValue.object([
          "path": .string(ledger), "sequence": .integer($0.sequence), "head": .string($0.digest.description),
        ])
      },
    ]).text(isPretty: true) + "\n"
  }

  private var downstream: JSONValue {
    .object([
      "artifacts": .array(
        plan.closure.artifacts.map {
          .object(["digest": .string($0.digest.description), "names": .array($0.names.map(JSONValue.string))])
        }),
      "jobs": .array(
        plan.closure.jobs.map {
          .object(["name": .string($0.record.name), "entry": .integer($0.reference.sequence)])
        }),
      "promotions": .array(plan.closure.promotions.map(json)),
    ])
  }

  private func json(_ model: RollbackPlan.Model) -> JSONValue {
    .object([
      "id": .string(model.id), "stage": model.stage.map(JSONValue.string), "must_go_back": .bool(model.mustGoBack),
      "affected": .array(model.affected.map(json)), "newest": json(model.newest), "good": model.good.map(json),
    ])
  }

  private func json(_ promotion: LineagePromotion) -> JSONValue {
    .object([
      "model": promotion.act.subject.map(JSONValue.string), "version": promotion.act.version.map(JSONValue.string),
      "entry": .integer(promotion.reference.sequence), "at": .string(promotion.at.description),
    ])
  }
}

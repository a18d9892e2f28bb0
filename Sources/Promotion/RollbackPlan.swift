import Contracts
import Provenance

/// What follows from something that turned out to be bad.
package struct RollbackPlan {
  package var bad: BadVersion
  /// Everything that rests on it, itself included where lineage knows it.
  package var closure: LineageClosure
  /// By id and stage.
  package var models: [Model]

  /// A model that was promoted with it.
  package struct Model {
    package var id: String
    package var stage: String?
    /// Promotions that hold something bad, newest first.
    package var affected: [LineagePromotion]
    /// What was promoted last.
    package var newest: LineagePromotion
    /// The newest promotion that holds nothing bad; `nil` where there is none.
    package var good: LineagePromotion?

    /// Whether what was promoted last is among those affected.
    package var mustGoBack: Bool { affected.contains { $0.reference == newest.reference } }
  }

  package init(_ bad: BadVersion, _ graph: LineageGraph) {
    self.bad = bad
    closure = graph.downstream(of: graph.nodes(of: bad))
    let holding = closure.promotions.filter { $0.rollback == nil }
    var keys: [Key] = []
    for promotion in holding where !keys.contains(Key(promotion)) { keys.append(Key(promotion)) }
    models = keys.sorted { ($0.id, $0.stage ?? "") < ($1.id, $1.stage ?? "") }.compactMap { key in
      Self.model(key, holding, graph)
    }
  }

  private struct Key: Hashable {
    var id: String
    var stage: String?

    init(_ promotion: LineagePromotion) {
      id = promotion.act.subject ?? ""
      stage = promotion.act.stage
    }
  }

  private static func model(_ key: Key, _ holding: [LineagePromotion], _ graph: LineageGraph) -> Model? {
    let all = graph.promotions(of: key.id, stage: key.stage).filter { $0.rollback == nil }
    let affected = Set(holding.filter { Key($0) == key }.map(\.reference))
    guard let newest = all.first else { return nil }
    let good = all.first { promotion in
      !holding.contains { $0.reference == promotion.reference }
        && graph.badMark(on: promotion) == nil
    }
    return Model(
      id: key.id, stage: key.stage, affected: all.filter { affected.contains($0.reference) }, newest: newest,
      good: good)
  }

  /// The promotions that are taken back, by entry.
  package var takenBack: [EntryReference] {
    Set(models.flatMap(\.affected).map(\.reference)).sorted { $0.sequence < $1.sequence }
  }

  /// Whether a model must go back and cannot.
  package var isStuck: Bool { models.contains { $0.mustGoBack && $0.good == nil } }
}

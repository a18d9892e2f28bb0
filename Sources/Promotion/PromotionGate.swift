import Contracts
import Provenance

/// Decides whether a model may be promoted: a pure function of the ledger, the policy, the clock and the bytes at hand.
package struct PromotionGate {
  /// The gate whose decisions on data count.
  static let gate = LineageDecision.promotionGate

  let promotion: PromotionCase
  let upstream: Upstream

  private init(_ promotion: PromotionCase) {
    self.promotion = promotion
    upstream = Upstream(promotion.model, promotion.graph)
  }

  /// Every link, in the order of `LinkKind`; the last only where the policy asks for it.
  package static func judge(_ promotion: PromotionCase) -> PromotionVerdict {
    let gate = PromotionGate(promotion)
    let (data, decisions) = gate.data()
    let (reproducibility, doubts) = gate.reproducibility()
    let (licenses, cautions) = gate.licenses()
    let (rollback, first) = gate.rollback()
    let links = [data, reproducibility, licenses, gate.privacy(), gate.owners(), rollback, gate.badVersions()]
    let warned = decisions.filter { $0.verdict == .warn }.map {
      "\($0.dataset): the promotion gate warned (entry \($0.reference.sequence))"
    }
    return PromotionVerdict(
      links: links + [gate.signatures()].compactMap { $0 }, warnings: warned + doubts + first, notices: cautions,
      restsOn: decisions.map(\.reference))
  }

  var graph: LineageGraph { promotion.graph }
}

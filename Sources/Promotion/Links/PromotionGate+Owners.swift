import Contracts
import Provenance

extension PromotionGate {
  /// Whether somebody answers for every artifact of the model and every dataset upstream.
  func owners() -> Link {
    let artifacts = promotion.model.artifacts.filter { !isSomeone($0.owner) && !isSomeone(promotion.model.owner) }.map {
      LinkBreak.failed(
        $0.file.path, "nobody answers for it", mend: "add `owner: { team: …, contact: … }` to \(promotion.model.file)")
    }
    var seen: Set<String> = []
    let contracts = upstream.closure.checks.filter {
      !isSomeone(Owner(team: $0.contract.team, contact: $0.contract.contact)) && seen.insert($0.contract.id).inserted
    }.map {
      LinkBreak.failed(
        $0.contract.id, "its contract names no owner", mend: "add `owner` to \($0.contract.path), and check it again",
        run: again($0))
    }
    let unknown = upstream.unknown.map {
      LinkBreak.failed($0.name, "nobody answers for these bytes", mend: "put it under a contract with an owner")
    }
    let modelOwners = [promotion.model.owner] + promotion.model.artifacts.map(\.owner)
    var teams = Set(modelOwners.compactMap { $0?.team ?? $0?.contact })
    teams.formUnion(upstream.closure.checks.compactMap { $0.contract.team ?? $0.contract.contact })
    return Link(.owners, artifacts + contracts + unknown, note: teams.sorted().joined(separator: ", "))
  }

  private func isSomeone(_ owner: Owner?) -> Bool {
    [owner?.team, owner?.contact].contains { $0?.contains { !$0.isWhitespace } == true }
  }
}

import Contracts
import Licensing
import Provenance

extension PromotionGate {
  /// Whether the licences of all datasets and sources upstream allow every use, with what else is worth knowing.
  func licenses() -> (link: Link, cautions: [String]) {
    let origins = self.origins
    let assessment = LicenseAssessment(
      declared: nil, origins: origins, uses: promotion.model.uses, table: promotion.licenses)
    var breaks = assessment.clashes.map { clash in
      LinkBreak(clash.answer == .no, clash.origin.name, clash.description, mend: mend(clash.origin))
    }
    breaks += undeclaredUses + usePolicyBreaks + licensePolicyBreaks(origins)
    let uses = promotion.model.uses.joined(separator: ", ")
    let note = "\(uses) is allowed by \(counted(origins.count, "licence")) upstream"
    return (Link(.licenses, breaks, note: note), assessment.cautions)
  }

  /// What the data is made from, each with the licence that was recorded.
  private var origins: [LicenseOrigin] {
    let checked = upstream.closure.checks.flatMap { check -> [LicenseOrigin] in
      let records = check.licenses.map {
        LicenseOrigin(
          .records, name: check.contract.id, expression: Self.expression($0.expression), recordCount: $0.recordCount)
      }
      let sources = check.sources.map {
        LicenseOrigin(name: $0.id, expression: $0.license.flatMap(Self.expression), recordCount: $0.recordCount)
      }
      // A contract that declares no licence leaves it to its records and sources, if there are any.
      let isSilent = check.contract.license == nil && !(records + sources).isEmpty
      let whole = LicenseOrigin(name: check.contract.id, expression: check.contract.license.flatMap(Self.expression))
      return (isSilent ? [] : [whole]) + sources + records
    }
    let unknown = upstream.unknown.map { LicenseOrigin(name: $0.name, expression: nil) }
    return checked + unknown
  }

  private static func expression(_ text: String) -> LicenseExpression? { try? LicenseExpression(parsing: text) }

  private func mend(_ origin: LicenseOrigin) -> String {
    origin.expression == nil
      ? "declare the licence of \(origin.name), check it again: assay check CONTRACT --gate \(Self.gate)\(ledgerOption)"
      : "train without \(origin.name), agree on another licence with its owner, or promote for another `use`"
  }

  /// Uses that a contract does not list, where it lists any.
  private var undeclaredUses: [LinkBreak] {
    upstream.closure.checks.filter { !$0.contract.uses.isEmpty }.flatMap { check in
      promotion.model.uses.filter { !check.contract.uses.contains($0) }.map { use in
        LinkBreak.failed(
          check.contract.id,
          "its contract lists the uses \(check.contract.uses.joined(separator: ", ")), and not \(use)",
          mend: "have \(check.contract.team ?? "its owner") add it to `uses` in \(check.contract.path), and check it"
            + " again")
      }
    }
  }

  private var usePolicyBreaks: [LinkBreak] {
    guard let uses = promotion.policy?.uses else { return [] }
    return promotion.model.uses.filter { !uses.allow.contains($0) }.map { use in
      LinkBreak.failed(
        use, "the policy does not allow this use \(uses.location.cited)", mend: "promote for a use that it allows")
    }
  }

  /// A warning of the policy does not block.
  private func licensePolicyBreaks(_ origins: [LicenseOrigin]) -> [LinkBreak] {
    guard let policy = promotion.policy?.licenses else { return [] }
    return origins.compactMap { origin -> LinkBreak? in
      let finding = origin.expression.map { policy.finding(on: $0.description) } ?? policy.findingOnAbsence()
      guard finding.verdict == .block else { return nil }
      return .failed(origin.name, finding.because ?? "the policy does not allow its licence", mend: mend(origin))
    }
  }
}

import Contracts
import Licensing
import Provenance

extension PromotionGate {
  /// Whether the licences of all datasets and sources upstream allow every use, with what else is worth knowing.
  func licenses() -> (link: Link, cautions: [String]) {
    let origins = self.origins
    guard !origins.isEmpty else {
      let unknown = LinkBreak.undecided(
        promotion.model.id, "the ledger knows no data from which it was made, so no licence of any",
        mend: "record the job that made it, with its data (`assay record`)")
      return (Link(.licenses, [unknown] + undeclaredUses + usePolicyBreaks, note: ""), [])
    }
    let assessment = LicenseAssessment(
      declared: nil, origins: origins.map(\.terms), uses: promotion.model.uses, table: promotion.licenses)
    var breaks = assessment.clashes.map { clash in
      broken(clash.answer == .no, origins.first { $0.terms == clash.origin }, clash.origin, clash.description)
    }
    breaks += undeclaredUses + usePolicyBreaks + licensePolicyBreaks(origins)
    let uses = promotion.model.uses.joined(separator: ", ")
    let count = Set(origins.map(\.terms.expression)).count
    let note = "\(uses) is allowed by \(counted(count, "licence")) upstream"
    return (Link(.licenses, breaks, note: note), assessment.cautions)
  }

  /// Something that the data is made from.
  private struct Origin {
    var terms: LicenseOrigin
    /// The run that found it; `nil` for bytes that no check saw.
    var check: LineageCheck?
  }

  /// What the data is made from, each with the licence that was recorded.
  private var origins: [Origin] {
    let checked = upstream.closure.checks.flatMap { check -> [Origin] in
      let records = check.licenses.map {
        LicenseOrigin(
          .records, name: check.contract.id, expression: Self.expression($0.expression), recordCount: $0.recordCount)
      }
      let sources = check.sources.map {
        LicenseOrigin(name: $0.id, expression: $0.license.flatMap(Self.expression), recordCount: $0.recordCount)
      }
      let others = check.sourcesProblem.map {
        LicenseOrigin(name: "what \(check.contract.id) comes from (\($0))", expression: nil)
      }
      // A contract that declares no licence leaves it to its records and sources, if there are any.
      let parts = sources + records + [others].compactMap { $0 }
      let isSilent = check.contract.license == nil && !parts.isEmpty
      let whole = LicenseOrigin(name: check.contract.id, expression: check.contract.license.flatMap(Self.expression))
      return ((isSilent ? [] : [whole]) + parts).map { Origin(terms: $0, check: check) }
    }
    let unknown = upstream.unknown.map { Origin(terms: LicenseOrigin(name: $0.name, expression: nil)) }
    return checked + unknown
  }

  private static func expression(_ text: String) -> LicenseExpression? { try? LicenseExpression(parsing: text) }

  /// `origin` is the one whose terms these are; `nil` for what the model's own `use` is held against.
  private func broken(_ isFailure: Bool, _ origin: Origin?, _ terms: LicenseOrigin, _ message: String) -> LinkBreak {
    guard terms.expression == nil else {
      return LinkBreak(
        isFailure, terms.name, message,
        mend: "train without \(terms.name), agree on another licence with its owner, or promote for another `use`")
    }
    guard let check = origin?.check else {
      return LinkBreak(isFailure, terms.name, message, mend: "put it under a contract that declares its licence")
    }
    let isWhole = terms.name == check.contract.id
    return LinkBreak(
      isFailure, terms.name, message,
      mend: isWhole
        ? "declare `license` in \(check.contract.path), and check the data again"
        : "declare its licence where \(check.contract.path) takes its sources from, unless it is there by now, and"
          + " check the data again", run: again(check))
  }

  /// Uses that a contract does not list, where it lists any.
  private var undeclaredUses: [LinkBreak] {
    upstream.closure.checks.filter { !$0.contract.uses.isEmpty }.flatMap { check in
      promotion.model.uses.filter { !check.contract.uses.contains($0) }.map { use in
        LinkBreak.failed(
          check.contract.id,
          "its contract lists the uses \(check.contract.uses.joined(separator: ", ")), and not \(use)",
          mend: "have \(check.contract.team ?? "its owner") add it to `uses` in \(check.contract.path), and check it"
            + " again", run: again(check))
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
  private func licensePolicyBreaks(_ origins: [Origin]) -> [LinkBreak] {
    guard let policy = promotion.policy?.licenses else { return [] }
    return origins.compactMap { origin -> LinkBreak? in
      let expression = origin.terms.expression
      let finding = expression.map { policy.finding(on: $0.description) } ?? policy.findingOnAbsence()
      guard finding.verdict == .block else { return nil }
      return broken(true, origin, origin.terms, finding.because ?? "the policy does not allow its licence")
    }
  }
}

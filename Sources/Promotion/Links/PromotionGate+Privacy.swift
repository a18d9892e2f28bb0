import Contracts
import Gating
import Provenance

extension PromotionGate {
  /// Whether the policy lets the privacy classes of all datasets upstream pass, on the legal bases that were recorded.
  func privacy() -> Link {
    guard let policy = promotion.policy?.privacy else {
      return Link(skipped: .privacy, because: "no policy says which privacy classes may pass")
    }
    let breaks = upstream.closure.checks.flatMap { check -> [LinkBreak] in
      bases(of: check).compactMap { basis -> LinkBreak? in
        let finding = policy.finding(on: carriers(check.contract), legalBasis: basis)
        guard finding.verdict == .block else { return nil }
        let because = finding.because ?? "the policy does not allow its privacy classes"
        guard policy.lists(carriers(check.contract)) else {
          return .failed(
            check.contract.id, because,
            mend: "train without these fields, or have \(policy.location.file) allow their class for all data")
        }
        return .failed(
          check.contract.id, because,
          mend: "train without these fields, or have \(check.contract.team ?? "its owner") state the legal basis in "
            + "\(check.contract.path), and check it again", run: again(check))
      }
    }
    let unknown = upstream.unknown.map { dataset in
      LinkBreak.undecided(
        dataset.name, "nobody has said what these bytes hold", mend: "put it under a contract and check it")
    }
    let count = Set(upstream.closure.checks.map(\.contract.id)).count
    return Link(.privacy, breaks + unknown, note: "the classes of \(counted(count, "dataset")) may pass")
  }

  /// The contract's, and each that a source has of its own: all must suffice.
  private func bases(of check: LineageCheck) -> [String?] {
    let sources = Set(check.sources.compactMap(\.legalBasis)).subtracting([check.contract.legalBasis].compactMap { $0 })
    return [check.contract.legalBasis] + sources.sorted().map(Optional.some)
  }

  private func carriers(_ contract: ContractRecord) -> [PrivacyPolicy.Carrier] {
    let fields = contract.privateFields.map {
      PrivacyPolicy.Carrier(name: "field `\($0.field)`", privacyClass: PrivacyClass(rawValue: $0.privacyClass))
    }
    let whole = contract.classification.map {
      PrivacyPolicy.Carrier(name: "the dataset", privacyClass: PrivacyClass(rawValue: $0))
    }
    return fields + [whole].compactMap { $0 }
  }
}

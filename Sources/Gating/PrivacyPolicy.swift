import Contracts

/// Which uses of data may pass a gate.
package struct UsePolicy: Hashable, Sendable {
  package var allow: [String]
  package var location: SourceLocation

  package init(allow: [String], location: SourceLocation) {
    self.allow = allow
    self.location = location
  }

  func finding(on uses: [Scalar]) -> PolicyFinding {
    let others = uses.map(\.text).filter { !allow.contains($0) }
    guard others.isEmpty else {
      return PolicyFinding(
        .block, "\(others.joined(separator: ", ")): not in the policy's allowed uses \(location.cited)")
    }
    return PolicyFinding(.pass, uses.isEmpty ? nil : "the uses are allowed \(location.cited)")
  }
}

/// Which classes of personal or protected data may pass a gate, and on which legal basis.
package struct PrivacyPolicy: Hashable, Sendable {
  /// The legal bases on which a class, and all within it, may be held.
  package struct Requirement: Hashable, Sendable {
    package var privacyClass: PrivacyClass
    package var bases: [String]
    package var location: SourceLocation

    package init(_ privacyClass: PrivacyClass, bases: [String], location: SourceLocation) {
      self.privacyClass = privacyClass
      self.bases = bases
      self.location = location
    }
  }

  /// `nil` lets every class pass. A class that is listed lets all within it pass.
  package var allow: [PrivacyClass]?
  package var legalBasis: [Requirement]
  package var location: SourceLocation

  package init(allow: [PrivacyClass]?, legalBasis: [Requirement] = [], location: SourceLocation) {
    self.allow = allow
    self.legalBasis = legalBasis
    self.location = location
  }
}

extension PrivacyPolicy {
  /// A class with what carries it: ``field `email` `` or `the dataset`.
  package struct Carrier {
    package var name: String
    package var privacyClass: PrivacyClass

    package init(name: String, privacyClass: PrivacyClass) {
      self.name = name
      self.privacyClass = privacyClass
    }
  }

  package func finding(on carriers: [Carrier], legalBasis basis: String?) -> PolicyFinding {
    let objections = carriers.compactMap(objection(to:)) + legalBasis.compactMap { objection($0, carriers, basis) }
    guard objections.isEmpty else { return PolicyFinding(.block, objections.joined(separator: "; ")) }
    return PolicyFinding(.pass, carriers.isEmpty ? nil : "the privacy classes are allowed \(location.cited)")
  }

  /// Whether the classes are among those that may pass at all, on whatever legal basis.
  package func lists(_ carriers: [Carrier]) -> Bool { carriers.allSatisfy { objection(to: $0) == nil } }

  private func objection(to carrier: Carrier) -> String? {
    guard let allow, !allow.contains(where: carrier.privacyClass.isWithin) else { return nil }
    return "\(carrier.name) is \(carrier.privacyClass), not in the policy's allowed privacy classes \(location.cited)"
  }

  private func objection(_ requirement: Requirement, _ carriers: [Carrier], _ basis: String?) -> String? {
    guard let carrier = carriers.first(where: { $0.privacyClass.isWithin(requirement.privacyClass) })
    else { return nil }
    if let basis, requirement.bases.contains(basis) { return nil }
    let found = basis.map { "the legal basis `\($0)`" } ?? "no legal basis"
    let wanted = requirement.bases.joined(separator: " or ")
    return "\(carrier.name) is \(carrier.privacyClass) and has \(found), but needs \(wanted) "
      + requirement.location.cited
  }
}

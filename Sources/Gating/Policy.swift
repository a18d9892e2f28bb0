import Contracts
import Licensing

/// A place where a decision is taken. A closed list: an unknown gate is an error, never a default.
package enum Gate: String, Hashable, Sendable, Codable, CaseIterable {
  /// Before a change is merged.
  case merge
  /// On a schedule, over data that is already in use.
  case monitor
  /// Before a model or dataset is promoted.
  case promotion
}

/// What an organisation makes of its contracts, read from `assay.policy.yaml`.
package struct Policy: Hashable, Sendable {
  /// As the user gave it.
  package var file: String
  /// Only the gates that the file names.
  package var gates: [Gate: GatePolicy]
  /// Classes beyond the language's own, all under `x.`.
  package var privacyClasses: [PrivacyClass]
  /// The terms of licences that the tool's table does not hold, by identifier.
  package var licenseTerms: [String: LicenseTerms]
  /// How many days ahead a waiver may expire.
  package var maximumWaiverDays: Int?
  /// From how many days before its last one a waiver is said to end; 0 is on the last day only.
  package var waiverNoticeDays: Int?

  package init(
    file: String, gates: [Gate: GatePolicy] = [:], privacyClasses: [PrivacyClass] = [],
    licenseTerms: [String: LicenseTerms] = [:], maximumWaiverDays: Int? = nil, waiverNoticeDays: Int? = nil
  ) {
    self.file = file
    self.gates = gates
    self.privacyClasses = privacyClasses
    self.licenseTerms = licenseTerms
    self.maximumWaiverDays = maximumWaiverDays
    self.waiverNoticeDays = waiverNoticeDays
  }

  /// What holds at a gate; `nil` for a name that is no gate.
  ///
  /// A gate that the file leaves out has a policy that says nothing.
  package func gate(named name: String) -> GatePolicy? {
    Gate(rawValue: name).map { gates[$0] ?? GatePolicy(location: SourceLocation(file: file, line: 1, column: 1)) }
  }

  /// Whether the file names the gate.
  package func mentions(gate name: String) -> Bool { Gate(rawValue: name).map { gates[$0] != nil } ?? false }
}

/// The part of a policy that holds at one gate. What is `nil` or empty is left to the contract.
package struct GatePolicy: Hashable, Sendable {
  /// What an undecided clause does.
  package var inconclusive: Severity
  /// In the order of the file: the last one that matches wins.
  package var rules: [PolicyRule]
  package var licenses: LicensePolicy?
  package var uses: UsePolicy?
  package var privacy: PrivacyPolicy?
  /// Between two versions of a dataset or of a contract.
  package var changes: ChangePolicy?
  /// Of the promotion gate: how old a decision on data may be.
  package var maximumAge: AgeLimit?
  /// Of the promotion gate: the ids of keys, one of which must have signed for each dataset. Empty asks for none.
  package var requiredKeys: [String]
  package var location: SourceLocation

  package init(
    inconclusive: Severity = .block, rules: [PolicyRule] = [], licenses: LicensePolicy? = nil, uses: UsePolicy? = nil,
    privacy: PrivacyPolicy? = nil, changes: ChangePolicy? = nil, maximumAge: AgeLimit? = nil,
    requiredKeys: [String] = [], location: SourceLocation
  ) {
    self.inconclusive = inconclusive
    self.rules = rules
    self.licenses = licenses
    self.uses = uses
    self.privacy = privacy
    self.changes = changes
    self.maximumAge = maximumAge
    self.requiredKeys = requiredKeys
    self.location = location
  }

  /// A length of time, with the place that sets it.
  package struct AgeLimit: Hashable, Sendable {
    package var age: Age
    package var location: SourceLocation

    package init(_ age: Age, location: SourceLocation) {
      self.age = age
      self.location = location
    }
  }
}

extension SourceLocation {
  /// `(assay.policy.yaml:12)`, as reasons end.
  package var cited: String { "(\(file):\(line))" }
}

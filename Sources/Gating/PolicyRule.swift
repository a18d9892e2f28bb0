import Contracts

/// One line of a policy: which clauses it is about, and what becomes of them when they do not pass.
package struct PolicyRule: Hashable, Sendable {
  package enum Effect: String, Hashable, Sendable, CaseIterable { case block, warn, ignore }

  /// What a clause must have, each part that is given.
  package struct Selector: Hashable, Sendable {
    package var rule: NamePattern?
    package var field: NamePattern?
    package var contract: NamePattern?
    /// Of the clause or of its contract.
    package var tag: String?
    /// The class of the clause's field, or one that it lies within.
    package var privacy: PrivacyClass?

    package init(
      rule: NamePattern? = nil, field: NamePattern? = nil, contract: NamePattern? = nil, tag: String? = nil,
      privacy: PrivacyClass? = nil
    ) {
      self.rule = rule
      self.field = field
      self.contract = contract
      self.tag = tag
      self.privacy = privacy
    }
  }

  package var selector: Selector
  package var effect: Effect
  /// Why, in the words of the policy's author.
  package var because: String?
  package var location: SourceLocation

  package init(_ selector: Selector, _ effect: Effect, because: String? = nil, location: SourceLocation) {
    self.selector = selector
    self.effect = effect
    self.because = because
    self.location = location
  }
}

/// A name, or the beginning of one where it ends in `*`.
package struct NamePattern: Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ text: String) { description = text }

  package func matches(_ name: String) -> Bool {
    description.last == "*" ? name.hasPrefix(description.dropLast()) : name == description
  }
}

extension PolicyRule.Selector {
  /// Whether the clause has everything that is asked for.
  package func matches(_ result: ClauseResult, in contract: Contract) -> Bool {
    let field = result.clause.field.map { contract.fields[$0] }
    if let rule, !rule.matches(result.clause.rule.rawValue) { return false }
    if let tag, !result.clause.tags.contains(tag), !contract.tags.contains(tag) { return false }
    if let pattern = self.contract, !pattern.matches(contract.id) { return false }
    if let pattern = self.field {
      guard let name = result.field ?? field?.path.text, pattern.matches(name) else { return false }
    }
    if let privacy {
      guard let own = field?.privacy, own.isWithin(privacy) else { return false }
    }
    return true
  }
}

extension PolicyRule {
  /// `the policy ignores it: late scans are known (assay.policy.yaml:7)`
  func words(_ what: String) -> String {
    "the policy \(what)\(because.map { ": \($0)" } ?? "") \(location.cited)"
  }
}

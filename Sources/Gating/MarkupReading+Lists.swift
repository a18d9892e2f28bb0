import Contracts
import Licensing
import Markup

extension MarkupReading {
  /// `licenses: { allow: […], deny: […], unlisted: block }`
  mutating func licenses(_ node: Node) -> LicensePolicy? {
    guard let values = mapping(node, "`licenses`", keys: PolicyGrammar.licenses) else { return nil }
    if values["allow"] == nil, values["deny"] == nil {
      report("key.missing", "`licenses` needs `allow` or `deny`", at: node)
    }
    let allow = values["allow"].map { licenseEntries($0, "`allow`") } ?? []
    let deny = values["deny"].map { licenseEntries($0, "`deny`") } ?? []
    for entry in deny where allow.contains(where: { $0.license.current == entry.license.current }) {
      diagnostics.append(
        Diagnostic(
          .error, .semantic, code: "license.contradiction", "\(entry.license) is both allowed and denied",
          at: entry.location))
    }
    var unlisted: Verdict = values["allow"] == nil ? .pass : .block
    if let value = values["unlisted"], let choice = choice(value, "`unlisted`", of: Unlisted.allCases) {
      unlisted = choice.verdict
    }
    return LicensePolicy(allow: allow, deny: deny, unlisted: unlisted, location: location(node))
  }

  enum Unlisted: String, CaseIterable {
    case block, warn, allow

    var verdict: Verdict {
      switch self {
      case .block: .block
      case .warn: .warn
      case .allow: .pass
      }
    }
  }

  private mutating func licenseEntries(_ node: Node, _ what: String) -> [LicensePolicy.Entry] {
    (texts(node, what) ?? []).compactMap { text, item in license(text, at: item) }
  }

  /// One licence by itself, with what stands on it.
  mutating func license(_ text: String, at node: Node) -> LicensePolicy.Entry? {
    do throws(LicenseExpressionError) {
      let expression = try LicenseExpression(parsing: text)
      guard case .license(let license) = expression.term else {
        report(
          "license.compound", "`\(text)` is more than one licence", at: node, kind: .semantic,
          advice: "list each licence by itself; AND and OR are worked out from the list")
        return nil
      }
      if license.isDeprecated { noteDeprecated(license, at: node) }
      return LicensePolicy.Entry(license, location: location(node))
    } catch {
      report(
        "license.invalid", error.message, at: node, kind: .semantic,
        advice: error.suggestion.map { "did you mean `\($0)`?" }, offset: error.offset + (node.isQuoted ? 1 : 0))
      return nil
    }
  }

  private mutating func noteDeprecated(_ license: SimpleLicense, at node: Node) {
    let advice = license.current == license ? nil : "write `\(license.current)`; both mean the same here"
    report(
      "license.deprecated", "\(license) is a deprecated identifier", at: node, level: .warning, kind: .semantic,
      advice: advice)
  }

  /// `privacy: { allow: […], legal_basis: { pii: […] } }`
  mutating func privacy(_ node: Node, classes: [String]) -> PrivacyPolicy? {
    guard let values = mapping(node, "`privacy`", keys: PolicyGrammar.privacy) else { return nil }
    if values.isEmpty { report("key.missing", "`privacy` needs `allow` or `legal_basis`", at: node) }
    let allow = values["allow"].flatMap { sequence($0, "`allow`") }
    let requirements = values["legal_basis"].map { legalBases($0, classes: classes) } ?? []
    return PrivacyPolicy(
      allow: allow?.compactMap { privacyClass($0, classes: classes) }, legalBasis: requirements,
      location: location(node))
  }

  private mutating func legalBases(_ node: Node, classes: [String]) -> [PrivacyPolicy.Requirement] {
    guard let entries = node.entries else {
      _ = mapping(node, "`legal_basis`", keys: [])
      return []
    }
    return entries.compactMap { entry in
      guard let name = privacyClass(entry.key, classes: classes),
        let bases = texts(entry.value, "the legal bases of \(name)")
      else { return nil }
      if bases.isEmpty { report("list.empty", "\(name) needs at least one legal basis", at: entry.value) }
      return PrivacyPolicy.Requirement(name, bases: bases.map(\.text), location: location(entry.key))
    }
  }

  /// A class of the language or of the policy's own.
  mutating func privacyClass(_ node: Node, classes: [String]) -> PrivacyClass? {
    guard let name = text(node, "a privacy class") else { return nil }
    guard classes.contains(name) else {
      unknown(name, "a privacy class", among: classes, at: node, kind: .semantic)
      return nil
    }
    return PrivacyClass(rawValue: name)
  }
}

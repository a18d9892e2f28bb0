import Contracts
import Markup

/// `assay.policy.yaml` → `Policy`, with every problem in one go.
package struct PolicyReader {
  private var reading: MarkupReading
  private let rules: [RuleID]?
  private var classes = PrivacyClass.known

  /// Reads the bytes of a policy; `nil` as soon as there is an error.
  ///
  /// `file` is the path to show. Given the catalogue's `rules`, a rule that none of them matches is an error.
  package static func read(
    _ bytes: [UInt8], file: String, rules: [RuleID]? = nil
  ) -> (policy: Policy?, diagnostics: [Diagnostic]) {
    var reader = PolicyReader(file: file, rules: rules)
    let policy = reader.policy(bytes)
    return (reader.reading.hasErrors ? nil : policy, reader.reading.diagnostics.sorted())
  }

  private init(file: String, rules: [RuleID]?) {
    reading = MarkupReading(file: file)
    self.rules = rules
  }

  private mutating func policy(_ bytes: [UInt8]) -> Policy? {
    let keys = PolicyGrammar.policy
    guard let root = reading.root(of: bytes, what: "policy"),
      let values = reading.mapping(root, "a policy", keys: keys, required: ["assay_policy", "gates"])
    else { return nil }
    reading.version(root, "assay_policy")
    var policy = Policy(file: reading.file)
    // First, since the gates may name these classes.
    if let node = values["privacy_classes"] { policy.privacyClasses = extensions(node) }
    if let node = values["gates"] { policy.gates = gates(node) }
    if let node = values["license_terms"] { policy.licenseTerms = reading.licenseTerms(node) }
    if let node = values["waivers"] { readWaiverRules(node, into: &policy) }
    return policy
  }

  private mutating func extensions(_ node: Node) -> [PrivacyClass] {
    let names = reading.texts(node, "`privacy_classes`") ?? []
    for (name, item) in names where !PolicyReader.isExtension(name) {
      reading.report(
        "privacy_class.invalid", "`\(name)` is no privacy class of your own", at: item,
        advice: "write `x.`, then lower-case letters, digits and `_`, with dots between: `x.acme.badge`")
    }
    classes += names.map(\.text)
    return names.map { PrivacyClass(rawValue: $0.text) }
  }

  private static func isExtension(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
    return parts.count >= 2 && parts[0] == "x" && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(allowed.contains) }
  }

  private mutating func readWaiverRules(_ node: Node, into policy: inout Policy) {
    let keys = PolicyGrammar.waiverRules
    guard let values = reading.mapping(node, "`waivers`", keys: keys) else { return }
    if !keys.contains(where: { values[$0] != nil }) {
      reading.report("key.missing", "`waivers` needs \(keys.map { "`\($0)`" }.joined(separator: " or "))", at: node)
    }
    policy.maximumWaiverDays = values["max_days"].flatMap { days($0, "`max_days`", from: 1) }
    policy.waiverNoticeDays = values["notice_days"].flatMap { days($0, "`notice_days`", from: 0) }
  }

  private mutating func days(_ node: Node, _ what: String, from least: Int) -> Int? {
    guard let count = node.integer, (least...PolicyReader.mostDays).contains(count) else {
      reading.report(
        "value.wrong_form", "\(what) must be a number of days from \(least) to \(PolicyReader.mostDays)", at: node)
      return nil
    }
    return count
  }

  /// A century.
  static let mostDays = 36_500

  private mutating func gates(_ node: Node) -> [Gate: GatePolicy] {
    let names = Gate.allCases.map(\.rawValue)
    guard let values = reading.mapping(node, "`gates`", keys: names) else { return [:] }
    var gates: [Gate: GatePolicy] = [:]
    for gate in Gate.allCases {
      if let value = values[gate.rawValue] { gates[gate] = self.gate(value, gate) }
    }
    return gates
  }

  private mutating func gate(_ node: Node, _ name: Gate) -> GatePolicy? {
    let keys = name == .promotion ? PolicyGrammar.promotionGate : PolicyGrammar.gate
    guard let values = reading.mapping(node, "the gate \(name.rawValue)", keys: keys) else { return nil }
    var gate = GatePolicy(location: reading.location(node))
    if let value = values["inconclusive"] {
      gate.inconclusive = reading.choice(value, "`inconclusive`", of: Severity.allCases) ?? .block
      gate.location = reading.location(value)
    }
    if let value = values["rules"] {
      gate.rules = reading.sequence(value, "`rules`").map { items in items.compactMap { rule($0) } } ?? []
    }
    if let value = values["licenses"] { gate.licenses = reading.licenses(value) }
    if let value = values["uses"] { gate.uses = uses(value) }
    if let value = values["privacy"] { gate.privacy = reading.privacy(value, classes: classes) }
    if let value = values["changes"] { gate.changes = reading.changes(value) }
    if let value = values["max_age"] { gate.maximumAge = maximumAge(value) }
    if let value = values["require_signature"] { gate.requiredKeys = requiredKeys(value) }
    return gate
  }

  private mutating func maximumAge(_ node: Node) -> GatePolicy.AgeLimit? {
    guard let text = reading.text(node, "`max_age`") else { return nil }
    guard let age = Age(text) else {
      reading.report(
        "value.wrong_form", "`max_age` must be a length of time, found `\(text)`", at: node,
        advice: "a whole number with one of s, m, h, d, w: 7d")
      return nil
    }
    return GatePolicy.AgeLimit(age, location: reading.location(node))
  }

  private mutating func requiredKeys(_ node: Node) -> [String] {
    let names = reading.texts(node, "`require_signature`") ?? []
    if node.items?.isEmpty == true {
      reading.report("list.empty", "`require_signature` needs at least one key", at: node)
    }
    for (name, item) in names where name.utf8.count != 64 || !name.utf8.allSatisfy("0123456789abcdef".utf8.contains) {
      reading.report(
        "value.wrong_form", "`\(name)` is no id of a key", at: item,
        advice: "64 hexadecimal digits in lower case, as `assay verify` prints them")
    }
    return names.map(\.text)
  }

  private mutating func rule(_ node: Node) -> PolicyRule? {
    let selectors = PolicyGrammar.selectors
    guard let values = reading.mapping(node, "a rule", keys: PolicyGrammar.rule, required: ["effect"]) else {
      return nil
    }
    if !selectors.contains(where: { values[$0] != nil }) {
      reading.report(
        "rule.unselective", "a rule must say which clauses it is about", at: node,
        advice: "add one of \(selectors.joined(separator: ", ")); `rule: \"*\"` means all")
    }
    var selector = PolicyRule.Selector()
    selector.rule = pattern(values["rule"], "`rule`")
    selector.field = pattern(values["field"], "`field`")
    selector.contract = pattern(values["contract"], "`contract`")
    selector.tag = values["tag"].flatMap { reading.text($0, "`tag`") }
    selector.privacy = values["privacy"].flatMap { reading.privacyClass($0, classes: classes) }
    if let node = values["rule"], let pattern = selector.rule { checkIsKnown(pattern, at: node) }
    let because = values["because"].flatMap { reading.text($0, "`because`") }
    guard let effect = values["effect"].flatMap({ reading.choice($0, "`effect`", of: PolicyRule.Effect.allCases) })
    else { return nil }
    return PolicyRule(selector, effect, because: because, location: reading.location(node))
  }

  private mutating func pattern(_ node: Node?, _ what: String) -> NamePattern? {
    guard let node, let text = reading.text(node, what) else { return nil }
    if text.dropLast().contains("*") {
      reading.report("pattern.invalid", "`*` may stand only at the end of \(what), found `\(text)`", at: node)
    }
    return NamePattern(text)
  }

  private mutating func checkIsKnown(_ pattern: NamePattern, at node: Node) {
    guard let rules, !rules.contains(where: { pattern.matches($0.rawValue) }) else { return }
    reading.unknown(pattern.description, "`rule`", among: rules.map(\.rawValue), at: node, kind: .semantic)
  }

  private mutating func uses(_ node: Node) -> UsePolicy? {
    guard let values = reading.mapping(node, "`uses`", keys: PolicyGrammar.uses, required: PolicyGrammar.uses),
      let allow = values["allow"].flatMap({ reading.texts($0, "`allow`") })
    else { return nil }
    return UsePolicy(allow: allow.map(\.text), location: reading.location(node))
  }
}

import Comparison
import Contracts
import Markup

extension MarkupReading {
  /// `changes: { new_source: block, approved_sources: [S1, S2] }`
  mutating func changes(_ node: Node) -> ChangePolicy? {
    guard let values = mapping(node, "`changes`", keys: PolicyGrammar.changes) else { return nil }
    if values.isEmpty {
      report(
        "key.missing", "`changes` needs a kind of change", at: node,
        advice: "one of \(PolicyGrammar.changes.joined(separator: ", "))")
    }
    var policy = ChangePolicy()
    for kind in ChangeKind.allCases {
      guard let value = values[kind.rawValue],
        let effect = choice(value, "`\(kind.rawValue)`", of: PolicyRule.Effect.allCases)
      else { continue }
      policy.lines[kind] = ChangePolicy.Line(effect, location: location(value))
    }
    if let node = values[PolicyGrammar.approvedSources] {
      policy.approvedSources = (texts(node, "`approved_sources`") ?? []).map { text, item in
        ChangePolicy.Approval(text, location: location(item))
      }
      if policy.lines[.newSource] == nil {
        report(
          "approval.no_effect", "`approved_sources` only excuses `new_source`, which is not here", at: node,
          level: .warning, kind: .semantic, advice: "add `new_source: block`")
      }
    }
    return policy
  }
}

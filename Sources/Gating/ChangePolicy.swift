import Comparison
import Contracts

/// What changes between two versions do at a gate. Kinds that it leaves out are reported, and do nothing.
package struct ChangePolicy: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package var effect: PolicyRule.Effect
    package var location: SourceLocation

    package init(_ effect: PolicyRule.Effect, location: SourceLocation) {
      self.effect = effect
      self.location = location
    }
  }

  /// A source that may be new, by its id.
  package struct Approval: Hashable, Sendable {
    package var source: String
    package var location: SourceLocation

    package init(_ source: String, location: SourceLocation) {
      self.source = source
      self.location = location
    }
  }

  package var lines: [ChangeKind: Line]
  package var approvedSources: [Approval]

  package init(lines: [ChangeKind: Line] = [:], approvedSources: [Approval] = []) {
    self.lines = lines
    self.approvedSources = approvedSources
  }
}

/// The gate's decision about what changed. Without a policy, everything is reported and nothing blocks.
///
/// `gate` must be one of the closed list when a policy is given.
package func decide(_ changes: [Change], gate: String, policy: Policy?) -> ChangeDecision {
  let gatePolicy = policy?.gate(named: gate)
  let findings = changes.map { finding(on: $0, gatePolicy) }
  let order: [ChangeDecision.Effect] = [.block, .warn, .approved, .reported]
  let ranked = findings.enumerated().sorted { a, b in
    let ranks = [a, b].map { order.firstIndex(of: $0.element.effect) ?? order.count }
    return (ranks[0], a.offset) < (ranks[1], b.offset)
  }
  return ChangeDecision(gate: gate, policy: policy?.file, findings: ranked.map(\.element))
}

private func finding(on change: Change, _ gate: GatePolicy?) -> ChangeDecision.Finding {
  guard let changes = gate?.changes, let line = changes.lines[change.kind] else {
    return ChangeDecision.Finding(change, .reported)
  }
  if change.kind == .newSource, !change.isUndecided,
    let approval = changes.approvedSources.first(where: { $0.source == change.subject })
  {
    return ChangeDecision.Finding(change, .approved, cited: approval.location.cited)
  }
  switch line.effect {
  case .ignore: return ChangeDecision.Finding(change, .reported, cited: line.location.cited)
  case .warn: return ChangeDecision.Finding(change, .warn, cited: line.location.cited)
  case .block:
    let lets = change.isUndecided && gate?.inconclusive == .warn
    return ChangeDecision.Finding(change, lets ? .warn : .block, cited: line.location.cited)
  }
}

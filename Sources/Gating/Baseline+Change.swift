import Contracts

/// What writing a baseline anew does to one clause.
package struct BaselineChange: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case added(Int)
    case raised(from: Int, to: Int)
    case lowered(from: Int, to: Int)
    case removed(Int)
    /// Not accepted: the clause could not be decided.
    case undecided
    /// Not accepted: the clause is on the dataset as a whole.
    case wholeDataset
  }

  package var clause: ClauseID
  package var kind: Kind

  /// Whether the file is another one because of this.
  package var isWritten: Bool { kind != .undecided && kind != .wholeDataset }
}

extension Baseline {
  /// Accepts what acts now: entries of this contract are raised, lowered, added and removed until the same data passes.
  ///
  /// What is waived or ignored needs no entry. What could not be decided is never accepted, nor is a failure of the
  /// dataset as a whole (rows, pins, freshness, licence), whose count says nothing.
  package mutating func accept(
    _ result: RunResult, gate: String, policy: Policy?, waivers: [Waiver], now: Instant
  ) -> [BaselineChange] {
    let judgements = Judgements(result, gate: gate, policy: policy)
    let decision = decide(result, gate: gate, policy: policy, waivers: waivers, now: now)
    let effects = Dictionary(decision.clauses.map { ($0.clauseID, $0) }, uniquingKeysWith: { first, _ in first })
    return change(result) { index, entry in
      let clause = result.clauses[index]
      guard let decided = effects[clause.clause.id] else { return .keep }
      if decided.isInconclusive || judgements[index].isPartial {
        return decided.effect == .ignored ? .keep : .refuse(.undecided)
      }
      if clause.status == .skipped, decided.effect == .skipped { return .keep }
      guard decided.effect == .block || decided.effect == .warn else { return .set(0) }
      return clause.clause.measure == .dataset ? .refuse(.wholeDataset) : .set(judgements[index].violationCount)
    }
  }

  /// Lowers entries of this contract to what is there, and removes those that are not needed; raises and adds none.
  package mutating func tighten(_ result: RunResult, gate: String, policy: Policy?) -> [BaselineChange] {
    let judgements = Judgements(result, gate: gate, policy: policy)
    return change(result) { index, entry in
      guard let entry else { return .keep }
      let judgement = judgements[index]
      switch judgement.status {
      case .passed: return .set(0)
      case .failed where !judgement.isPartial: return .set(min(entry.violations, judgement.violationCount))
      case .failed, .inconclusive, .skipped: return .keep
      }
    }
  }

  private enum Step {
    case keep
    /// 0 removes the entry.
    case set(Int)
    case refuse(BaselineChange.Kind)
  }

  /// Goes through the clauses of a result; entries that name no clause of its contract are removed.
  private mutating func change(_ result: RunResult, _ step: (Int, Entry?) -> Step) -> [BaselineChange] {
    var changes: [BaselineChange] = []
    let known = Set(result.clauses.map(\.clause.id))
    for entry in entries(of: result.contract) where !known.contains(entry.clause) {
      changes += set(entry.clause, to: 0)
    }
    for (index, clause) in result.clauses.enumerated() {
      let id = clause.clause.id
      switch step(index, entry(for: id)) {
      case .keep: break
      case .set(let violations): changes += set(id, to: violations)
      case .refuse(let kind): changes.append(BaselineChange(clause: id, kind: kind))
      }
    }
    return changes.sorted { $0.clause < $1.clause }
  }

  private mutating func set(_ clause: ClauseID, to violations: Int) -> [BaselineChange] {
    let index = entries.firstIndex { $0.clause == clause }
    switch (index.map { entries[$0].violations }, violations) {
    case (nil, 0): return []
    case (nil, _):
      entries.append(Entry(clause, violations: violations, location: SourceLocation(file: file, line: 1, column: 1)))
      return [BaselineChange(clause: clause, kind: .added(violations))]
    case (let old?, 0):
      entries.removeAll { $0.clause == clause }
      return [BaselineChange(clause: clause, kind: .removed(old))]
    case (let old?, _):
      guard let index, old != violations else { return [] }
      entries[index].violations = violations
      let kind: BaselineChange.Kind =
        old < violations ? .raised(from: old, to: violations) : .lowered(from: old, to: violations)
      return [BaselineChange(clause: clause, kind: kind)]
    }
  }
}

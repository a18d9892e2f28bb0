import Contracts

/// Everything about one contract that did not plainly pass, by root cause, worst first as the decision has it.
struct Findings {
  private(set) var causes: [RootCause] = []
  /// Clauses that passed, in the contract's order.
  private(set) var passed: [ClauseWording] = []

  init(_ entry: Report.Entry) {
    let ordered = Findings.ordered(entry)
    passed = ordered.filter { $0.result.status == .passed && !$0.isExcused }
    let open = ordered.filter { $0.result.status != .passed || $0.isExcused }
    let failed = open.filter { $0.result.status == .failed }
    for clause in open { place(clause, failed: failed) }
  }

  /// A clause that fell with another goes under it, those undecided for the same reason stand together, the rest alone.
  private mutating func place(_ clause: ClauseWording, failed: [ClauseWording]) {
    if let root = clause.root(among: failed),
      let index = causes.firstIndex(where: { $0.isSame(clause: root) })
    {
      causes[index].followers.append(clause)
    } else if let index = causes.firstIndex(where: { $0.stands(for: clause) }) {
      causes[index].clauses.append(clause)
    } else {
      causes.append(RootCause(clauses: [clause]))
    }
  }

  /// Failures come before what they drag along; otherwise the decision's order, and what it forgot stands first.
  private static func ordered(_ entry: Report.Entry) -> [ClauseWording] {
    let effects = Effects(entry.decision)
    let ranks = Dictionary(
      entry.decision.clauses.enumerated().map { ($1.clauseID, $0) }, uniquingKeysWith: { first, _ in first })
    let wordings = entry.result.clauses.map { ClauseWording(result: $0, decision: effects[$0.clause.id]) }
    return wordings.enumerated().sorted { a, b in
      (a.element.rootRank, ranks[a.element.result.clause.id] ?? -1, a.offset)
        < (b.element.rootRank, ranks[b.element.result.clause.id] ?? -1, b.offset)
    }.map(\.element)
  }
}

/// One thing to repair: a failed clause with those that fell with it, or clauses undecided for one reason.
struct RootCause {
  /// Never empty; more than one only if all share status, reason and effect.
  var clauses: [ClauseWording]
  /// Not judged because of the first clause's failure.
  var followers: [ClauseWording] = []

  var first: ClauseWording { clauses[0] }

  /// Whether this is the cause that stands for that clause alone.
  func isSame(clause: ClauseWording) -> Bool { clauses.count == 1 && first.result == clause.result }

  func stands(for clause: ClauseWording) -> Bool {
    clause.isUndecided && !clause.isExcused && !first.isExcused && first.standing == clause.standing
  }
}

extension ClauseWording {
  var effect: ClauseDecision.Effect? { decision?.effect }

  /// Inconclusive or skipped.
  var isUndecided: Bool { result.status == .inconclusive || result.status == .skipped }

  /// What clauses with one root cause share. (A type of its own: compared field by field in `stands`, the optimiser of
  /// Swift 6.3.1 crashes.)
  struct Standing: Equatable {
    let status: Status
    let reason: Reason?
    let effect: ClauseDecision.Effect?
  }

  var standing: Standing { Standing(status: result.status, reason: result.reason, effect: effect) }

  /// Waived, known or ignored.
  var isExcused: Bool { effect == .waived || effect == .known || effect == .ignored }

  /// Effects as the gate ranks them, but a failure before an undecided clause of the same effect, since it is the root.
  fileprivate var rootRank: Int {
    let effects: [ClauseDecision.Effect?] = [nil, .block, .warn, .waived, .known, .ignored, .skipped, .pass]
    let rank = effects.firstIndex(of: effect) ?? 0
    return rank * 2 + (result.status == .failed ? 0 : 1)
  }

  /// The failure because of which this clause was not judged.
  fileprivate func root(among failed: [ClauseWording]) -> ClauseWording? {
    guard let field = result.field, !isExcused else { return nil }
    switch (result.status, result.reason) {
    case (.skipped, .missingColumn):
      return failed.first { $0.result.clause.rule == "column.missing" && $0.concerns(field) }
    case (.inconclusive, .nothingLeftToJudge):
      return failed.first { $0.result.clause.rule == "cell.wrong_type" && $0.result.field == field }
        ?? failed.first { $0.result.clause.rule == "record.malformed" }
    default: return nil
    }
  }

  private func concerns(_ field: String) -> Bool {
    result.field == field || result.exemplars.contains { $0.field == field }
  }
}

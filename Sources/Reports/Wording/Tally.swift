import Contracts

/// How many clauses ended in which way; every clause is counted once.
struct Tally: Equatable {
  var passed = 0
  var failed = 0
  var inconclusive = 0
  var skipped = 0
  var waived = 0
  var known = 0
  var ignored = 0
  /// Of those that failed, how many only warn.
  var warned = 0

  init(_ entry: Report.Entry) {
    let effects = Effects(entry.decision)
    for clause in entry.result.clauses {
      let wording = ClauseWording(result: clause, decision: effects[clause.clause.id])
      count(wording.result, wording.decision)
    }
  }

  /// A waiver, a baseline or a policy that lets a clause go is what a reader must know, whatever the clause found.
  private mutating func count(_ result: ClauseResult, _ decision: ClauseDecision?) {
    switch (decision?.effect, result.status) {
    case (.waived, _): waived += 1
    case (.known, _): known += 1
    case (.ignored, _): ignored += 1
    case (_, .passed): passed += 1
    case (let effect, .failed):
      failed += 1
      warned += effect == .warn ? 1 : 0
    case (_, .inconclusive): inconclusive += 1
    case (_, .skipped): skipped += 1
    }
  }

  /// Each way with its number, in the order in which a reader cares.
  var parts: [(name: String, count: Int)] {
    [
      ("failed", failed), ("inconclusive", inconclusive), ("waived", waived), ("known", known),
      ("ignored", ignored), ("skipped", skipped), ("passed", passed),
    ]
  }
}

/// A decision's clauses by their identity.
struct Effects {
  private let decisions: [ClauseID: ClauseDecision]

  init(_ decision: Decision) {
    decisions = Dictionary(decision.clauses.map { ($0.clauseID, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(id: ClauseID) -> ClauseDecision? { decisions[id] }
}

import Contracts

/// A result of the same contract before the change under test.
struct EarlierResult {
  let contract: Contract
  let contractDigest: Digest?
  private let clauses: [ClauseID: ClauseResult]
  private let keys: [RecordKey]

  init(_ result: RunResult) {
    contract = result.contract
    keys = RecordKey.all(of: result)
    contractDigest = result.contractDigest
    clauses = Dictionary(result.clauses.map { ($0.clause.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// How a clause stands against this; `nil` where it was not decided now, or has violations neither now nor before.
  func change(to now: ClauseResult) -> ClauseChange? {
    guard now.status.isJudged else { return nil }
    let after = now.violationCount
    guard let before = clauses[now.clause.id], before.status.isJudged else {
      return after == 0 ? nil : ClauseChange(kind: .new, before: nil, after: after, introduced: after, isExact: true)
    }
    guard after > 0 || before.violationCount > 0 else { return nil }
    let areAllKept = now.hasAllExemplars && before.hasAllExemplars
    let new = areAllKept ? now.exemplars.notIn(before.exemplars, keys: keys) : nil
    let introduced = new?.count ?? max(0, after - before.violationCount)
    return ClauseChange(
      kind: Self.kind(before, now, introduced: introduced), before: before.violationCount, after: after,
      introduced: introduced, isExact: new != nil, newExemplars: new ?? [])
  }

  private static func kind(_ before: ClauseResult, _ now: ClauseResult, introduced: Int) -> ClauseChange.Kind {
    switch (before.status, now.status) {
    case (.passed, .failed): .failing
    case (.failed, .passed): .fixed
    default: introduced > 0 ? .worse : now.violationCount < before.violationCount ? .better : .same
    }
  }

  /// Whether the clause failed already, as badly, and has no violation that is new. Clauses on the dataset as a whole
  /// always act: their one violation can be another one each time.
  func hadAll(of clause: ClauseResult, _ change: ClauseChange) -> Bool {
    guard clause.clause.measure == .records, clause.status == .failed, let before = clauses[clause.clause.id],
      before.status == .failed, before.reason == nil
    else { return false }
    return change.introduced == 0 && !(before.level == .warn && clause.level == .block)
  }

  /// What a reader must know of the comparison: that the contract is another, and what is gone.
  func notices(on result: RunResult, _ decided: [ClauseDecision]) -> [String] {
    var notices: [String] = []
    let (old, new) = (contract.version ?? "none", result.contract.version ?? "none")
    if old != new {
      notices.append("the earlier result is of version \(old) of the contract, this one of \(new)")
    } else if contractDigest != result.contractDigest {
      notices.append("the contract has changed since the earlier result, under the same version")
    }
    let fixed = decided.filter { $0.change?.kind == .fixed }
    notices += fixed.map { "\($0.clauseID) passes now; the earlier result has \($0.change?.before ?? 0) violations" }
    let left = clauses.keys.filter { id in !result.clauses.contains { $0.clause.id == id } }.sorted()
    let failed = left.filter { clauses[$0]?.status == .failed }
    notices += failed.map { "\($0) failed in the earlier result, and the contract asks for it no more" }
    return notices
  }
}

extension Comparison {
  /// Summed over the clauses.
  init(of decided: [ClauseDecision]) {
    self.init()
    for change in decided.compactMap(\.change) {
      introduced += change.introduced
      alreadyThere += max(0, change.after - change.introduced)
      gone += max(0, (change.before ?? 0) - (change.after - change.introduced))
    }
  }
}

extension Status {
  /// Whether violations were counted to the end.
  fileprivate var isJudged: Bool { self == .passed || self == .failed }
}

extension ClauseResult {
  fileprivate var hasAllExemplars: Bool { exemplars.count == violationCount }
}

import Contracts

/// Violations that were there when it was written, by clause: they are accepted, and one more is not.
package struct Baseline: Hashable, Sendable {
  /// What is accepted of one clause.
  package struct Entry: Hashable, Sendable {
    package var clause: ClauseID
    /// At least 1.
    package var violations: Int
    package var location: SourceLocation

    package init(_ clause: ClauseID, violations: Int, location: SourceLocation) {
      self.clause = clause
      self.violations = violations
      self.location = location
    }
  }

  /// As the user gave it.
  package var file: String
  /// The tool that wrote it: `assay 0.1.0`.
  package var tool: String
  /// The day on which it was last changed, in UTC.
  package var date: CivilDate
  /// Each clause once.
  package var entries: [Entry]

  package init(file: String, tool: String, date: CivilDate, entries: [Entry] = []) {
    self.file = file
    self.tool = tool
    self.date = date
    self.entries = entries
  }

  package func entry(for clause: ClauseID) -> Entry? { entries.first { $0.clause == clause } }

  /// Those of one contract, in the order of the file.
  func entries(of contract: Contract) -> [Entry] {
    entries.filter { $0.clause.rawValue.hasPrefix(contract.id + "/") }
  }
}

extension Baseline {
  /// What the owner must hear after a run: entries that name no clause or cannot hold, and that it could be lower.
  func notices(_ judgements: Judgements) -> [String] {
    let own = entries(of: judgements.result.contract)
    var notices = own.compactMap { $0.notice(on: judgements.result) }
    let loose = own.compactMap { entry in slack(of: entry, judgements) }.filter { $0 > 0 }
    if !loose.isEmpty {
      let total = loose.reduce(0, +)
      notices.append(
        "\(file) accepts \(counted(total, "violation")) more than there are, in "
          + "\(counted(loose.count, "clause")); `assay baseline --tighten` lowers it")
    }
    return notices
  }

  /// By how much an entry could be lowered; `nil` where its clause was not judged.
  func slack(of entry: Entry, _ judgements: Judgements) -> Int? {
    let clauses = judgements.result.clauses
    guard let index = clauses.firstIndex(where: { $0.clause.id == entry.clause }),
      clauses[index].clause.measure == .records
    else { return nil }
    let judgement = judgements[index]
    switch judgement.status {
    case .passed: return entry.violations
    case .failed where !judgement.isPartial: return max(0, entry.violations - judgement.violationCount)
    case .failed, .inconclusive, .skipped: return nil
    }
  }
}

extension Baseline.Entry {
  /// Why it cannot hold, if it cannot.
  fileprivate func notice(on result: RunResult) -> String? {
    let subject = "\(location): the baseline's entry for \(clause)"
    guard let found = result.clauses.first(where: { $0.clause.id == clause }) else {
      let meant = nearest(to: clause, in: result)
      return "\(subject) names no clause of \(result.contract.id)" + (meant.map { "; did you mean \($0)?" } ?? "")
    }
    guard found.clause.measure == .dataset else { return nil }
    return "\(subject) accepts nothing: the clause is on the dataset as a whole, which needs a waiver"
  }
}

extension Exceptions {
  /// `nil` where there is no baseline.
  func baselineTally(_ judgements: Judgements, _ decided: [ClauseDecision]) -> BaselineTally? {
    guard let baseline else { return nil }
    let result = judgements.result
    let own = baseline.entries(of: result.contract)
    var tally = BaselineTally(count: own.count)
    for entry in own {
      tally.slack += baseline.slack(of: entry, judgements) ?? 0
      guard let index = result.clauses.firstIndex(where: { $0.clause.id == entry.clause }) else { continue }
      let judgement = judgements[index]
      if decided[index].effect == .known {
        tally.used += 1
        tally.accepted += judgement.violationCount
      } else if judgement.status == .failed, !judgement.isPartial, judgement.violationCount > entry.violations,
        result.clauses[index].clause.measure == .records
      {
        tally.exceeded += 1
      }
    }
    return tally
  }
}

import Contracts

/// What of a plan's states would be private in a partial.
extension Plan {
  /// Clauses on keys that must be hidden.
  package var clausesWithPrivateKeys: [ClauseID] {
    let rules = Unique.keywords.map(\.rule)
    return contract.clauses.filter { rules.contains($0.rule) && fields(of: $0).contains { masking.isMasked[$0] } }
      .map(\.id)
  }

  /// Clauses whose state holds values in clear that must not be shown.
  package var clausesThatCannotBeShared: [ClauseID] {
    let licenses = LicenseText.keywords.map(\.rule)
    return contract.clauses.filter { clause in
      if licenses.contains(clause.rule) { return clause.field.map { masking.isMasked[$0] } ?? false }
      return clockField(of: clause).map { masking.isMasked[$0] } ?? false
    }.map(\.id)
  }

  /// Whether some check compares values with the clock while it folds.
  package var readsClock: Bool { contract.clauses.contains { clockField(of: $0) != nil } }

  private func clockField(of clause: Clause) -> Int? {
    for freshness in contract.freshness where freshness.clauseID == clause.id {
      if case .field(let field) = freshness.clock { return field }
    }
    return nil
  }

  private func fields(of clause: Clause) -> [Int] {
    if let field = clause.field { return [field] }
    guard case .list(let names) = clause.argument else { return [] }
    return names.compactMap { name in contract.fields.firstIndex { $0.path.text == name.text } }
  }
}

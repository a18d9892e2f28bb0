import Contracts

/// Every check that a contract can ask for. To add one, add its line.
package enum Catalog {
  /// Asked for by keywords.
  package static let checks: [any Check.Type] = [
    Required.self, Bounds.self, MultipleOf.self, DecimalSize.self, TextLength.self, Pattern.self, Enumeration.self,
    Format.self, Unique.self, Sorted.self, ArraySize.self, UniqueItems.self, LicenseText.self,
  ]

  /// Implied by other parts of the contract, by rule.
  static let implied: [RuleID: any Check.Type] = [
    WrongType.rule: WrongType.self, ExtraFields.rule: ExtraFields.self, NewestEvent.rule: NewestEvent.self,
  ]

  /// The words that the dialects read contracts with.
  package static let vocabulary: [Keyword] = checks.flatMap { $0.keywords }

  private static let byRule: [RuleID: any Check.Type] = {
    var byRule = implied
    for check in checks { for keyword in check.keywords { byRule[keyword.rule] = check } }
    return byRule
  }()

  /// Compiles a clause; `nil` for clauses that fold no records, such as row counts and pins.
  static func compile(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) -> (any CompiledCheck)? {
    guard let check = byRule[clause.rule] else { return nil }
    if clause.rule == NewestEvent.rule, !readsRecords(clause, context.contract) { return nil }
    return try compile(check, clause, context)
  }

  private static func readsRecords(_ clause: Clause, _ contract: Contract) -> Bool {
    contract.freshness.contains {
      guard $0.clauseID == clause.id, case .field = $0.clock else { return false }
      return true
    }
  }

  private static func compile<C: Check>(
    _ type: C.Type, _ clause: Clause, _ context: CheckContext
  ) throws(ClauseProblem) -> any CompiledCheck {
    Compiled(check: try C(clause, in: context))
  }
}

extension Catalog {
  /// Every rule that a clause can have.
  package static let rules: [RuleID] =
    vocabulary.map(\.rule) + implied.keys + [
      "data.unreadable", "rows.too_few", "rows.too_many", "file.too_few_rows", "file.too_many_rows",
      "record.malformed", "column.missing", "column.extra", "column.duplicate", "column.blank", "column.order",
      "file.not_pinned", "license.not_allowed", "privacy.not_allowed", "use.not_allowed",
    ]
}

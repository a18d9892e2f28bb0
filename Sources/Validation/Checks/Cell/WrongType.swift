import Contracts

/// The value is one of the field's type. Implied by `type`.
package struct WrongType: ValueCheck {
  package static let keywords: [Keyword] = []
  package static let rule: RuleID = "cell.wrong_type"

  package let field: Int
  private let type: FieldType

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    type = context.contract.fields[field].type
  }

  package var expected: String { type.withArticle }

  package func judgedCount(_ column: Column) -> Int { column.count - column.nullCount }

  package func select(_ column: Column, into hits: inout Hits) {
    guard column.validCount + column.nullCount < column.count else { return }
    for i in 0..<column.count where column.states[i] == .invalid { hits.append(i) }
  }
}

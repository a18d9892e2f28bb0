import Contracts

/// The value is one of the field's type. Implied by `type`.
package struct WrongType: ValueCheck {
  package static let keywords: [Keyword] = []
  package static let rule: RuleID = "cell.wrong_type"

  package let field: Int
  /// Its spelling included: ``a date as `%d/%m/%Y` ``.
  package let expected: String

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let described = context.contract.fields[field]
    expected = described.type.withArticle + (described.layout.map { " as `\($0)`" } ?? "")
  }

  package var textBytes: Int { 0 }

  package func judgedCount(_ column: Column) -> Int { column.count - column.nullCount }

  package func select(_ column: Column, into hits: inout Hits) {
    guard column.validCount + column.nullCount < column.count else { return }
    for i in 0..<column.count where column.states[i] == .invalid { hits.append(i) }
  }
}

extension Field {
  /// How its dates or times are written, where that is not ISO 8601.
  fileprivate var layout: String? {
    guard [.date, .time, .timestamp].contains(type), spelling.layout != "iso" else { return nil }
    return spelling.layout
  }
}

import Contracts

/// The decimal has no more digits than agreed: in all (`precision`) or after the point (`scale`).
///
/// Zeros at either end do not count: 1.100 has a precision and a scale that 1.1 has.
package struct DecimalSize: ValueCheck {
  package static let keywords = [
    Keyword(
      "precision", rule: "cell.too_precise", argument: .count, types: [.decimal],
      summary: "The value has at most this many digits in all."),
    Keyword(
      "scale", rule: "cell.too_many_decimals", argument: .count, types: [.decimal],
      summary: "The value has at most this many digits after the point."),
  ]

  package let field: Int
  package let expected: String
  private let limit: Int
  private let countsDecimals: Bool

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    limit = try clause.count()
    countsDecimals = clause.keyword == "scale"
    expected = "at most \(counted(limit, countsDecimals ? "decimal" : "digit"))"
  }

  package func select(_ column: Column, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged {
      if countsDecimals, column.states[i] == .value, Int(column.scales[i]) <= limit { continue }
      let value = column.exactDecimal(i)
      let decimals = max(0, -value.exponent)
      let size = countsDecimals ? decimals : max(value.digits.count + max(0, value.exponent), decimals)
      if size > limit { hits.append(i) }
    }
  }
}

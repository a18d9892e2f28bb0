import Contracts

/// The value is there: present, not null and no missing value. With `nullable: true`, present is enough.
package struct Required: ValueCheck {
  package static let keywords = [
    Keyword("required", rule: "cell.missing", argument: .flag, summary: "Every record has a value here.")
  ]

  package let field: Int
  private let allowsNull: Bool

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    allowsNull = context.contract.fields[field].isNullable
  }

  package var expected: String { allowsNull ? "present" : "a value" }

  package var textBytes: Int { 0 }

  package func judgedCount(_ column: Column) -> Int { column.count }

  package func select(_ column: Column, into hits: inout Hits) {
    guard column.nullCount > 0 else { return }
    for i in 0..<column.count {
      let state = column.states[i]
      if state == .absent || (state == .null && !allowsNull) { hits.append(i) }
    }
  }

  package func conclude(_ state: Tally) -> Finding {
    var finding = state.finding
    // A null is what this clause judges, so it never satisfies it.
    finding.nullCount = 0
    if state.judgedCount > 0 {
      let complete = state.judgedCount - state.violationCount
      finding.measurements = [
        Measurement(name: "completeness", value: ratio(complete, of: state.judgedCount))
      ]
    }
    return finding
  }
}

/// `part / whole` with four decimals, rounded down, so that 1.0000 means all.
func ratio(_ part: Int, of whole: Int) -> String {
  let (high, low) = part.multipliedFullWidth(by: 10_000)
  let tenThousandths = whole.dividingFullWidth((high, low)).quotient
  let decimals = String(tenThousandths % 10_000)
  return "\(tenThousandths / 10_000).\(String(repeating: "0", count: 4 - decimals.count))\(decimals)"
}

import Contracts

/// The array has enough items, or few enough.
package struct ArraySize: ValueCheck {
  package static let keywords = [
    Keyword(
      "min_items", rule: "array.too_few_items", argument: .count, types: [.array], isForJSONOnly: true,
      summary: "The array has at least this many items."),
    Keyword(
      "max_items", rule: "array.too_many_items", argument: .count, types: [.array], isForJSONOnly: true,
      summary: "The array has at most this many items."),
  ]

  package let field: Int
  package let expected: String
  private let limit: Int
  private let isMinimum: Bool

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    limit = try clause.count()
    isMinimum = clause.keyword == "min_items"
    expected = "at \(isMinimum ? "least" : "most") \(counted(limit, "item"))"
  }

  package var textBytes: Int { 0 }

  package func select(_ column: Column, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged {
      let count = Int(column.integers[i])
      if isMinimum ? count < limit : count > limit { hits.append(i) }
    }
  }
}

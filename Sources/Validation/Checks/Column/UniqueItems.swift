import Contracts

/// No array holds the same item twice; numbers are compared by value. Items are compared as keys of `unique` are.
package struct UniqueItems: ValueCheck {
  package static let keywords = [
    Keyword(
      "unique_items", rule: "array.repeated_item", argument: .flag, types: [.array], isForJSONOnly: true,
      summary: "No item of the array stands in it twice.")
  ]

  package let field: Int
  package var expected: String { "no item twice" }

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
  }

  package func select(_ column: Column, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged && column.integers[i] > 1 {
      guard let holdsTwice = UnsafeItemScan.holdsTwice(column.text(i)) else {
        return hits.stop(at: i, "items nested too deeply to be compared")
      }
      if holdsTwice { hits.append(i) }
    }
  }
}

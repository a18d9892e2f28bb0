import Contracts

/// The text is long enough, or short enough, in Unicode scalars.
package struct TextLength: ValueCheck {
  package static let keywords = [
    Keyword(
      "min_length", rule: "cell.too_short", argument: .count, types: [.string],
      summary: "The text has at least this many Unicode scalars."),
    Keyword(
      "max_length", rule: "cell.too_long", argument: .count, types: [.string],
      summary: "The text has at most this many Unicode scalars."),
  ]

  package let field: Int
  package let expected: String
  private let limit: Int
  private let isMinimum: Bool

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    limit = try clause.count()
    isMinimum = clause.keyword == "min_length"
    expected = "at \(isMinimum ? "least" : "most") \(counted(limit, "character"))"
  }

  /// One more than the scalars of the limit can take.
  package var textBytes: Int {
    let (bytes, overflows) = limit.multipliedReportingOverflow(by: 4)
    return overflows || bytes == .max ? .max : bytes + 1
  }

  package func select(_ column: Column, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged {
      let byteCount = Int(column.lengths[i])
      // A scalar takes one to four bytes, so most lengths need no counting.
      if isMinimum {
        if byteCount < limit || (byteCount < limit * 4 && scalarCount(column.text(i)) < limit) { hits.append(i) }
      } else if byteCount > limit, byteCount > limit * 4 || scalarCount(column.text(i)) > limit {
        hits.append(i)
      }
    }
  }
}

/// Unicode scalars of well-formed UTF-8: bytes that do not continue another.
func scalarCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
  var count = 0
  for byte in text where byte & 0xC0 != 0x80 { count &+= 1 }
  return count
}

import Contracts

/// The value is a whole multiple of a number, exactly.
package struct MultipleOf: ValueCheck {
  package static let keywords = [
    Keyword(
      "multiple_of", rule: "cell.not_multiple", argument: .positiveNumber, types: [.integer, .decimal, .number],
      summary: "The value is a whole multiple of this.")
  ]

  package let field: Int
  package let expected: String
  private let decoder: FieldDecoder
  private let divisor: ExactDecimal
  /// The divisor, where it is a whole number that fits.
  private let wholeDivisor: Int64?

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    decoder = context.decoders[field]
    let text = try clause.text()
    guard let divisor = ExactDecimal(text), !divisor.isNegative, !divisor.digits.isEmpty else {
      throw ClauseProblem("`\(text)` is not a number above zero")
    }
    self.divisor = divisor
    wholeDivisor = Int64(text)
    expected = "a multiple of \(text)"
  }

  private func exactly(_ column: Column, _ i: Int) -> ExactDecimal? {
    switch decoder.value(of: column, i) {
    case .integer(let value): ExactDecimal(value)
    case .decimal(let value): value
    // A double is judged by the number that was written, as nobody writes its binary expansion.
    case .number: ExactDecimal(utf8: column.text(i))
    case .text, .uuid, nil: nil
    }
  }

  package func select(_ column: Column, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged {
      if column.states[i] == .value, let wholeDivisor, decoder.field.type == .integer {
        if column.integers[i] % wholeDivisor != 0 { hits.append(i) }
      } else if let value = exactly(column, i), !value.isMultiple(of: divisor) {
        hits.append(i)
      }
    }
  }
}

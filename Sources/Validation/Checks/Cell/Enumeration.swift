import Contracts

/// The value is one of a closed list, compared as the field's type compares: 1.0 is 1.
package struct Enumeration: ValueCheck {
  package static let keywords = [
    Keyword(
      "enum", rule: "cell.not_in_enum", argument: .values,
      types: Set(FieldType.allCases).subtracting([.object, .array, .any]), summary: "The value is one of these.")
  ]

  package let field: Int
  package let expected: String
  private let values: ValueSet

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let decoder = context.decoders[field]
    let scalars = try clause.list()
    let type = context.contract.fields[field].type
    var values: [TypedValue] = []
    for scalar in scalars {
      guard let value = decoder.literal(scalar.text) else {
        throw ClauseProblem("`\(scalar.text)` is not \(type.withArticle), so no value can equal it")
      }
      values.append(value)
    }
    self.values = ValueSet(values, of: decoder)
    expected = "one of \(shortList(scalars.map(\.text)))"
  }

  package func select(_ column: Column, into hits: inout Hits) {
    values.appendViolations(in: column, to: &hits.indices)
  }
}

/// `DE, FR, NA, NO`; a long list is cut: `AD, AE, AF and 246 more`.
func shortList(_ words: [String], limit: Int = 8) -> String {
  guard words.count > limit else { return words.joined(separator: ", ") }
  return "\(words.prefix(limit - 2).joined(separator: ", ")) and \(words.count - limit + 2) more"
}

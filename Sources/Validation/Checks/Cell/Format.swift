import Contracts

/// The text has a well-known format.
package struct Format: ValueCheck {
  package static let keywords = [
    Keyword(
      "format", rule: "cell.wrong_format", argument: .oneOf(FormatValidator.names), types: [.string],
      summary: "The text is a well-formed value of this kind.")
  ]

  package let field: Int
  package let expected: String
  private let validator: FormatValidator

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let name = try clause.text()
    let level = context.options.kernel ?? .best
    guard
      let validator = FormatValidator(
        name: name, level: level, checkJSON: { PlainJSONReader().check(document: $0) == nil })
    else { throw ClauseProblem("no format is named `\(name)`") }
    self.validator = validator
    expected = "format \(name)"
  }

  package func select(_ column: Column, into hits: inout Hits) {
    validator.appendViolations(in: column, to: &hits.indices)
  }
}

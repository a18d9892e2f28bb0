import Contracts

/// The value is not below, or not above, a bound. Numbers and dates by size, strings by Unicode scalars.
package struct Bounds: ValueCheck {
  private static let ordered = Set(FieldType.allCases.filter(\.isOrdered))

  package static let keywords = [
    Keyword(
      "minimum", rule: "cell.below_minimum", argument: .value, types: ordered, summary: "The value is at least this."),
    Keyword(
      "maximum", rule: "cell.above_maximum", argument: .value, types: ordered, summary: "The value is at most this."),
    Keyword(
      "exclusive_minimum", rule: "cell.not_above_minimum", argument: .value, types: ordered,
      summary: "The value is greater than this."),
    Keyword(
      "exclusive_maximum", rule: "cell.not_below_maximum", argument: .value, types: ordered,
      summary: "The value is less than this."),
  ]

  package let field: Int
  package let expected: String
  private let bound: Bound

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let decoder = context.decoders[field]
    let text = try clause.text()
    let type = context.contract.fields[field].type
    guard let value = decoder.literal(text) else {
      throw ClauseProblem("`\(text)` is not \(type.withArticle), so no value can be compared with it")
    }
    switch clause.keyword {
    case "minimum": (bound, expected) = (Bound(.atLeast, value, of: decoder), "at least \(text)")
    case "maximum": (bound, expected) = (Bound(.atMost, value, of: decoder), "at most \(text)")
    case "exclusive_minimum": (bound, expected) = (Bound(.above, value, of: decoder), "more than \(text)")
    default: (bound, expected) = (Bound(.below, value, of: decoder), "less than \(text)")
    }
  }

  package func select(_ column: Column, into hits: inout Hits) {
    bound.appendViolations(in: column, to: &hits.indices)
  }
}

extension FieldType {
  /// `an integer`, `a date`.
  var withArticle: String {
    switch self {
    case .integer, .object, .array: "an \(rawValue)"
    case .any: "a value"
    default: "a \(rawValue)"
    }
  }
}

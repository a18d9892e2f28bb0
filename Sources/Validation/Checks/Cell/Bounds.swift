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
  private let decoder: FieldDecoder
  private let bound: TypedValue
  private let isViolated: Violated

  /// Which side of the bound offends.
  private enum Violated: Sendable { case below, above, notAbove, notBelow }

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    decoder = context.decoders[field]
    let text = try clause.text()
    let type = context.contract.fields[field].type
    guard let bound = decoder.literal(text) else {
      throw ClauseProblem("`\(text)` is not \(type.withArticle), so no value can be compared with it")
    }
    self.bound = bound
    switch clause.keyword {
    case "minimum": (isViolated, expected) = (.below, "at least \(text)")
    case "maximum": (isViolated, expected) = (.above, "at most \(text)")
    case "exclusive_minimum": (isViolated, expected) = (.notAbove, "more than \(text)")
    default: (isViolated, expected) = (.notBelow, "less than \(text)")
    }
  }

  package func select(_ column: Column, into hits: inout Hits) {
    switch isViolated {
    case .below: decoder.select(column, where: { $0 < 0 }, comparedTo: bound, into: &hits)
    case .above: decoder.select(column, where: { $0 > 0 }, comparedTo: bound, into: &hits)
    case .notAbove: decoder.select(column, where: { $0 <= 0 }, comparedTo: bound, into: &hits)
    case .notBelow: decoder.select(column, where: { $0 >= 0 }, comparedTo: bound, into: &hits)
    }
  }
}

extension FieldDecoder {
  /// Appends the values whose order relative to `bound` (negative, zero, positive) offends.
  @inline(__always)
  func select(_ column: Column, where offends: (Int) -> Bool, comparedTo bound: TypedValue, into hits: inout Hits) {
    for i in 0..<column.count where column.states[i].isJudged && offends(compare(column, i, to: bound)) {
      hits.append(i)
    }
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

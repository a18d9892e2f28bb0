/// A word by which contracts ask for a check, declared by the check itself.
///
/// The dialects read contracts with the list of these, and `docs/contract.schema.json` is generated from it.
package struct Keyword: Sendable {
  /// Where in a contract the word may stand.
  package enum Place: Sendable { case field, checks }

  /// What may follow the word.
  package enum ArgumentType: Sendable, Equatable {
    case flag
    case count
    /// A scalar that the field's type reads: a bound.
    case value
    /// Any text.
    case text
    /// A number above zero, written as a decimal.
    case positiveNumber
    /// One of a closed list.
    case oneOf([String])
    /// A list of scalars that the field's type reads.
    case values
    /// A list of at least `minimum` field paths.
    case fields(minimum: Int)
  }

  package var name: String
  package var rule: RuleID
  package var place: Place
  package var argument: ArgumentType
  /// The types of field it makes sense for; empty for every type.
  package var types: Set<FieldType>
  /// Only in JSONL, where arrays and objects exist.
  package var isForJSONOnly: Bool
  package var measure: Clause.Measure
  package var cost: Cost
  /// One line for completion and docs: "The value is at least this."
  package var summary: String

  /// How a check's memory grows.
  package enum Cost: String, Sendable { case constant, distinctKeys, secondDataset }

  package init(
    _ name: String, rule: RuleID, place: Place = .field, argument: ArgumentType, types: Set<FieldType> = [],
    isForJSONOnly: Bool = false, measure: Clause.Measure = .records, cost: Cost = .constant, summary: String
  ) {
    self.name = name
    self.rule = rule
    self.place = place
    self.argument = argument
    self.types = types
    self.isForJSONOnly = isForJSONOnly
    self.measure = measure
    self.cost = cost
    self.summary = summary
  }
}

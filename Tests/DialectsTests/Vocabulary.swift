import Contracts

/// The keywords that contracts in these tests know.
enum TestVocabulary {
  static let keywords: [Keyword] = values + texts + columns + arrays + checks

  private static let ordered = Set(FieldType.allCases.filter(\.isOrdered))
  private static let formats = [
    "email", "uri", "hostname", "ipv4", "ipv6", "country", "currency", "language", "sha256", "base64", "json",
  ]

  private static let values: [Keyword] = [
    Keyword("required", rule: "cell.missing", argument: .flag, summary: "The value is present and not null."),
    Keyword(
      "minimum", rule: "cell.below_minimum", argument: .value, types: ordered, summary: "The value is at least this."),
    Keyword(
      "maximum", rule: "cell.above_maximum", argument: .value, types: ordered, summary: "The value is at most this."),
    Keyword(
      "exclusive_minimum", rule: "cell.not_above_minimum", argument: .value, types: ordered,
      summary: "The value is above this."),
    Keyword(
      "exclusive_maximum", rule: "cell.not_below_maximum", argument: .value, types: ordered,
      summary: "The value is below this."),
    Keyword(
      "multiple_of", rule: "cell.not_multiple", argument: .positiveNumber, types: [.integer, .decimal, .number],
      summary: "The value is a whole multiple of this."),
    Keyword(
      "precision", rule: "cell.too_precise", argument: .count, types: [.decimal],
      summary: "The value has at most this many digits."),
    Keyword(
      "scale", rule: "cell.too_many_decimals", argument: .count, types: [.decimal],
      summary: "The value has at most this many decimals."),
    Keyword("enum", rule: "cell.not_in_enum", argument: .values, summary: "The value is one of these."),
  ]

  private static let texts: [Keyword] = [
    Keyword(
      "min_length", rule: "cell.too_short", argument: .count, types: [.string],
      summary: "The text has at least this many Unicode scalars."),
    Keyword(
      "max_length", rule: "cell.too_long", argument: .count, types: [.string],
      summary: "The text has at most this many Unicode scalars."),
    Keyword(
      "pattern", rule: "cell.pattern_mismatch", argument: .text, types: [.string],
      summary: "The whole text matches this expression."),
    Keyword(
      "search", rule: "cell.search_mismatch", argument: .text, types: [.string],
      summary: "This expression matches somewhere in the text."),
    Keyword(
      "format", rule: "cell.wrong_format", argument: .oneOf(formats), types: [.string],
      summary: "The text has this well-known form."),
    Keyword(
      "license", rule: "cell.license_invalid", argument: .flag, types: [.string],
      summary: "The text is an SPDX expression, judged like the dataset's licence."),
  ]

  private static let columns: [Keyword] = [
    Keyword(
      "unique", rule: "column.duplicate_value", argument: .flag, cost: .distinctKeys,
      summary: "No value occurs twice."),
    Keyword(
      "sorted", rule: "column.unsorted", argument: .oneOf(["ascending", "strict"]), types: ordered,
      summary: "Values never fall; with `strict`, they always rise."),
  ]

  private static let arrays: [Keyword] = [
    Keyword(
      "min_items", rule: "array.too_few_items", argument: .count, types: [.array], isForJSONOnly: true,
      summary: "The array has at least this many items."),
    Keyword(
      "max_items", rule: "array.too_many_items", argument: .count, types: [.array], isForJSONOnly: true,
      summary: "The array has at most this many items."),
    Keyword(
      "unique_items", rule: "array.repeated_item", argument: .flag, types: [.array], isForJSONOnly: true,
      summary: "No item occurs twice in an array."),
  ]

  private static let checks: [Keyword] = [
    Keyword(
      "unique", rule: "record.duplicate_key", place: .checks, argument: .fields(minimum: 1), cost: .distinctKeys,
      summary: "No two records agree in all of these fields.")
  ]
}

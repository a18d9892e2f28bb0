/// A scalar of a contract, with the text that its author wrote.
package struct Scalar: Hashable, Sendable, Codable {
  package var text: String
  /// `null`, `~` or nothing at all, unquoted.
  package var isNull: Bool
  package var isQuoted: Bool
  package var location: SourceLocation

  package init(_ text: String, isNull: Bool = false, isQuoted: Bool = false, at location: SourceLocation) {
    self.text = text
    self.isNull = isNull
    self.isQuoted = isQuoted
    self.location = location
  }
}

/// What a clause's keyword was given, in the shape that its `ArgumentType` asks for.
package enum Argument: Hashable, Sendable, Codable {
  /// `required: true`. A flag given as `false` makes no clause.
  case flag
  /// A number of things, at least 0.
  case count(Int)
  /// One scalar, to be read by the field's type or by the check.
  case scalar(Scalar)
  /// Scalars, or the paths of fields.
  case list([Scalar])
}

/// One promise of a contract: what a check is asked, how severe a breach is, and where it is written.
package struct Clause: Hashable, Sendable, Codable {
  package var id: ClauseID
  package var rule: RuleID
  /// As the contract spells it: `max_length`.
  package var keyword: String
  /// Index into `Contract.fields`; `nil` for clauses across fields or on the dataset.
  package var field: Int?
  package var argument: Argument
  package var thresholds: Thresholds
  package var measure: Measure
  /// Why the rule exists, in its author's words.
  package var because: String?
  package var owner: String?
  package var tags: [String]
  package var location: SourceLocation

  /// What is counted against the thresholds.
  package enum Measure: String, Sendable, Codable {
    /// Records that violate, of all records.
    case records
    /// The dataset as a whole holds or does not.
    case dataset
  }

  package init(
    id: ClauseID, rule: RuleID, keyword: String, field: Int? = nil, argument: Argument = .flag,
    thresholds: Thresholds = Thresholds(.block), measure: Measure = .records, because: String? = nil,
    owner: String? = nil, tags: [String] = [], location: SourceLocation
  ) {
    self.id = id
    self.rule = rule
    self.keyword = keyword
    self.field = field
    self.argument = argument
    self.thresholds = thresholds
    self.measure = measure
    self.because = because
    self.owner = owner
    self.tags = tags
    self.location = location
  }
}

import Contracts

/// One line of what changed between two contracts, with what it means for each side and why.
package struct ContractDifference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable { case added, removed, changed }

  /// Which part of the contract it is about.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case field, type, spelling, clause, order, data, pins, freshness, provenance, license, uses, privacy, identity
    case notes
  }

  /// What one of the contracts says, and where.
  package struct Side: Hashable, Sendable {
    /// In short: `40`, `[DE, FR]`, `integer, required`.
    package var text: String
    package var place: SourceLocation

    package init(_ text: String, at place: SourceLocation) {
      self.text = text
      self.place = place
    }
  }

  package var part: Part
  /// The field's path as the contract writes it; `nil` for the dataset as a whole.
  package var field: String?
  /// As the contract spells it: `max_length`; `nil` where the field itself is meant.
  package var keyword: String?
  /// `nil` where only the later contract says it.
  package var before: Side?
  /// `nil` where only the earlier contract says it.
  package var after: Side?
  package var consumers: Effect
  package var producers: Effect
  /// One sentence without a full stop.
  package var reason: String
  /// `may be the new name of `mail``
  package var hint: String?

  package init(
    _ part: Part, field: String? = nil, keyword: String? = nil, before: Side?, after: Side?, _ direction: Direction,
    reason: String, hint: String? = nil
  ) {
    self.part = part
    self.field = field
    self.keyword = keyword
    self.before = before
    self.after = after
    consumers = direction.forConsumers
    producers = direction.forProducers
    self.reason = reason
    self.hint = hint
  }

  package var kind: Kind { before == nil ? .added : after == nil ? .removed : .changed }

  /// What it is about: `email`, `email/max_length`, `license`.
  package var name: String { [field, keyword].compactMap { $0 }.joined(separator: "/") }
}

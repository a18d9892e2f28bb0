/// A rule's stable name, of the pattern that it finds: `cell.missing`, `column.unsorted`.
package struct RuleID: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible, Comparable
{
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }
  package var description: String { rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The identity of a clause: `contract/field/rule`, or `contract/id` where the contract names it.
///
/// Waivers, baselines, reports and the ledger refer to clauses by this and by nothing else.
package struct ClauseID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible, Comparable {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// `orders/email/cell.missing`; without a field, `orders/rows.too_few`.
  package init(contract: String, field: String?, rule: RuleID) {
    rawValue = field.map { "\(contract)/\($0)/\(rule)" } ?? "\(contract)/\(rule)"
  }

  /// `orders/shipped-before-ordered`.
  package init(contract: String, id: String) { rawValue = "\(contract)/\(id)" }

  package var description: String { rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A class of personal or protected data, in a closed dotted list: `pii.email` lies within `pii`.
package struct PrivacyClass: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  package var rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package var description: String { rawValue }

  /// Values of a class that is not public never leave in clear.
  package var isPrivate: Bool { rawValue != "public" }

  /// Whether this class is `other` or lies within it.
  package func isWithin(_ other: PrivacyClass) -> Bool {
    rawValue == other.rawValue || rawValue.hasPrefix(other.rawValue + ".")
  }

  /// The classes of the language; a policy may add its own under `x.`.
  package static let known: [String] = [
    "public", "internal", "confidential", "restricted",
    "pii", "pii.name", "pii.email", "pii.phone", "pii.address", "pii.birth_date", "pii.national_id", "pii.ip_address",
    "pii.location", "pii.online_id", "pii.biometric", "pii.photo", "pii.free_text",
    "financial", "financial.account", "financial.card", "financial.income",
    "health", "health.diagnosis", "health.genetic",
    "special", "special.ethnicity", "special.religion", "special.politics", "special.orientation", "special.criminal",
    "credential", "credential.password", "credential.token",
  ]
}

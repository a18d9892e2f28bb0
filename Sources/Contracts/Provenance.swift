/// Where each record comes from: a field that names its source, and the manifest that says what the sources are.
package struct Provenance: Hashable, Sendable, Codable {
  package enum Manifest: Hashable, Sendable, Codable {
    /// A YAML, CSV or JSONL file, relative to the contract.
    case file(Scalar)
    /// The dataset of another contract, which is relative to this one. Keys that `columns` does not name are read from
    /// the column of their own name.
    case contract(Scalar, columns: [Column])
  }

  /// Under which name another contract's dataset has what a manifest has under a key.
  package struct Column: Hashable, Sendable, Codable {
    package var key: SourceKey
    package var name: String

    package init(key: SourceKey, name: String) {
      self.key = key
      self.name = name
    }
  }

  /// Index into `Contract.fields`.
  package var field: Int
  package var manifest: Manifest
  /// What every source in use must have, in the order of `SourceKey`.
  package var required: [SourceKey]
  /// How long ago a source in use may have been refreshed.
  package var maximumAge: Age?
  /// Records without an id are violations here; otherwise the field's `required` counts them.
  package var countsMissing: Bool
  package var location: SourceLocation

  package init(
    field: Int, manifest: Manifest, required: [SourceKey] = [], maximumAge: Age? = nil, countsMissing: Bool = true,
    location: SourceLocation
  ) {
    self.field = field
    self.manifest = manifest
    self.required = required
    self.maximumAge = maximumAge
    self.countsMissing = countsMissing
    self.location = location
  }
}

/// What a manifest can say of a source, by the word it uses.
package enum SourceKey: String, Hashable, Sendable, Codable, CaseIterable {
  case id, name, url, license, attribution
  case legalBasis = "legal_basis"
  case retrievedAt = "retrieved_at"
  case refreshedAt = "refreshed_at"
  case expiresAt = "expires_at"
  case digest
  case derivedFrom = "derived_from"

  /// What a contract can require; every source has an id.
  package static let requirable = allCases.filter { $0 != .id }
}

extension RuleID {
  package static let sourceUnknown: RuleID = "source.unknown"
  package static let sourceUnused: RuleID = "source.unused"
  package static let sourceUnlicensed: RuleID = "source.unlicensed"
  package static let sourceLicenseInvalid: RuleID = "source.license_invalid"
  package static let sourceIncomplete: RuleID = "source.incomplete"
  package static let sourceStale: RuleID = "source.stale"
  package static let sourceExpired: RuleID = "source.expired"
}

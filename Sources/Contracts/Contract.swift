/// What a dataset's producer promises, compiled from a contract file.
package struct Contract: Hashable, Sendable, Codable {
  package var id: String
  package var version: String?
  package var title: String?
  package var owner: Owner?
  package var tags: [String]
  package var data: DataSource
  package var fields: [Field]
  /// Fields beyond the declared ones are no violation.
  package var allowsExtraFields: Bool
  /// Columns may stand in any order.
  package var allowsAnyOrder: Bool
  package var rows: RowBounds
  /// Every promise, in the order of the file, those that the language implies included.
  package var clauses: [Clause]
  package var pins: Pins?
  package var freshness: [Freshness]
  package var license: LicenseDeclaration?
  package var uses: [Scalar]
  package var privacy: PrivacyDeclaration?
  package var provenance: Provenance?
  /// The contract file itself.
  package var path: String

  package init(
    id: String, version: String? = nil, title: String? = nil, owner: Owner? = nil, tags: [String] = [],
    data: DataSource, fields: [Field] = [], allowsExtraFields: Bool = false, allowsAnyOrder: Bool = false,
    rows: RowBounds = RowBounds(), clauses: [Clause] = [], pins: Pins? = nil, freshness: [Freshness] = [],
    license: LicenseDeclaration? = nil, uses: [Scalar] = [], privacy: PrivacyDeclaration? = nil,
    provenance: Provenance? = nil, path: String
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.owner = owner
    self.tags = tags
    self.data = data
    self.fields = fields
    self.allowsExtraFields = allowsExtraFields
    self.allowsAnyOrder = allowsAnyOrder
    self.rows = rows
    self.clauses = clauses
    self.pins = pins
    self.freshness = freshness
    self.license = license
    self.uses = uses
    self.privacy = privacy
    self.provenance = provenance
    self.path = path
  }

  /// Whether zero records are fine, so that clauses on records are skipped rather than inconclusive.
  package var allowsNoRows: Bool { rows.minimum == 0 }

  /// Whether any value must be masked.
  package var hasPrivateFields: Bool { fields.contains(where: \.isPrivate) }
}

/// Who answers for a dataset.
package struct Owner: Hashable, Sendable, Codable {
  package var team: String?
  package var contact: String?
  package var runbook: String?

  package init(team: String? = nil, contact: String? = nil, runbook: String? = nil) {
    self.team = team
    self.contact = contact
    self.runbook = runbook
  }
}

/// Bounds on the number of records, all inclusive. Each has a clause with its rule in `Contract.clauses`.
package struct RowBounds: Hashable, Sendable, Codable {
  package var minimum: Int?
  package var maximum: Int?
  package var perFileMinimum: Int?
  package var perFileMaximum: Int?

  package init(minimum: Int? = nil, maximum: Int? = nil, perFileMinimum: Int? = nil, perFileMaximum: Int? = nil) {
    self.minimum = minimum
    self.maximum = maximum
    self.perFileMinimum = perFileMinimum
    self.perFileMaximum = perFileMaximum
  }
}

/// The bytes that were approved: every file has a pin, every pin its file.
package struct Pins: Hashable, Sendable, Codable {
  package enum Source: Hashable, Sendable, Codable {
    /// File names relative to the contract, each with `sha256:…`.
    case inline([Entry])
    /// A `sha256sum` list, a `.dvc` file or a Git LFS pointer, relative to the contract.
    case manifest(Scalar)
  }

  package struct Entry: Hashable, Sendable, Codable {
    package var name: Scalar
    package var digest: Digest

    package init(name: Scalar, digest: Digest) {
      self.name = name
      self.digest = digest
    }
  }

  package var source: Source
  package var location: SourceLocation

  package init(source: Source, location: SourceLocation) {
    self.source = source
    self.location = location
  }
}

/// A cryptographic digest of a file's stored bytes.
package struct Digest: Hashable, Sendable, Codable, CustomStringConvertible {
  package enum Algorithm: String, Sendable, Codable, CaseIterable {
    case sha256, sha512, md5

    package var hexLength: Int {
      switch self {
      case .sha256: 64
      case .sha512: 128
      case .md5: 32
      }
    }
  }

  package var algorithm: Algorithm
  /// Lower case.
  package var hex: String

  package init(_ algorithm: Algorithm, hex: String) {
    self.algorithm = algorithm
    self.hex = hex
  }

  /// Reads `sha256:9f86…`, in either case; `nil` when the algorithm is unknown or the length is wrong.
  package init?(_ text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let (name, digits) = (text[..<colon], text[text.utf8.index(after: colon)...])
    guard let algorithm = Algorithm(rawValue: String(name)) ?? Algorithm(rawValue: name.lowercased()),
      digits.utf8.count == algorithm.hexLength, digits.utf8.allSatisfy(Self.isDigit)
    else { return nil }
    let isLower = !digits.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    self.init(algorithm, hex: isLower ? String(digits) : digits.lowercased())
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  package var description: String { "\(algorithm.rawValue):\(hex)" }

  /// `sha256:9f86d081884c…`: enough to tell two apart by eye.
  package var short: String { "\(algorithm.rawValue):\(hex.prefix(12))…" }
}

/// The licence under which the data came: an SPDX expression, valid and in canonical case.
package struct LicenseDeclaration: Hashable, Sendable, Codable {
  package var expression: String
  package var location: SourceLocation

  package init(expression: String, location: SourceLocation) {
    self.expression = expression
    self.location = location
  }
}

/// The privacy of the dataset as a whole.
package struct PrivacyDeclaration: Hashable, Sendable, Codable {
  package var classification: PrivacyClass?
  package var legalBasis: String?
  package var location: SourceLocation

  package init(classification: PrivacyClass?, legalBasis: String?, location: SourceLocation) {
    self.classification = classification
    self.legalBasis = legalBasis
    self.location = location
  }
}

import Contracts

/// A contract as an auditor asks for it: which file, whose data, under which licence and on which legal basis.
package struct ContractRecord: Hashable, Sendable {
  package var id: String
  package var version: String?
  package var path: String
  /// SHA-256 of the file; `nil` when it could not be read.
  package var digest: Digest?
  /// The file as it was, so that its schema is known when it has changed; `nil` where it is no UTF-8, and in entries of
  /// versions that did not keep it.
  package var text: String?
  package var team: String?
  package var contact: String?
  package var license: String?
  package var uses: [String]
  /// The privacy class of the dataset as a whole.
  package var classification: String?
  package var legalBasis: String?
  /// Fields with a privacy class.
  package var privateFields: [PrivateField]

  package init(
    id: String, version: String? = nil, path: String, digest: Digest?, text: String? = nil, team: String? = nil,
    contact: String? = nil, license: String? = nil, uses: [String] = [], classification: String? = nil,
    legalBasis: String? = nil, privateFields: [PrivateField] = []
  ) {
    self.id = id
    self.version = version
    self.path = path
    self.digest = digest
    self.text = text
    self.team = team
    self.contact = contact
    self.license = license
    self.uses = uses
    self.classification = classification
    self.legalBasis = legalBasis
    self.privateFields = privateFields
  }

  package struct PrivateField: Hashable, Sendable {
    package var field: String
    package var privacyClass: String

    package init(field: String, privacyClass: String) {
      self.field = field
      self.privacyClass = privacyClass
    }
  }
}

extension ContractRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "id": id.canonical, "version": version?.canonical, "path": path.canonical, "digest": digest?.canonical,
      "text": text?.canonical, "team": team?.canonical, "contact": contact?.canonical, "license": license?.canonical,
      "uses": uses.canonical, "classification": classification?.canonical, "legal_basis": legalBasis?.canonical,
      "private_fields": privateFields.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      id: try reader["id"], version: try reader["version"], path: try reader["path"], digest: try reader["digest"],
      text: try reader["text"], team: try reader["team"], contact: try reader["contact"],
      license: try reader["license"], uses: try reader["uses"],
      classification: try reader["classification"], legalBasis: try reader["legal_basis"],
      privateFields: try reader["private_fields"])
  }
}

extension ContractRecord.PrivateField: CanonicalForm {
  var canonical: CanonicalJSON { .object(["field": field.canonical, "class": privacyClass.canonical]) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(field: try reader["field"], privacyClass: try reader["class"])
  }
}

import Contracts

extension Provenance: JSONForm {
  var json: JSONValue {
    .object([
      "field_index": field.json, "manifest": manifest.json, "required": required.json, "max_age": maximumAge?.json,
      "counts_missing": countsMissing.json, "location": location.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      field: try reader["field_index"], manifest: try reader["manifest"], required: try reader["required"],
      maximumAge: try reader["max_age"], countsMissing: try reader["counts_missing"],
      location: try reader["location"])
  }
}

extension Provenance.Manifest: JSONForm {
  var json: JSONValue {
    switch self {
    case .file(let file): .object(["file": file.json])
    case .contract(let contract, let columns): .object(["contract": contract.json, "columns": columns.json])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    if let file: Scalar = try reader["file"] {
      self = .file(file)
    } else {
      self = .contract(try reader["contract"], columns: try reader["columns"])
    }
  }
}

extension Provenance.Column: JSONForm {
  var json: JSONValue { .object(["key": key.json, "name": name.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(key: try reader["key"], name: try reader["name"])
  }
}

extension SourceKey: JSONWord {}
extension SourceProblem: JSONWord {}

extension SourceUsage: JSONForm {
  var json: JSONValue {
    .object([
      "manifest": files.json, "license": license?.json, "problem": problem?.json,
      "is_masked": isMasked ? true.json : nil, "declared": tallies.json, "undeclared": undeclared.json,
      "has_too_many_undeclared": hasTooManyUndeclared ? true.json : nil, "undeclared_count": undeclaredCount.json,
      "missing_count": missingCount.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      files: try reader["manifest"], license: try reader["license"], isMasked: try reader["is_masked"] ?? false,
      tallies: try reader["declared"], undeclared: try reader["undeclared"],
      hasTooManyUndeclared: try reader["has_too_many_undeclared"] ?? false,
      undeclaredCount: try reader["undeclared_count"], missingCount: try reader["missing_count"],
      problem: try reader["problem"])
  }
}

/// What the manifest says of the source, and what was counted.
extension SourceTally: JSONForm {
  var json: JSONValue {
    .object([
      "id": source.id.json, "name": source.name?.json, "url": source.url?.json, "license": source.license?.json,
      "attribution": source.attribution?.json, "legal_basis": source.legalBasis?.json,
      "retrieved_at": source.retrievedAt?.json, "refreshed_at": source.refreshedAt?.json,
      "expires_at": source.expiresAt?.json, "digest": source.digest?.json,
      "derived_from": source.derivedFrom.isEmpty ? nil : source.derivedFrom.json, "record_count": recordCount.json,
      "first": first.json, "through": through?.json, "problems": problems.json, "location": source.location.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let source = Source(
      id: try reader["id"], name: try reader["name"], url: try reader["url"], license: try reader["license"],
      attribution: try reader["attribution"], legalBasis: try reader["legal_basis"],
      retrievedAt: try reader["retrieved_at"],
      refreshedAt: try reader["refreshed_at"], expiresAt: try reader["expires_at"], digest: try reader["digest"],
      derivedFrom: try reader["derived_from"] ?? [], location: try reader["location"])
    self.init(
      source: source, recordCount: try reader["record_count"], first: try reader["first"],
      through: try reader["through"], problems: try reader["problems"])
  }
}

extension UndeclaredSource: JSONForm {
  var json: JSONValue { .object(["id": id.json, "record_count": recordCount.json, "first": first.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(id: try reader["id"], recordCount: try reader["record_count"], first: try reader["first"])
  }
}

extension SourceDate: JSONForm {
  var json: JSONValue { .string(text) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let text = try reader.string()
    guard let date = SourceDate(text) else { throw reader.problem("`\(text)` is no date") }
    self = date
  }
}

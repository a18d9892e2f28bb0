import Contracts

extension DataSource: JSONForm {
  var json: JSONValue {
    .object([
      "files": files.json, "format": format?.json, "encoding": encoding.json, "byte_order_mark": byteOrderMark.json,
      "record_limit_bytes": recordLimitBytes.json, "csv": csv.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      files: try reader["files"], format: try reader["format"], encoding: try reader["encoding"],
      byteOrderMark: try reader["byte_order_mark"], csv: try reader["csv"],
      recordLimitBytes: try reader["record_limit_bytes"])
  }
}

/// Without `quote`, no cell is quoted; without `record_delimiter`, LF and CR LF end records.
extension CSVDialect: JSONForm {
  var json: JSONValue {
    .object([
      "delimiter": ByteText(delimiter).json, "quote": quote.map { ByteText([$0]).json },
      "escape": escape.map { ByteText([$0]).json },
      "record_delimiter": exactRecordDelimiter.map { ByteText($0).json },
      "forbids_line_breaks": forbidsLineBreaks ? true.json : nil, "has_header": hasHeader.json,
      "preamble_lines": preambleLines.json,
      "comment_prefix": commentPrefix.map { ByteText($0).json }, "spelling": spelling.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init()
    delimiter = try (reader["delimiter"] as ByteText).bytes
    quote = try ByteText.single(reader.member("quote"))
    escape = try ByteText.single(reader.member("escape"))
    let exact: ByteText? = try reader["record_delimiter"]
    recordDelimiter = exact.map { .exactly($0.bytes) } ?? .newline
    forbidsLineBreaks = try reader["forbids_line_breaks"] ?? false
    hasHeader = try reader["has_header"]
    preambleLines = try reader["preamble_lines"]
    let prefix: ByteText? = try reader["comment_prefix"]
    commentPrefix = prefix?.bytes
    spelling = try reader["spelling"]
  }

  private var exactRecordDelimiter: [UInt8]? {
    if case .exactly(let bytes) = recordDelimiter { return bytes }
    return nil
  }
}

/// Either `inline` or `manifest`.
extension Pins: JSONForm {
  var json: JSONValue {
    switch source {
    case .inline(let entries): .object(["inline": entries.json, "location": location.json])
    case .manifest(let scalar): .object(["manifest": scalar.json, "location": location.json])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let location: SourceLocation = try reader["location"]
    if let manifest: Scalar = try reader["manifest"] {
      self.init(source: .manifest(manifest), location: location)
    } else {
      self.init(source: .inline(try reader["inline"]), location: location)
    }
  }
}

extension Pins.Entry: JSONForm {
  var json: JSONValue { .object(["name": name.json, "digest": digest.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(name: try reader["name"], digest: try reader["digest"])
  }
}

extension LicenseDeclaration: JSONForm {
  var json: JSONValue { .object(["expression": expression.json, "location": location.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(expression: try reader["expression"], location: try reader["location"])
  }
}

extension PrivacyDeclaration: JSONForm {
  var json: JSONValue {
    .object(["classification": classification?.json, "legal_basis": legalBasis?.json, "location": location.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      classification: try reader["classification"], legalBasis: try reader["legal_basis"],
      location: try reader["location"])
  }
}

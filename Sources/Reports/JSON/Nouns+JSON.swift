import Contracts

extension RuleID: JSONWord {}
extension ClauseID: JSONWord {}
extension PrivacyClass: JSONWord {}
extension Verdict: JSONWord {}
extension Status: JSONWord {}
extension Severity: JSONWord {}
extension ClauseDecision.Effect: JSONWord {}
extension ClauseChange.Kind: JSONWord {}
extension Clause.Measure: JSONWord {}
extension FieldType: JSONWord {}
extension Spelling.Zone: JSONWord {}
extension DataSource.Format: JSONWord {}
extension DataSource.Encoding: JSONWord {}
extension DataSource.ByteOrderMark: JSONWord {}

extension SourceLocation: JSONForm {
  var json: JSONValue { .object(["file": file.json, "line": line.json, "column": column.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(file: try reader["file"], line: try reader["line"], column: try reader["column"])
  }
}

extension Scalar: JSONForm {
  var json: JSONValue {
    .object([
      "text": text.json, "is_null": isNull ? true.json : nil, "is_quoted": isQuoted ? true.json : nil,
      "location": location.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      try reader["text"], isNull: try reader["is_null"] ?? false, isQuoted: try reader["is_quoted"] ?? false,
      at: try reader["location"])
  }
}

/// `true` for a flag, a number for a count, an object for a scalar, an array for a list.
extension Argument: JSONForm {
  var json: JSONValue {
    switch self {
    case .flag: true.json
    case .count(let count): count.json
    case .scalar(let scalar): scalar.json
    case .list(let scalars): scalars.json
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    switch reader.node.content {
    case .scalar(text: "true", style: .plain): self = .flag
    case .scalar: self = .count(try reader.integer())
    case .sequence: self = .list(try [Scalar](reader))
    case .mapping: self = .scalar(try Scalar(reader))
    }
  }
}

/// A number for a count, `"0.01%"` for a share.
extension Limit: JSONForm {
  var json: JSONValue {
    switch self {
    case .count(let count): count.json
    case .share(_, let text): text.json
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    guard reader.node.isQuoted else {
      self = .count(try reader.integer())
      return
    }
    let text = try reader.string()
    guard let share = Share(percent: text) else { throw reader.problem("`\(text)` is no percentage") }
    self = .share(share, text: text)
  }
}

extension Digest: JSONForm {
  var json: JSONValue { .string(description) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let text = try reader.string()
    guard let digest = Digest(text) else { throw reader.problem("`\(text)` is no digest") }
    self = digest
  }
}

extension Age: JSONForm {
  var json: JSONValue { .string(text) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let text = try reader.string()
    guard let age = Age(text) else { throw reader.problem("`\(text)` is no length of time") }
    self = age
  }
}

/// RFC 3339 in UTC, as `Instant` describes itself.
extension Instant: JSONForm {
  var json: JSONValue { .string(description) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let text = try reader.string()
    guard let instant = Instant(written: text) else { throw reader.problem("`\(text)` is no instant in UTC") }
    self = instant
  }

  private init?(written text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].last == "Z" else { return nil }
    let isNegative = halves[0].first == "-"
    let date = halves[0].dropFirst(isNegative ? 1 : 0).split(separator: "-").compactMap { Int64($0) }
    let clock = halves[1].dropLast().split(separator: ".")
    let time = (clock.first ?? "").split(separator: ":").compactMap { Int64($0) }
    guard date.count == 3, time.count == 3, clock.count <= 2,
      time[0] < 24, time[1] < 60, time[2] < 60, let month = Int(exactly: date[1]), let day = Int(exactly: date[2])
    else { return nil }
    let civil = CivilDate(year: isNegative ? -date[0] : date[0], month: month, day: day)
    let fraction = clock.count == 2 ? clock[1] : ""
    guard civil.isValid, fraction.count <= 9,
      let nanoseconds = Int32(fraction + String(repeating: "0", count: 9 - fraction.count))
    else { return nil }
    self.init(
      seconds: civil.daysSinceEpoch * 86_400 + time[0] * 3600 + time[1] * 60 + time[2], nanoseconds: nanoseconds)
  }
}

/// Bytes that are text as a string, others as an array of numbers.
struct ByteText: JSONForm {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var json: JSONValue {
    String(validating: bytes, as: UTF8.self).map(\.json) ?? .array(bytes.map { .integer(Int($0)) })
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    guard reader.node.items != nil else {
      bytes = Array(try reader.string().utf8)
      return
    }
    bytes = []
    for item in try reader.array() {
      guard let byte = UInt8(exactly: try item.integer()) else { throw item.problem("a byte was expected") }
      bytes.append(byte)
    }
  }

  /// For where exactly one byte may stand.
  static func single(_ reader: JSONReader?) throws(JSONReport.Problem) -> UInt8? {
    guard let reader else { return nil }
    let text = try ByteText(reader)
    guard text.bytes.count == 1 else { throw reader.problem("one byte was expected") }
    return text.bytes[0]
  }
}

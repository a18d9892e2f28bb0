import Contracts

extension Contract {
  /// Clauses that `results` holds are named by their identity only.
  func json(results: [ClauseResult]) -> JSONValue {
    let judged = Contract.clausesByID(results)
    return .object([
      "id": id.json, "version": version?.json, "title": title?.json, "path": path.json, "owner": owner?.json,
      "tags": tags.json, "data": data.json, "rows": rows.json, "allows_extra_fields": allowsExtraFields.json,
      "allows_any_order": allowsAnyOrder.json, "fields": fields.json,
      "clauses": .array(clauses.map { clause in
        judged[clause.id] == clause ? clause.id.json : clause.json
      }),
      "pins": pins?.json, "freshness": freshness.json, "license": license?.json, "uses": uses.json,
      "privacy": privacy?.json, "provenance": provenance?.json,
    ])
  }

  init(_ reader: JSONReader, results: [ClauseResult]) throws(JSONReport.Problem) {
    self.init(
      id: try reader["id"], version: try reader["version"], title: try reader["title"], owner: try reader["owner"],
      tags: try reader["tags"], data: try reader["data"], fields: try reader["fields"],
      allowsExtraFields: try reader["allows_extra_fields"], allowsAnyOrder: try reader["allows_any_order"],
      rows: try reader["rows"], clauses: try Contract.clauses(reader.required("clauses"), results),
      pins: try reader["pins"], freshness: try reader["freshness"], license: try reader["license"],
      uses: try reader["uses"], privacy: try reader["privacy"], provenance: try reader["provenance"],
      path: try reader["path"])
  }

  /// Where two results have one identity, it stands for the first.
  private static func clausesByID(_ results: [ClauseResult]) -> [ClauseID: Clause] {
    Dictionary(results.map { ($0.clause.id, $0.clause) }, uniquingKeysWith: { first, _ in first })
  }

  private static func clauses(
    _ reader: JSONReader, _ results: [ClauseResult]
  ) throws(JSONReport.Problem) -> [Clause] {
    let judged = clausesByID(results)
    var clauses: [Clause] = []
    for item in try reader.array() {
      guard item.node.isQuoted else {
        clauses.append(try Clause(item))
        continue
      }
      let id = try ClauseID(item)
      guard let clause = judged[id] else { throw item.problem("no result is there for the clause `\(id)`") }
      clauses.append(clause)
    }
    return clauses
  }
}

extension Clause: JSONForm {
  var json: JSONValue { .object(members) }

  /// In their order, for the object of a result too.
  var members: [JSONValue.Member] {
    let object = JSONValue.object([
      "id": id.json, "rule": rule.json, "keyword": keyword.json, "field_index": field?.json, "argument": argument.json,
      "warn_above": thresholds.warnAbove?.json, "block_above": thresholds.blockAbove?.json, "measure": measure.json,
      "because": because?.json, "owner": owner?.json, "tags": tags.json, "location": location.json,
    ])
    guard case .object(let members) = object else { return [] }
    return members
  }

  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      id: try reader["id"], rule: try reader["rule"], keyword: try reader["keyword"], field: try reader["field_index"],
      argument: try reader["argument"],
      thresholds: Thresholds(warnAbove: try reader["warn_above"], blockAbove: try reader["block_above"]),
      measure: try reader["measure"], because: try reader["because"], owner: try reader["owner"],
      tags: try reader["tags"], location: try reader["location"])
  }
}

extension Owner: JSONForm {
  var json: JSONValue { .object(["team": team?.json, "contact": contact?.json, "runbook": runbook?.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(team: try reader["team"], contact: try reader["contact"], runbook: try reader["runbook"])
  }
}

extension RowBounds: JSONForm {
  var json: JSONValue {
    .object([
      "minimum": minimum?.json, "maximum": maximum?.json, "per_file_minimum": perFileMinimum?.json,
      "per_file_maximum": perFileMaximum?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      minimum: try reader["minimum"], maximum: try reader["maximum"], perFileMinimum: try reader["per_file_minimum"],
      perFileMaximum: try reader["per_file_maximum"])
  }
}

/// `is_header` says that the path is a header's name, literally, though it could be read as a path.
extension Field: JSONForm {
  var json: JSONValue {
    let isLiteral = FieldPath(path: path.text)?.steps != path.steps
    return .object([
      "path": path.text.json, "is_header": isLiteral ? true.json : nil, "type": type.json,
      "is_optional": isOptional.json, "is_nullable": isNullable ? true.json : nil, "privacy": privacy?.json,
      "spelling": spelling.json, "title": title?.json, "location": location.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let text: String = try reader["path"]
    let isLiteral: Bool = try reader["is_header"] ?? false
    guard let path = isLiteral ? FieldPath(header: text) : FieldPath(path: text) else {
      throw reader.problem("`\(text)` is no path")
    }
    self.init(
      path: path, type: try reader["type"], isOptional: try reader["is_optional"],
      isNullable: try reader["is_nullable"] ?? false, privacy: try reader["privacy"],
      spelling: try reader["spelling"], title: try reader["title"], location: try reader["location"])
  }
}

extension Spelling: JSONForm {
  var json: JSONValue {
    .object([
      "layout": layout?.json, "decimal_mark": decimalMark?.json, "group_mark": groupMark?.json,
      "true": trueSpellings?.json, "false": falseSpellings?.json, "missing": missing?.json, "trim": trim?.json,
      "zone": zone?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init()
    layout = try reader["layout"]
    decimalMark = try reader["decimal_mark"]
    groupMark = try reader["group_mark"]
    trueSpellings = try reader["true"]
    falseSpellings = try reader["false"]
    missing = try reader["missing"]
    trim = try reader["trim"]
    zone = try reader["zone"]
  }
}

import Contracts

extension Position: JSONForm {
  var json: JSONValue {
    .object(["file": file.json, "offset": offset.json, "line": line.json, "record": record?.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      file: try reader["file"], offset: try reader["offset"], line: try reader["line"], record: try reader["record"])
  }
}

extension ShownValue: JSONForm {
  var json: JSONValue {
    switch self {
    case .text(let text, let isCut):
      .object(["kind": .string("text"), "text": text.json, "is_cut": isCut ? true.json : nil])
    case .masked(let byteCount): .object(["kind": .string("masked"), "byte_count": byteCount.json])
    case .null: .object(["kind": .string("null")])
    case .absent: .object(["kind": .string("absent")])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let kind: String = try reader["kind"]
    switch kind {
    case "text": self = .text(try reader["text"], isCut: try reader["is_cut"] ?? false)
    case "masked": self = .masked(byteCount: try reader["byte_count"])
    case "null": self = .null
    case "absent": self = .absent
    default: throw reader.problem("`\(kind)` is no kind of value")
    }
  }
}

extension Excerpt: JSONForm {
  var json: JSONValue {
    switch self {
    case .cells(let cells, let focus):
      .object(["kind": .string("cells"), "cells": cells.json, "focus": focus?.json])
    case .text(let text, let isCut):
      .object(["kind": .string("text"), "text": text.json, "is_cut": isCut ? true.json : nil])
    case .masked(let byteCount): .object(["kind": .string("masked"), "byte_count": byteCount.json])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let kind: String = try reader["kind"]
    switch kind {
    case "cells": self = .cells(try reader["cells"], focus: try reader["focus"])
    case "text": self = .text(try reader["text"], isCut: try reader["is_cut"] ?? false)
    case "masked": self = .masked(byteCount: try reader["byte_count"])
    default: throw reader.problem("`\(kind)` is no kind of excerpt")
    }
  }
}

extension Excerpt.Cell: JSONForm {
  var json: JSONValue { .object(["name": name.json, "value": value.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(name: try reader["name"], value: try reader["value"])
  }
}

extension Violation: JSONForm {
  var json: JSONValue {
    .object([
      "position": position.json, "field": field?.json, "kind": kind?.json, "value": value?.json, "detail": detail?.json,
      "excerpt": excerpt?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      position: try reader["position"], field: try reader["field"], kind: try reader["kind"],
      value: try reader["value"], detail: try reader["detail"], excerpt: try reader["excerpt"])
  }
}

extension Measurement: JSONForm {
  var json: JSONValue { .object(["name": name.json, "value": value.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(name: try reader["name"], value: try reader["value"])
  }
}

extension ClauseResult.KindCount: JSONForm {
  var json: JSONValue { .object(["kind": kind.json, "count": count.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(kind: try reader["kind"], count: try reader["count"])
  }
}

extension Reason: JSONForm {
  var json: JSONValue {
    switch self {
    case .unreadableData: .object(["kind": .string("unreadable_data")])
    case .nothingLeftToJudge: .object(["kind": .string("nothing_left_to_judge")])
    case .noRecords: .object(["kind": .string("no_records")])
    case .limit(let name): .object(["kind": .string("limit"), "detail": name.json])
    case .noHistory: .object(["kind": .string("no_history")])
    case .missingColumn: .object(["kind": .string("missing_column")])
    case .absentOptionalColumn: .object(["kind": .string("absent_optional_column")])
    case .noPolicy: .object(["kind": .string("no_policy")])
    case .replacedData: .object(["kind": .string("replaced_data")])
    case .notApplicable(let why): .object(["kind": .string("not_applicable"), "detail": why.json])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let kind: String = try reader["kind"]
    switch kind {
    case "unreadable_data": self = .unreadableData
    case "nothing_left_to_judge": self = .nothingLeftToJudge
    case "no_records": self = .noRecords
    case "limit": self = .limit(try reader["detail"])
    case "no_history": self = .noHistory
    case "missing_column": self = .missingColumn
    case "absent_optional_column": self = .absentOptionalColumn
    case "no_policy": self = .noPolicy
    case "replaced_data": self = .replacedData
    case "not_applicable": self = .notApplicable(try reader["detail"])
    default: throw reader.problem("`\(kind)` is no reason that is known here")
    }
  }
}

import Contracts

/// A clause's result, whose object holds the clause's members too.
///
/// `status`, `effect` and `message` are there for other programs; they follow from the rest and are not read back.
extension ClauseResult: JSONForm {
  var json: JSONValue { json(decision: nil) }

  func json(decision: ClauseDecision?) -> JSONValue {
    let wording = ClauseWording(result: self, decision: decision)
    let outcome = JSONValue.object([
      "status": .string(OORSStatus(wording).rawValue), "outcome": status.json, "level": level?.json,
      "effect": decision?.effect.json, "message": wording.headline.json, "reason": reason?.json, "field": field?.json,
      "expected": expected.json, "observed": observed?.json, "violation_count": violationCount.json,
      "judged_count": judgedCount.json, "record_count": recordCount.json, "kinds": kinds.json,
      "measurements": measurements.json, "exemplars": exemplars.json,
    ])
    guard case .object(let members) = outcome, let id = clause.members.first else { return outcome }
    return .object([id] + members + clause.members.dropFirst())
  }

  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      clause: try Clause(reader), field: try reader["field"], status: try reader["outcome"],
      level: try reader["level"], reason: try reader["reason"], violationCount: try reader["violation_count"],
      judgedCount: try reader["judged_count"], recordCount: try reader["record_count"],
      expected: try reader["expected"], observed: try reader["observed"], kinds: try reader["kinds"],
      exemplars: try reader["exemplars"], measurements: try reader["measurements"])
  }
}

/// The five words of the Open Observability Results Standard.
enum OORSStatus: String, CaseIterable {
  case pass, fail, warn, error, skip

  /// `error` means that the verdict is unknown; what was excused counts as skipped.
  init(_ clause: ClauseWording) {
    self =
      switch (clause.effect, clause.result.status) {
      case (.waived, _), (.known, _), (.ignored, _), (_, .skipped): .skip
      case (_, .inconclusive): .error
      case (_, .passed): .pass
      case (.warn, .failed): .warn
      case (.pass, .failed): .pass
      case (_, .failed): .fail
      }
  }
}

extension FileResult: JSONForm {
  var json: JSONValue {
    .object([
      "path": path.json, "byte_count": byteCount.json, "record_count": recordCount.json,
      "malformed_count": malformedCount.json, "digests": digests.json, "problem": problem?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      path: try reader["path"], byteCount: try reader["byte_count"], recordCount: try reader["record_count"],
      malformedCount: try reader["malformed_count"], digests: try reader["digests"], problem: try reader["problem"])
  }
}

extension InputProblem: JSONForm {
  var json: JSONValue {
    .object(["kind": kind.json, "path": path.json, "message": message.json, "advice": advice?.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      kind: try reader["kind"], path: try reader["path"], message: try reader["message"], advice: try reader["advice"])
  }
}

extension ObservedLicense: JSONForm {
  var json: JSONValue {
    .object([
      "expression": expression.json, "record_count": recordCount.json, "first": first.json, "clause": clauseID.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      expression: try reader["expression"], recordCount: try reader["record_count"], first: try reader["first"],
      clauseID: try reader["clause"])
  }
}

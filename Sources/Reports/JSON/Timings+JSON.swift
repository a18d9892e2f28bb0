import Contracts

extension Timings: JSONForm {
  var json: JSONValue {
    .object(["wall_nanoseconds": wallNanoseconds.json, "thread_count": threadCount.json, "runs": runs.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      wallNanoseconds: try reader["wall_nanoseconds"], threadCount: try reader["thread_count"],
      runs: try reader["runs"])
  }
}

extension Timings.Stage: JSONWord {}

extension Timings.Run: JSONForm {
  var json: JSONValue {
    .object([
      "contract": contract.json, "wall_nanoseconds": wallNanoseconds.json, "thread_count": threadCount.json,
      "stages": stages.json, "checks": checks.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      contract: try reader["contract"], wallNanoseconds: try reader["wall_nanoseconds"],
      threadCount: try reader["thread_count"], stages: try reader["stages"], checks: try reader["checks"])
  }
}

extension Timings.StageTime: JSONForm {
  var json: JSONValue {
    .object(["stage": stage.json, "nanoseconds": nanoseconds.json, "call_count": callCount.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      stage: try reader["stage"], nanoseconds: try reader["nanoseconds"], callCount: try reader["call_count"])
  }
}

extension Timings.CheckTime: JSONForm {
  var json: JSONValue {
    .object([
      "clause": clauseID.json, "keyword": keyword.json, "nanoseconds": nanoseconds.json, "call_count": callCount.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      clauseID: try reader["clause"], keyword: try reader["keyword"], nanoseconds: try reader["nanoseconds"],
      callCount: try reader["call_count"])
  }
}

import Contracts

/// Either `entry` and `head`, or `problem`.
extension LedgerNote: JSONForm {
  var json: JSONValue {
    switch outcome {
    case .recorded(let sequence, let head):
      .object(["path": path.json, "entry": sequence.json, "head": head.json])
    case .failed(let problem): .object(["path": path.json, "problem": problem.json])
    }
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let problem: String? = try reader["problem"]
    self.init(
      path: try reader["path"],
      outcome: try problem.map(Outcome.failed)
        ?? .recorded(sequence: try reader["entry"], head: try reader["head"]))
  }
}

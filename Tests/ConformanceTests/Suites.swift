import Contracts
import Foundation
import TestSupport
import Validation

/// A file of a suite from outside; each has its folder with its licence under `Data`.
func suitePath(_ relative: String) -> String { Repository.path("Tests/ConformanceTests/Data/" + relative) }

/// The text of a file of a suite, read as JSON.
func suiteJSON<Value>(_ relative: String, as type: Value.Type = Value.self) throws -> Value {
  let data = try Data(contentsOf: URL(fileURLWithPath: suitePath(relative)))
  if let value = try JSONSerialization.jsonObject(with: data) as? Value { return value }
  throw UnexpectedShape(file: relative)
}

/// A suite's file is not what its test expects.
struct UnexpectedShape: Error { let file: String }

/// Runs a contract file of the repository as it stands.
func run(contractAt path: String) throws -> RunResult {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  let plan = try Plan(contract(text, file: path), EvaluationOptions(now: testClock))
  return Evaluator(plan, sources: try sources(of: plan)).run()
}

extension RunResult {
  /// A clause's identity without the contract's name.
  func name(_ result: ClauseResult) -> String {
    String(result.clause.id.rawValue.dropFirst(contract.id.count + 1))
  }

  /// The violations of structure that were kept, as fault kind and record.
  var structuralFaults: [(kind: String, record: Int?)] {
    let clause = clauses.first { $0.clause.rule == "record.malformed" }
    return clause?.exemplars.map { ($0.kind ?? "", $0.position.record) } ?? []
  }
}

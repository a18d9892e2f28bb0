import Contracts
import Foundation
import Gating
import Reports
import TestSupport
import Validation

/// A contract and its files, written once and checked as often as a test likes.
struct PreparedData {
  let name: String
  let scratch: Scratch
  let contract: Contract

  init(_ name: String, _ contractText: String, _ files: [String: [UInt8]]) throws {
    self.name = name
    scratch = try Scratch()
    for (file, bytes) in files { try scratch.write(file, bytes) }
    let path = try scratch.write("test.assay.yaml", contractText)
    contract = try TestSupport.contract(contractText, file: path)
  }

  func result(_ options: EvaluationOptions = EvaluationOptions(now: testClock)) throws -> RunResult {
    let plan = try Plan(contract, options)
    return Evaluator(plan, sources: try sources(of: plan)).run()
  }

  /// The JSON report, as `assay check --json` writes it.
  func json(_ options: EvaluationOptions = EvaluationOptions(now: testClock)) throws -> String {
    JSONReport().render(report(on: try result(options)))
  }
}

/// What the merge gate says about a result, without a policy.
func report(on result: RunResult) -> Report {
  let decision = decide(result, gate: "merge", policy: nil, waivers: [], now: testClock)
  return Report(
    version: "test", now: testClock, policy: nil, command: ["assay", "check"],
    entries: [Report.Entry(result: result, decision: decision)])
}

/// Where two texts part, for messages; `nil` where they don't.
func firstDifference(_ expected: String, _ found: String) -> String? {
  guard expected != found else { return nil }
  let (a, b) = (expected.split(separator: "\n"), found.split(separator: "\n"))
  let line = zip(a, b).enumerated().first { $1.0 != $1.1 }?.offset ?? min(a.count, b.count)
  func shown(_ lines: [Substring]) -> String {
    lines[max(0, line - 2)..<min(lines.count, line + 3)].joined(separator: "\n")
  }
  return "line \(line + 1): expected\n\(shown(a))\nfound\n\(shown(b))"
}

import Contracts
import Provenance
import Reports

/// What `assay verify` tells of an envelope whose signature holds.
struct SignedReport {
  let envelope: EnvelopeFile
  let comparison: SignedComparison

  private var statement: InTotoStatement { comparison.signed.statement }
  private var test: TestResult? { comparison.signed.testResult }

  var text: String {
    let verdict = comparison.problems.isEmpty ? "VERIFIED" : "NOT VERIFIED"
    var lines = ["\(verdict)  \(envelope.path.harmless): \(summary.harmless)"]
    lines += comparison.problems.map { "  \($0.harmless)" }
    for key in comparison.signed.signers {
      lines.append("signed by  \(key.id) (\(key.algorithm.rawValue), \(envelope.path(of: key).harmless))")
    }
    if let url = test?.url { lines.append("run        \(url.harmless)") }
    for part in test?.configuration ?? [] where part.sha256 != nil {
      lines.append(line(part.annotations[TestResult.Annotation.role] ?? "with", part))
    }
    for subject in statement.subjects { lines.append(line(test == nil ? "subject" : "data", subject)) }
    return lines.map { $0 + "\n" }.joined()
  }

  private var summary: String {
    switch statement.predicate {
    case .testResult(let test):
      let clauses = "\(test.passed.count) passed, \(test.warned.count) warned, \(test.failed.count) failed"
      let gate = test.gate.map { " at the gate \($0)" } ?? ""
      let time = test.judgedAt.map { ", \($0)" } ?? ""
      return "\(test.outcome.rawValue)\(gate)\(time); clauses: \(clauses)"
    case .ledgerHead(let head):
      return "a ledger of \(head.entryCount) \(head.entryCount == 1 ? "entry" : "entries"), \(head.signedAt)"
    case .other(let type): return type
    }
  }

  /// `data       orders.csv sha256:…, same as data/orders.csv`
  private func line(_ label: String, _ part: ResourceDescriptor) -> String {
    let name = part.name.map { "\($0.harmless) " } ?? ""
    let digest = part.sha256?.description ?? "no SHA-256"
    let paths = part.sha256.flatMap { comparison.sameAs[$0] }
    let outcome = paths.map { ", same as \($0.joined(separator: ", ").harmless)" } ?? ", not compared"
    let head = label.harmless
    return "\(head)\(String(repeating: " ", count: max(1, 11 - head.count)))\(name)\(digest)\(outcome)"
  }

  var json: String {
    let signers = comparison.signed.signers.map { key in
      JSONValue.object([
        "keyid": .string(key.id), "algorithm": .string(key.algorithm.rawValue), "file": .string(envelope.path(of: key)),
      ])
    }
    return JSONValue.object([
      "assay_verification": .integer(1), "envelope": .string(envelope.path),
      "verified": .bool(comparison.problems.isEmpty), "problems": .array(comparison.problems.map(JSONValue.string)),
      "signers": .array(signers), "predicate_type": .string(statement.predicateType),
      "result": test.map { .string($0.outcome.rawValue) }, "gate": test?.gate.map(JSONValue.string),
      "now": test?.judgedAt.map { .string($0.description) }, "dataset": test?.dataset.map(JSONValue.string),
      "url": test?.url.map(JSONValue.string), "subjects": .array(statement.subjects.map(json)),
      "configuration": test.map { .array($0.configuration.map(json)) },
      "passed": test.map { .array($0.passed.map(JSONValue.string)) },
      "warned": test.map { .array($0.warned.map(JSONValue.string)) },
      "failed": test.map { .array($0.failed.map(JSONValue.string)) },
      "ledger_head": comparison.signed.ledgerHead.map(LedgerCommand.json),
    ]).text(isPretty: true) + "\n"
  }

  private func json(_ part: ResourceDescriptor) -> JSONValue {
    .object([
      "name": part.name.map(JSONValue.string), "digest": part.sha256.map { .string($0.description) },
      "role": part.annotations[TestResult.Annotation.role].map(JSONValue.string),
      "same_as": part.sha256.flatMap { comparison.sameAs[$0] }.map { .array($0.map(JSONValue.string)) },
    ])
  }
}

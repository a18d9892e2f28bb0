import Contracts
import Provenance

/// A signed statement beside what it is expected to say.
struct SignedComparison {
  let signed: VerifiedStatement
  /// One sentence each, without a period.
  private(set) var problems: [String] = []
  /// The files that were compared, by the digest that the statement has as well.
  private(set) var sameAs: [Digest: [String]] = [:]

  init(_ signed: VerifiedStatement) { self.signed = signed }

  /// A file that must be a subject, under whatever name.
  mutating func take(data path: String, _ digest: Digest) {
    if signed.subjectDigests.contains(digest) {
      sameAs[digest, default: []].append(path)
    } else {
      problems.append("\(path) has the digest \(digest), which is not among those that were signed for")
    }
  }

  /// A file that must be a part of the configuration.
  mutating func take(_ role: TestResult.Role, _ path: String, _ digest: Digest) {
    guard let part = signed.testResult?[role] else {
      return problems.append("what was signed names no \(role.rawValue), so it cannot be \(path)")
    }
    guard part.sha256 == digest else {
      let found = part.sha256.map { "the digest \($0)" } ?? "no SHA-256"
      return problems.append("the \(role.rawValue) that was signed has \(found); \(path) has \(digest)")
    }
    sameAs[digest, default: []].append(path)
  }

  mutating func take(gate: String) {
    guard signed.testResult?.gate != gate else { return }
    let found = signed.testResult?.gate.map { "the gate \($0)" } ?? "no gate that is named"
    problems.append("\(found) decided, not \(gate)")
  }

  /// A verdict that is a failure, `block` or `warn`, is a problem; so is a statement without a verdict, which somebody
  /// may have put in the place of one. With `never`, neither is.
  mutating func judge(failsOn: String) {
    guard failsOn != "never" else { return }
    guard let outcome = signed.testResult?.outcome else {
      return problems.append("what was signed is no verdict on data, but \(signed.statement.predicateType)")
    }
    switch outcome {
    case .passed: break
    case .warned: if failsOn == "warn" { problems.append("the signed verdict is WARNED") }
    case .failed: problems.append("the signed verdict is FAILED")
    }
  }
}

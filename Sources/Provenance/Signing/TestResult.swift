import Contracts

/// What a gate made of data: the in-toto predicate `test-result` v0.1.
package struct TestResult: Hashable, Sendable {
  package static let type = "https://in-toto.io/attestation/test-result/v0.1"

  package enum Outcome: String, Sendable { case passed = "PASSED", warned = "WARNED", failed = "FAILED" }

  package var outcome: Outcome
  /// What the test was run with: contract, policy, waivers, and the call itself, told apart by their role.
  package var configuration: [ResourceDescriptor]
  /// Where the run can be looked at.
  package var url: String?
  /// Clauses by their identity, sorted.
  package var passed: [String]
  /// Those that warn, and those that did not hold and are excused.
  package var warned: [String]
  package var failed: [String]

  package init(
    outcome: Outcome, configuration: [ResourceDescriptor], url: String? = nil, passed: [String] = [],
    warned: [String] = [], failed: [String] = []
  ) {
    self.outcome = outcome
    self.configuration = configuration
    self.url = url
    self.passed = passed
    self.warned = warned
    self.failed = failed
  }

  /// What a part of the configuration is. It stands in the annotation `assay_role`, since the predicate has no member
  /// for it, and readers of other makes must be able to pass it over.
  package enum Role: String, Sendable, CaseIterable {
    case contract, policy, waivers, baseline, against
    /// The call: its gate, clock and version.
    case run
  }

  /// Names of annotations.
  package enum Annotation {
    package static let role = "assay_role"
    /// The contract's.
    package static let id = "assay_id"
    package static let version = "assay_version"
    /// The call's: `merge`, `monitor`, `promotion`.
    package static let gate = "assay_gate"
    /// RFC 3339.
    package static let now = "assay_now"
    /// Of this program.
    package static let toolVersion = "assay_tool_version"
  }

  /// The part of the configuration that has this role; `nil` where there is none, or another tool made the statement.
  package subscript(role: Role) -> ResourceDescriptor? {
    configuration.first { $0.annotations[Annotation.role] == role.rawValue }
  }

  /// The gate that decided.
  package var gate: String? { self[.run]?.annotations[Annotation.gate] }
  /// The clock that it decided by.
  package var judgedAt: Instant? { self[.run]?.annotations[Annotation.now].flatMap { Instant(rfc3339: $0) } }
  /// The contract's id.
  package var dataset: String? { self[.contract]?.annotations[Annotation.id] }
}

extension TestResult.Outcome: CanonicalWord {}

extension TestResult: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "result": outcome.canonical, "configuration": configuration.canonical, "url": url?.canonical,
      "passedTests": passed.canonical, "warnedTests": warned.canonical, "failedTests": failed.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      outcome: try reader["result"], configuration: try reader["configuration"] ?? [], url: try reader["url"],
      passed: try reader["passedTests"] ?? [], warned: try reader["warnedTests"] ?? [],
      failed: try reader["failedTests"] ?? [])
  }
}

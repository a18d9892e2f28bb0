import Contracts

/// What a gate made of a run, and by which rules.
package struct DecisionRecord: Hashable, Sendable {
  /// The run's entry; its digest stands for the data and the contract.
  package var run: EntryReference
  /// The contract's id.
  package var dataset: String
  package var gate: String
  package var verdict: Verdict
  /// Blocks, but only because something could not be decided.
  package var isInconclusive: Bool
  /// The operator's files that the gate decided by.
  package var rules: [RuleFile]
  /// In the gate's order, worst first.
  package var clauses: [ClauseEffect]
  package var notices: [String]

  package init(
    run: EntryReference, dataset: String, gate: String, verdict: Verdict, isInconclusive: Bool, rules: [RuleFile] = [],
    clauses: [ClauseEffect] = [], notices: [String] = []
  ) {
    self.run = run
    self.dataset = dataset
    self.gate = gate
    self.verdict = verdict
    self.isInconclusive = isInconclusive
    self.rules = rules
    self.clauses = clauses
    self.notices = notices
  }

  /// A policy, waivers, a baseline or the earlier result that was compared with, by its bytes.
  package struct RuleFile: Hashable, Sendable {
    package enum Role: String, Sendable { case policy, waivers, baseline, against }

    package var role: Role
    package var path: String
    package var digest: Digest

    package init(role: Role, path: String, digest: Digest) {
      self.role = role
      self.path = path
      self.digest = digest
    }
  }

  /// A clause's outcome with what the gate made of it.
  package struct ClauseEffect: Hashable, Sendable {
    package var id: ClauseID
    package var rule: RuleID
    package var status: Status
    package var level: Severity?
    package var violationCount: Int
    package var effect: ClauseDecision.Effect
    package var isInconclusive: Bool
    /// Why the effect is not the clause's own.
    package var because: String?
    package var waiver: WaiverReference?

    package init(
      id: ClauseID, rule: RuleID, status: Status, level: Severity?, violationCount: Int,
      effect: ClauseDecision.Effect, isInconclusive: Bool = false, because: String? = nil,
      waiver: WaiverReference? = nil
    ) {
      self.id = id
      self.rule = rule
      self.status = status
      self.level = level
      self.violationCount = violationCount
      self.effect = effect
      self.isInconclusive = isInconclusive
      self.because = because
      self.waiver = waiver
    }
  }
}

extension DecisionRecord: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "run": run.canonical, "dataset": dataset.canonical, "gate": gate.canonical, "verdict": verdict.canonical,
      "is_inconclusive": isInconclusive.canonical, "rules": rules.canonical, "clauses": clauses.canonical,
      "notices": notices.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      run: try reader["run"], dataset: try reader["dataset"], gate: try reader["gate"],
      verdict: try reader["verdict"], isInconclusive: try reader["is_inconclusive"], rules: try reader["rules"],
      clauses: try reader["clauses"], notices: try reader["notices"])
  }
}

extension DecisionRecord.RuleFile.Role: CanonicalWord {}

extension DecisionRecord.RuleFile: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["role": role.canonical, "path": path.canonical, "digest": digest.canonical])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(role: try reader["role"], path: try reader["path"], digest: try reader["digest"])
  }
}

extension DecisionRecord.ClauseEffect: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "id": id.rawValue.canonical, "rule": rule.rawValue.canonical, "status": status.canonical,
      "level": level?.canonical, "violation_count": violationCount.canonical, "effect": effect.canonical,
      "is_inconclusive": isInconclusive.canonical, "because": because?.canonical, "waiver": waiver?.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      id: ClauseID(rawValue: try reader["id"]), rule: RuleID(rawValue: try reader["rule"]),
      status: try reader["status"], level: try reader["level"], violationCount: try reader["violation_count"],
      effect: try reader["effect"], isInconclusive: try reader["is_inconclusive"], because: try reader["because"],
      waiver: try reader["waiver"])
  }
}

extension WaiverReference: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "reason": reason.canonical, "owner": owner.canonical, "expires": expires.canonical,
      "file": location.file.canonical, "line": location.line.canonical, "column": location.column.canonical,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(
      reason: try reader["reason"], owner: try reader["owner"], expires: try reader["expires"],
      location: SourceLocation(file: try reader["file"], line: try reader["line"], column: try reader["column"]))
  }
}

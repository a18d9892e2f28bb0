import Contracts

extension Decision: JSONForm {
  var json: JSONValue {
    .object([
      "gate": gate.json, "verdict": verdict.json, "is_inconclusive": isInconclusive.json, "basis": basis.json,
      "reasons": reasons.json, "notices": notices.json, "waivers": waivers?.json, "baseline": baseline?.json,
      "comparison": comparison?.json, "clauses": clauses.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      gate: try reader["gate"], verdict: try reader["verdict"], isInconclusive: try reader["is_inconclusive"],
      clauses: try reader["clauses"], reasons: try reader["reasons"], notices: try reader["notices"],
      waivers: try reader["waivers"], baseline: try reader["baseline"], comparison: try reader["comparison"],
      basis: try reader["basis"])
  }
}

extension ClauseDecision: JSONForm {
  var json: JSONValue {
    .object([
      "clause": clauseID.json, "effect": effect.json, "is_inconclusive": isInconclusive.json, "because": because?.json,
      "waiver": waiver?.json, "change": change?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      clauseID: try reader["clause"], effect: try reader["effect"], isInconclusive: try reader["is_inconclusive"],
      because: try reader["because"], waiver: try reader["waiver"], change: try reader["change"])
  }
}

extension WaiverReference: JSONForm {
  var json: JSONValue {
    .object(["reason": reason.json, "owner": owner.json, "expires": expires.json, "location": location.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      reason: try reader["reason"], owner: try reader["owner"], expires: try reader["expires"],
      location: try reader["location"])
  }
}

extension DecisionReason: JSONForm {
  var json: JSONValue {
    .object([
      "effect": effect.json, "is_inconclusive": isInconclusive.json, "clause": clauseID?.json, "because": because?.json,
      "location": location?.json, "owner": owner?.json, "runbook": runbook?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      effect: try reader["effect"], isInconclusive: try reader["is_inconclusive"], clauseID: try reader["clause"],
      because: try reader["because"], location: try reader["location"], owner: try reader["owner"],
      runbook: try reader["runbook"])
  }
}

extension DecisionBasis: JSONForm {
  var json: JSONValue {
    .object([
      "policy": policy?.json, "waivers": waivers?.json, "baseline": baseline?.json, "against": against?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      policy: try reader["policy"], waivers: try reader["waivers"], baseline: try reader["baseline"],
      against: try reader["against"])
  }
}

extension FileReference: JSONForm {
  var json: JSONValue { .object(["path": path.json, "digest": digest.json]) }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(path: try reader["path"], digest: try reader["digest"])
  }
}

extension WaiverTally: JSONForm {
  var json: JSONValue {
    .object([
      "count": count.json, "used": used.json, "exceeded": exceeded.json, "unused": unused.json,
      "expired": expired.json, "ending": ending.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      count: try reader["count"], used: try reader["used"], exceeded: try reader["exceeded"],
      unused: try reader["unused"], expired: try reader["expired"], ending: try reader["ending"])
  }
}

extension BaselineTally: JSONForm {
  var json: JSONValue {
    .object([
      "count": count.json, "used": used.json, "accepted": accepted.json, "exceeded": exceeded.json,
      "slack": slack.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      count: try reader["count"], used: try reader["used"], accepted: try reader["accepted"],
      exceeded: try reader["exceeded"], slack: try reader["slack"])
  }
}

extension Comparison: JSONForm {
  var json: JSONValue {
    .object(["introduced": introduced.json, "already_there": alreadyThere.json, "gone": gone.json])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      introduced: try reader["introduced"], alreadyThere: try reader["already_there"], gone: try reader["gone"])
  }
}

extension ClauseChange: JSONForm {
  var json: JSONValue {
    .object([
      "kind": kind.json, "before": before?.json, "after": after.json, "introduced": introduced.json,
      "is_exact": isExact.json, "new_exemplars": newExemplars.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    self.init(
      kind: try reader["kind"], before: try reader["before"], after: try reader["after"],
      introduced: try reader["introduced"], isExact: try reader["is_exact"],
      newExemplars: try reader["new_exemplars"])
  }
}

import Contracts

/// Metrics in Prometheus' text format 0.0.4, for the textfile collector of the node exporter: no timestamps, all lines
/// of a metric together, a line feed at the end.
///
/// Ages are given as the time of the newest event, so that `time() - x` is right at every scrape.
package struct PrometheusText: Sendable {
  package init() {}

  package func render(_ report: Report) -> String {
    var metrics = MetricList()
    for entry in report.entries { metrics.add(entry, now: report.now) }
    return metrics.text
  }
}

/// A metric's name with what it says; the order is that of the file.
private enum Metric: String, CaseIterable {
  case info = "assay_dataset_info"
  case lastRun = "assay_monitor_last_run_timestamp_seconds"
  case gateStatus = "assay_gate_status"
  case gateInconclusive = "assay_gate_inconclusive"
  case failedRows = "assay_rule_failed_rows"
  case state = "assay_dataset_freshness_state"
  case newest = "assay_dataset_max_event_time_seconds"
  case limit = "assay_dataset_age_limit_seconds"
  case deadline = "assay_dataset_deadline_timestamp_seconds"
  case target = "assay_objective_target_ratio"
  case attained = "assay_objective_attained_ratio"
  case budgetLeft = "assay_objective_budget_left_ratio"
  case burnRate = "assay_objective_burn_rate"
  case good = "assay_objective_good_seconds"
  case bad = "assay_objective_bad_seconds"
  case unknown = "assay_objective_unknown_seconds"

  var help: String {
    switch self {
    case .info: "Who answers for the dataset; always 1."
    case .lastRun: "When the monitor last looked at the dataset."
    case .gateStatus: "What the gate decided: 0 pass, 1 warn, 2 block."
    case .gateInconclusive: "1 where the gate blocks only because something could not be decided."
    case .failedRows: "Violations of each clause that was judged."
    case .state: "1 for the state that the freshness clause is in, 0 for the others."
    case .newest: "The newest event, refresh or modification; its age is time() minus this."
    case .limit: "How old the data may be."
    case .deadline: "When the limit is broken if nothing newer comes."
    case .target: "The share of the window in which the data must be fresh."
    case .attained: "The share of the known part of the window in which the data was fresh."
    case .budgetLeft: "The share of the error budget that is left; below 0 the objective is missed."
    case .burnRate: "How many times faster than evenly over the window the error budget goes."
    case .good: "Seconds of the window in which the data was fresh."
    case .bad: "Seconds of the window in which the data was stale."
    case .unknown: "Seconds of the window of which nothing is known."
    }
  }
}

private struct MetricList {
  private typealias Label = (name: String, value: String)
  private var lines: [Metric: [String]] = [:]

  /// Metrics without a sample are left out with their head.
  var text: String {
    Metric.allCases.map { metric in
      guard let samples = lines[metric] else { return "" }
      return "# HELP \(metric.rawValue) \(Self.escaped(metric.help, quote: false))\n# TYPE \(metric.rawValue) gauge\n"
        + samples.joined()
    }.joined()
  }

  mutating func add(_ entry: Report.Entry, now: Instant) {
    let contract = entry.result.contract
    // Of a contract that cannot be read nobody knows the id. A guess could be another one's, and one series told twice
    // makes a collector refuse the whole file.
    let dataset: Label = ("dataset", entry.result.isOfInvalidContract ? contract.path : contract.id)
    let owner = contract.owner
    add(
      .info, "1",
      [
        dataset, ("version", contract.version ?? ""), ("owner", owner?.team ?? ""), ("contact", owner?.contact ?? ""),
        ("runbook", owner?.runbook ?? ""),
      ])
    add(.lastRun, Self.seconds(now), [dataset])
    let gate: Label = ("gate", entry.decision.gate)
    add(.gateStatus, "\(entry.decision.verdict.number)", [dataset, gate])
    add(.gateInconclusive, entry.decision.isInconclusive ? "1" : "0", [dataset, gate])
    for result in entry.result.clauses where result.status == .passed || result.status == .failed {
      let labels = [dataset, ("clause", result.clause.id.rawValue), ("rule", result.clause.rule.rawValue)]
      add(.failedRows, "\(result.violationCount)", labels)
    }
    for row in MonitorRow.all(of: entry.result) { add(row, dataset) }
  }

  private mutating func add(_ row: MonitorRow, _ dataset: Label) {
    let labels = [dataset, ("clause", row.clause.clause.id.rawValue)]
    for state in FreshnessState.allCases {
      add(.state, row.state == state ? "1" : "0", labels + [("state", state.rawValue)])
    }
    if let newest = row.newest { add(.newest, Self.seconds(newest), labels) }
    let limits = [("warn", row.freshness.warnAfter, row.warnAt), ("block", row.freshness.blockAfter, row.blockAt)]
    for (level, limit, deadline) in limits {
      guard let limit else { continue }
      add(.limit, "\(limit.seconds)", labels + [("level", level)])
      if let deadline { add(.deadline, Self.seconds(deadline), labels + [("level", level)]) }
    }
    guard let objective = row.freshness.objective, let result = row.objective else { return }
    add(.target, objective.target.decimalText, labels)
    let measured: [(Metric, String)] = [
      (.attained, "attained"), (.budgetLeft, "budget_left"), (.good, "good_seconds"), (.bad, "bad_seconds"),
      (.unknown, "unknown_seconds"),
    ]
    for (metric, name) in measured { if let value = result.measured(name) { add(metric, value, labels) } }
    if let rate = result.measured("burn_rate") {
      add(.burnRate, rate, labels + [("over", objective.burn.over.text)])
    }
  }

  private mutating func add(_ metric: Metric, _ value: String, _ labels: [Label]) {
    let told = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quote: true))\"" }.joined(separator: ",")
    lines[metric, default: []].append("\(metric.rawValue){\(told)} \(value)\n")
  }

  private static func escaped(_ text: String, quote: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quote: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func seconds(_ instant: Instant) -> String {
    guard instant.nanoseconds != 0 else { return "\(instant.seconds)" }
    let fraction = ExactDecimal(Int64(instant.nanoseconds), scale: 9).description.dropFirst(2)
    // Seconds before 1970 round towards them: no monitor cares for the fraction there.
    return instant.seconds < 0 ? "\(instant.seconds)" : "\(instant.seconds).\(fraction)"
  }
}

extension Verdict {
  fileprivate var number: Int {
    switch self {
    case .pass: 0
    case .warn: 1
    case .block: 2
    }
  }
}

extension Share {
  /// A share's denominator is a power of ten.
  fileprivate var decimalText: String {
    ExactDecimal(Int64(numerator), scale: String(denominator).utf8.count - 1).description
  }
}

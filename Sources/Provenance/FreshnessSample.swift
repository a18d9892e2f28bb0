import Contracts

/// What one run found about one freshness clause.
package struct FreshnessSample: Hashable, Sendable {
  /// The run's entry.
  package var sequence: Int
  package var at: Instant
  package var clauseID: ClauseID
  package var status: Status
  package var level: Severity?
  /// The newest event; `nil` when there was none, or when the field is private.
  package var newest: Instant?
  package var ageSeconds: Int?
}

extension Ledger {
  /// The samples of a dataset's freshness clauses from a time on, by the clock that they were judged by, oldest first;
  /// all of them without `since`.
  ///
  /// With `gate`, only those of runs that this gate decided about. `including` the last run before asks for the state
  /// that the window begins in. What it costs depends on the window, not on how much is older.
  package func freshnessSamples(
    dataset: String, since: Instant?, gate: String? = nil, includingLastBefore: Bool = false
  ) throws(LedgerError) -> [FreshnessSample] {
    var samples: [FreshnessSample] = []
    if includingLastBefore, let since, let run = try lastRun(of: dataset, before: since, gate: gate) {
      samples = try self.samples("run = ?", [.integer(run)])
    }
    // The empty text comes before every time.
    let start = Statement.Value.text(since?.wholeSeconds ?? "")
    let gated = gate == nil ? "" : " AND run IN (SELECT run FROM decisions WHERE dataset = ? AND at >= ? AND gate = ?)"
    return try samples
      + self.samples(
        "dataset = ? AND at >= ?\(gated)",
        [.text(dataset), start] + (gate.map { [.text(dataset), start, .text($0)] } ?? []))
  }

  private func samples(_ condition: String, _ values: [Statement.Value]) throws(LedgerError) -> [FreshnessSample] {
    let rows = try database.prepare(
      "SELECT \(Self.sampleColumns) FROM freshness WHERE \(condition) ORDER BY at, run, clause"
    ).bind(values)
    var samples: [FreshnessSample] = []
    while try rows.step() { samples.append(try sample(rows)) }
    return samples
  }

  /// The number of the newest run before a time that says how fresh a dataset was.
  private func lastRun(of dataset: String, before time: Instant, gate: String?) throws(LedgerError) -> Int? {
    let before = [.text(dataset), Statement.Value.text(time.wholeSeconds)]
    let looks = gate == nil
      ? try database.prepare(
        "SELECT sequence FROM runs WHERE dataset = ? AND at < ? ORDER BY at DESC, sequence DESC").bind(before)
      : try database.prepare(
        "SELECT run, gate FROM decisions WHERE dataset = ? AND at < ? ORDER BY at DESC, sequence DESC").bind(before)
    while try looks.step() {
      guard gate == nil || looks.text(1) == gate else { continue }
      let run = looks.integer(0)
      let rows = try database.prepare("SELECT 1 FROM freshness WHERE run = ? LIMIT 1").bind([.integer(run)])
      if try rows.step() { return run }
    }
    return nil
  }

  private static let sampleColumns = "run, at, clause, status, level, newest, age_seconds"

  private func sample(_ row: Statement) throws(LedgerError) -> FreshnessSample {
    guard let at = row.text(1).flatMap({ Instant(rfc3339: $0) }), let clause = row.text(2),
      let status = row.text(3).flatMap({ Status(rawValue: $0) })
    else {
      throw LedgerError(
        .broken, "the ledger \(path): entry \(row.integer(0)) holds no sample of freshness that can be read",
        advice: "`assay ledger verify` says what else is wrong")
    }
    return FreshnessSample(
      sequence: row.integer(0), at: at, clauseID: ClauseID(rawValue: clause), status: status,
      level: row.text(4).flatMap { Severity(rawValue: $0) }, newest: row.text(5).flatMap { Instant(rfc3339: $0) },
      ageSeconds: row.isNull(6) ? nil : row.integer(6))
  }
}

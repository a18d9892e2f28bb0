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
  /// The samples of a dataset's freshness clauses within a window of the clock that they were judged by, oldest first.
  ///
  /// With `gate`, only those of runs that this gate decided about. `including` the last one of each clause before the
  /// window asks for the state that the window begins in.
  package func freshnessSamples(
    dataset: String, since: Instant, gate: String? = nil, includingLastBefore: Bool = false
  ) throws(LedgerError) -> [FreshnessSample] {
    let start = Statement.Value.text(since.wholeSeconds)
    let gated = gate == nil ? "" : "AND run IN (SELECT run FROM decisions WHERE dataset = ? AND gate = ?)"
    let before = """
      UNION ALL SELECT * FROM (
        SELECT \(Self.sampleColumns), max(at || printf('%020d', run)) FROM freshness
        WHERE dataset = ? AND at < ? \(gated) GROUP BY clause)
      """
    let values = [.text(dataset), start] + (gate.map { [.text(dataset), .text($0)] } ?? [])
    let rows = try database.prepare(
      """
      SELECT \(Self.sampleColumns), '' FROM freshness WHERE dataset = ? AND at >= ? \(gated)
      \(includingLastBefore ? before : "") ORDER BY at, run, clause
      """
    ).bind(includingLastBefore ? values + values : values)
    var samples: [FreshnessSample] = []
    while try rows.step() { samples.append(try sample(rows)) }
    return samples
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

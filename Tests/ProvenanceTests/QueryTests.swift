import Contracts
import TestSupport
import Testing

@testable import Provenance

@Suite struct QueryTests {
  private func ledger() throws -> (Scratch, Ledger) {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    let run = try ledger.append(Sample.run("orders", status: .failed), recordedAt: Sample.noon)
    let decision = try ledger.append(
      Sample.decision("orders", run: run, verdict: .pass, waiver: Sample.waiver), recordedAt: Sample.noon)
    let act = ActRecord(
      subject: "model", version: "3", digest: .sha256(of: [9]), stage: "production", author: "ada", text: "go",
      about: [decision])
    try ledger.append(
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .promotion(act)), recordedAt: Sample.noon)
    try ledger.append(
      LedgerEntry(at: Sample.noon, tool: Sample.tool, event: .job(Sample.wholeJob)), recordedAt: Sample.noon)
    return (scratch, try Ledger(scratch.path("ledger.db"), .reading))
  }

  private func rows(_ ledger: Ledger, _ sql: String) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    try ledger.query(sql, mayContinue: { true }, header: { _ in }) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// Each view with what it says of the sample.
  static let views: [(sql: String, row: [QueryValue])] = [
    (
      "SELECT sequence, dataset, outcome, contract_version, license, classification, legal_basis, team, record_count, "
        + "tool_version FROM runs",
      [
        .integer(1), .text("orders"), .text("failed"), .text("1.2.0"), .text("CC-BY-4.0"), .text("internal"),
        .text("contract"), .text("data"), .integer(10), .text("0.1.0"),
      ]
    ),
    (
      "SELECT run, path, digest, byte_count, record_count, malformed_count, problem FROM files",
      [
        .integer(1), .text("orders.csv"), .text(Digest.sha256(of: [3]).description), .integer(100), .integer(10),
        .integer(0), .null,
      ]
    ),
    ("SELECT run, dataset, use FROM uses", [.integer(1), .text("orders"), .text("analytics")]),
    ("SELECT field, class FROM private_fields", [.text("email"), .text("pii.email")]),
    ("SELECT license, record_count FROM observed_licenses", [.text("MIT"), .integer(4)]),
    (
      "SELECT clause, rule, field, status, level, violation_count, judged_count, record_count, observed FROM results",
      [
        .text("orders/created_at/dataset.stale"), .text("dataset.stale"), .text("created_at"), .text("failed"),
        .text("block"), .integer(1), .integer(1), .integer(10), .text("1h old"),
      ]
    ),
    ("SELECT name, value FROM measurements WHERE name LIKE 'age%'", [.text("age_seconds"), .text("3600")]),
    (
      "SELECT status, level, newest, age_seconds, warn_after_seconds, block_after_seconds FROM freshness",
      [
        .text("failed"), .text("block"), .text("2026-11-21T11:00:00Z"), .integer(3600), .integer(86_400),
        .integer(259_200),
      ]
    ),
    (
      "SELECT sequence, dataset, gate, verdict, is_inconclusive, run FROM decisions",
      [.integer(2), .text("orders"), .text("merge"), .text("pass"), .integer(0), .integer(1)]
    ),
    (
      "SELECT decision, role, path, digest FROM rules",
      [.integer(2), .text("policy"), .text("assay.policy.yaml"), .text(Digest.sha256(of: [4]).description)]
    ),
    (
      "SELECT decision, gate, rule, status, effect, is_inconclusive, violation_count, because FROM clauses",
      [
        .integer(2), .text("merge"), .text("dataset.stale"), .text("failed"), .text("waived"), .integer(0), .integer(1),
        .text("assay.policy.yaml:3"),
      ]
    ),
    (
      "SELECT decision, clause, violation_count, owner, reason, expires, file, line FROM waivers",
      [
        .integer(2), .text("orders/created_at/dataset.stale"), .integer(1), .text("ada@example.com"),
        .text("the carrier is late"), .text("2026-12-01"), .text("waivers.yaml"), .integer(3),
      ]
    ),
    (
      "SELECT sequence, kind, subject, version, subject_digest, stage, author, text FROM acts",
      [
        .integer(3), .text("promotion"), .text("model"), .text("3"), .text(Digest.sha256(of: [9]).description),
        .text("production"), .text("ada"), .text("go"),
      ]
    ),
    ("SELECT sequence, kind, mentioned FROM mentions", [.integer(3), .text("promotion"), .integer(2)]),
    (
      "SELECT sequence, name, repository, commit_id, is_dirty, started_at, ended_at, author, external_id, parameters "
        + "FROM jobs",
      [
        .integer(4), .text("train"), .text("https://example.com/demand.git"), .text(String(repeating: "b", count: 40)),
        .integer(1), .text("2026-11-21T11:59:00Z"), .text("2026-11-21T12:00:00Z"), .text("ada"), .text("run-1"),
        .text(#"[{"name":"rate","value":"0.1"}]"#),
      ]
    ),
    (
      "SELECT group_concat(role || ' ' || artifact), max(byte_count) FROM job_artifacts WHERE job = 4",
      [.text("inputs orders.csv,outputs model,environment uv.lock"), .integer(7)]
    ),
    (
      "SELECT job, job_name, role, artifact, path, digest, byte_count FROM job_files",
      [
        .integer(4), .text("train"), .text("outputs"), .text("model"), .text("weights.bin"),
        .text(Sample.digest("weights").description), .integer(7),
      ]
    ),
  ]

  @Test(arguments: views) func everyViewSaysWhatTheEntriesSay(sql: String, row: [QueryValue]) throws {
    #expect(try rows(ledger().1, sql) == [row])
  }

  @Test func theListOfViewsIsWhole() throws {
    let (_, ledger) = try ledger()
    let found = try Schema.objects(ledger.database).filter { ["view", "table"].contains($0.type) }.map(\.name)
    #expect(found.sorted() == Ledger.views)
  }

  @Test(arguments: [
    "DELETE FROM entries", "UPDATE entries SET at = 1", "INSERT INTO entries DEFAULT VALUES", "DROP VIEW runs",
    "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)", "ATTACH 'x.db' AS x", "DETACH main", "VACUUM INTO 'copy.db'",
    "PRAGMA journal_mode = DELETE", "PRAGMA user_version", "SELECT * FROM pragma_table_info('runs')", "BEGIN", "REINDEX",
    "ANALYZE", "EXPLAIN SELECT 1", "EXPLAIN QUERY PLAN SELECT 1", "SELECT load_extension('x')",
    "SELECT fts3_tokenizer('simple')", "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM entries", "", " -- nothing", ";",
    "SELECT", "SELECT * FROM absent", "SELEC 1", "SELECT 1 FROM runs WHERE \u{0}",
    "WITH x AS (SELECT 1) DELETE FROM entries", "SELECT zeroblob(1000000000)", "SELECT randomblob(100000000)",
    "SELECT 'x' LIKE printf('%.*c', 5000, '%')",
  ]) func onlyReadingIsAllowed(sql: String) throws {
    let (scratch, ledger) = try ledger()
    let error = #expect(throws: LedgerError.self) { try rows(ledger, sql) }
    #expect(error?.kind == .refused, "\(String(describing: error))")
    #expect(try Ledger(scratch.path("ledger.db"), .reading).verify().problems.isEmpty)
  }

  @Test(arguments: ["SELECT 1;", "SELECT 1 -- one", " /* two */ SELECT 1 ; -- done", "VALUES (1)"])
  func oneStatementMayEndAsItLikes(sql: String) throws {
    #expect(try rows(ledger().1, sql) == [[.integer(1)]])
  }

  @Test func aQueryThatTakesTooLongEnds() throws {
    let (_, ledger) = try ledger()
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    var asked = 0
    let error = #expect(throws: LedgerError.self) {
      try ledger.query(endless, mayContinue: { asked += 1; return asked < 5 }, header: { _ in }, row: { _ in true })
    }
    #expect(error?.message == "the query took too long")
  }

  @Test func valuesKeepTheirTypes() throws {
    let row = try rows(ledger().1, "SELECT NULL, -1, 2.5, 1e999, 'é', x'00ff'")
    #expect(row == [[.null, .integer(-1), .real("2.5"), .real("Inf"), .text("é"), .bytes([0, 255])]])
  }

  @Test func samplesOfAWindowAreReadBack() throws {
    let scratch = try Scratch()
    let ledger = try Ledger(scratch.path("ledger.db"), .writing)
    func at(_ hour: Int) -> Instant { Instant(seconds: Sample.noon.seconds + Int64(hour) * 3600) }
    for hour in 0..<6 {
      for dataset in ["orders", "users"] {
        let status: Status = hour == 3 ? .failed : .passed
        try ledger.append(
          Sample.run(dataset, at: at(hour), status: status, ageSeconds: hour * 60), recordedAt: Sample.noon)
      }
    }
    let samples = try ledger.freshnessSamples(dataset: "users", since: at(2))
    #expect(samples.map(\.at) == [at(2), at(3), at(4), at(5)])
    #expect(samples.map(\.status) == [.passed, .failed, .passed, .passed])
    #expect(samples.map(\.level) == [nil, .block, nil, nil])
    #expect(samples.map(\.ageSeconds) == [120, 180, 240, 300])
    #expect(samples.allSatisfy { $0.clauseID.rawValue == "users/created_at/dataset.stale" })
    let withStart = try ledger.freshnessSamples(dataset: "users", since: at(2), includingLastBefore: true)
    #expect(withStart.map(\.at) == [at(1), at(2), at(3), at(4), at(5)])
    #expect(try ledger.freshnessSamples(dataset: "absent", since: at(0), includingLastBefore: true).isEmpty)
  }
}

import Foundation
import TestSupport
import Testing

/// `assay monitor` as cron runs it. It is 2026-11-21T12:00:00Z.
struct MonitorTests {
  private static let stock = """
    assay: 1
    id: stock
    owner: { team: warehouse, runbook: docs/stock.md }
    data: { files: stock.csv }
    fields: [{ name: at, type: timestamp }]
    freshness: { field: at, warn_after: 1h, block_after: 4h, objective: { target: 99%, window: 10d } }

    """

  private func bench(at time: String = "2026-11-21T11:30:00Z") throws -> Bench {
    let bench = try Bench()
    try bench.write("stock.csv", "at\n\(time)\n")
    try bench.write("stock.assay.yaml", Self.stock)
    return bench
  }

  private func monitor(_ bench: Bench, _ words: String..., now: String = Bench.now) throws -> CommandResult {
    try bench.run(["monitor"] + words + ["--now", now])
  }

  @Test func theTableShowsEveryDatasetTheWorstFirst() throws {
    let bench = try bench()
    try bench.write("old.csv", "x\n")
    _ = try bench.shell("touch -d 2026-11-20T12:00:00Z old.csv")
    try bench.write(
      "old.assay.yaml",
      "assay: 1\nid: old\ndata: { files: old.csv }\nowner: archive\nfreshness: { mtime: true, block_after: 12h }\n")
    let run = try monitor(bench, ".", "--no-ledger")
    #expect(run.status == 1, "\(run.all)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("STATE  DATASET  AGE  LIMIT  BUDGET  BURN  NEXT DEADLINE"))
    #expect(lines[1].hasPrefix("stale  old      1d   12h    -       -     12h ago (11-21 00:00Z)"))
    #expect(lines[1].hasSuffix("archive"))
    #expect(lines[2].hasPrefix("fresh  stock    30m  1h/4h  -       -     in 30m (11-21 12:30Z)"))
    #expect(run.output.contains("BLOCK  2 datasets: 1 fresh, 1 stale, at 2026-11-21T12:00:00Z"))
  }

  @Test func withoutALedgerAnObjectiveIsUndecided() throws {
    let run = try monitor(try bench(), "stock.assay.yaml", "--no-ledger")
    #expect(run.status == 3, "\(run.all)")
    #expect(run.output.contains("stock/objective.missed: no ledger is kept (--no-ledger)"))
  }

  @Test func theFirstRunHasNoPastAndTheSecondHas() throws {
    let bench = try bench()
    let first = try monitor(bench, "stock.assay.yaml", now: "2026-11-21T12:00:00Z")
    #expect(first.status == 0, "\(first.all)")
    #expect(first.output.contains("fresh  stock    30m  1h/4h  -       -     "), "\(first.output)")
    #expect(first.output.contains("unknown stock/objective.missed: no samples yet"), "\(first.output)")
    #expect(first.output.contains("WARN  1 dataset"))
    #expect(first.output.contains("ledger entry 2 of .assay/ledger.db, head sha256:"))
    #expect(bench.exists(".assay/ledger.db"))
    let second = try monitor(bench, "stock.assay.yaml", now: "2026-11-21T12:10:00Z")
    #expect(second.status == 0, "\(second.all)")
    #expect(second.output.contains("100.0%  0x"))
  }

  @Test func oneBrokenContractHidesNoOther() throws {
    let bench = try bench()
    try bench.write("broken.assay.yaml", "assay: 1\nid: broken\nfresh: true\n")
    try bench.write("twin.assay.yaml", Self.stock)
    let run = try monitor(bench, "broken.assay.yaml", "gone.assay.yaml", "stock.assay.yaml", "twin.assay.yaml")
    #expect(run.status == 2, "\(run.all)")
    #expect(run.output.contains("fresh    stock"))
    #expect(run.output.contains("broken.assay.yaml is no valid contract"))
    #expect(run.output.contains("gone.assay.yaml does not exist"))
    #expect(run.output.contains("twin.assay.yaml has the id `stock`, which stock.assay.yaml has already"))
    // That nobody could look is part of the record.
    let kept = try bench.run("ledger", "query", "SELECT dataset, verdict FROM decisions ORDER BY sequence", "--format", "csv")
    #expect(kept.output == "dataset,verdict\nbroken,block\ngone,block\nstock,warn\ntwin,block\n", "\(kept.all)")
  }

  @Test func aFirstLookFailsOnlyWhereWarningsDo() throws {
    let bench = try bench()
    #expect(try monitor(bench, "stock.assay.yaml", "--metrics", "m.prom", "--fail-on", "warn").status == 1)
    let metrics = try bench.text("m.prom")
    #expect(metrics.contains("assay_gate_status{dataset=\"stock\",gate=\"monitor\"} 1\n"), "\(metrics)")
    // What is not known is left out, rather than shown as a whole budget.
    #expect(!metrics.contains("assay_objective_budget_left_ratio") && metrics.contains("assay_objective_target_ratio"))
  }

  /// Longer than any window that is looked back over.
  @Test func aLongStateIsToldWithItsWholeLength() throws {
    let bench = try bench(at: "2026-01-01T11:30:00Z")
    for day in ["2026-01-01", "2026-03-01", "2026-05-01", "2026-11-21"] {
      try bench.write("stock.csv", "at\n\(day)T11:30:00Z\n")
      _ = try monitor(bench, "stock.assay.yaml", now: "\(day)T12:00:00Z")
    }
    let run = try monitor(bench, "stock.assay.yaml", now: "2026-11-22T12:00:00Z")
    #expect(run.output.contains("stale, after 325d fresh (since 2026-01-01T12:00:00Z)"), "\(run.output)")
  }

  @Test func aLateFirstLookBlocks() throws {
    let run = try monitor(try bench(at: "2026-11-21T01:00:00Z"), "stock.assay.yaml")
    #expect(run.status == 1, "\(run.all)")
  }

  @Test func aContractWithNothingToWatchIsNoSilentGreen() throws {
    let bench = try Bench.withOrders()
    let run = try monitor(bench, "orders.assay.yaml", "--no-ledger")
    #expect(run.status == 3, "\(run.all)")
    #expect(run.output.contains("nothing was judged"))
  }

  @Test func pinsAreComparedWithoutReadingRecords() throws {
    let bench = try Bench()
    try bench.write("a.csv", "x\n1\n")
    try bench.write("a.assay.yaml", "assay: 1\nid: a\ndata: { files: a.csv }\npins: a.sha256\n")
    _ = try bench.shell("sha256sum a.csv > a.sha256")
    #expect(try monitor(bench, "a.assay.yaml").status == 0)
    try bench.write("a.csv", "x\n2\n")
    let run = try monitor(bench, "a.assay.yaml")
    #expect(run.status == 1, "\(run.all)")
    #expect(run.output.contains("block a/file.not_pinned"))
  }

  @Test func jsonIsAResultThatOtherCommandsRead() throws {
    let bench = try bench()
    let run = try monitor(bench, "stock.assay.yaml", "--no-ledger", "--json", "r.json")
    #expect(run.output.hasPrefix("STATE"))
    let again = try bench.run("report", "r.json", "--json", "-")
    #expect(again.output == (try bench.text("r.json")))
    let json = try again.json()
    #expect(json["contracts"][0]["decision"]["gate"].string == "monitor")
  }

  @Test func aLedgerThatCannotBeWrittenChangesNoVerdict() throws {
    let bench = try bench(at: "2026-11-20T00:00:00Z")
    try bench.write("no.db", "this is no database, whatever its name may say to whom it may concern")
    let run = try monitor(bench, "stock.assay.yaml", "--ledger", "no.db")
    #expect(run.status == 2, "\(run.all)")
    #expect(run.output.contains("block stock/data.stale: 1d 12h old"))
    #expect(run.output.contains("ledger not recorded"))
  }

  @Test func checkSkipsObjectivesAndSaysSo() throws {
    let run = try bench().check("stock.assay.yaml", "--verbose")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.contains("`assay monitor` judges objectives"))
    #expect(run.complaints == "")
  }

  /// A run of `assay check` may read other data, so it is no look of the monitor.
  @Test func checksAreNoSamples() throws {
    let bench = try bench()
    _ = try monitor(bench, "stock.assay.yaml", now: "2026-11-21T12:00:00Z")
    try bench.write("stale.csv", "at\n2026-11-01T00:00:00Z\n")
    let check = try bench.run("check", "stock.assay.yaml", "--data", "stale.csv", "--now", "2026-11-21T12:05:00Z")
    #expect(check.status == 1 && check.output.contains("entry 4 of"), "\(check.all)")
    let run = try monitor(bench, "stock.assay.yaml", now: "2026-11-21T12:10:00Z")
    #expect(run.status == 0 && run.output.contains("100.0%"), "\(run.all)")
    #expect(!run.output.contains("after"))
  }

  @Test func outputsNeverOverwriteWhatIsRead() throws {
    let bench = try bench()
    #expect(try monitor(bench, "stock.assay.yaml", "--metrics", "stock.csv").status == 2)
    #expect(try monitor(bench, "stock.assay.yaml", "--metrics", "m.prom", "--json", "m.prom").status == 2)
    #expect(try monitor(bench, "stock.assay.yaml", "--ledger", "x.db", "--no-ledger").status == 2)
    #expect(try bench.text("stock.csv").hasPrefix("at\n"))
  }

  @Test func privateTimesAreNotTold() throws {
    let bench = try bench()
    try bench.write(
      "stock.assay.yaml", Self.stock.replacingOccurrences(of: "type: timestamp", with: "type: timestamp, privacy: pii"))
    let run = try monitor(bench, "stock.assay.yaml", "--metrics", "m.prom", "--json", "r.json")
    for text in [run.output, try bench.text("m.prom"), try bench.text("r.json")] {
      for value in ["11:30", "30m", "1795260600", "1795264200", "1795275000"] { #expect(!text.contains(value), "\(text)") }
    }
    #expect(try bench.text("m.prom").contains("state=\"fresh\"} 1"))
  }

  @Test func theTailOfALargeFileTakesMilliseconds() throws {
    let bench = try Bench()
    // Ten gigabytes of nothing, then two events: a reader of the whole would take minutes.
    _ = try bench.shell(
      "truncate -s 10G e.jsonl && printf '\\n{\"at\": \"2026-11-21T10:00:00Z\"}\\n{\"at\": \"2026-11-21T11:00:00Z\"}\\n' >> e.jsonl")
    try bench.write(
      "e.assay.yaml",
      "assay: 1\nid: e\ndata: { files: e.jsonl, record_limit: 1KiB }\nextra_fields: allow\n"
        + "fields: [{ name: at, type: timestamp, sorted: ascending }]\nfreshness: { field: at, block_after: 2h }\n")
    let start = ContinuousClock.now
    let run = try monitor(bench, "e.assay.yaml", "--no-ledger")
    let elapsed = ContinuousClock.now - start
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.contains("fresh  e        1h   2h"))
    #expect(elapsed < .seconds(5), "\(elapsed)")
  }
}

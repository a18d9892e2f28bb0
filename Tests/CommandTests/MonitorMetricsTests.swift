import Foundation
import TestSupport
import Testing

/// What the textfile collector gets, read back by Prometheus' own client.
struct MonitorMetricsTests {
  /// Prints each sample as `name{label=value,…} number`, sorted; fails on anything that is not the text format.
  private static let reader = """
    import sys
    try:
        from prometheus_client.parser import text_fd_to_metric_families
    except ImportError:
        sys.exit(77)
    families = list(text_fd_to_metric_families(open(sys.argv[1], newline='')))
    names = [f.name for f in families]
    assert len(names) == len(set(names)), 'the lines of a metric must be together'
    for family in families:
        assert family.type == 'gauge' and family.documentation, family
        for s in family.samples:
            assert s.timestamp is None
            labels = ','.join(f'{k}={v}' for k, v in sorted(s.labels.items()))
            print(f'{s.name}{{{labels}}} {s.value:.6f}')
    """

  private func samples(_ bench: Bench) throws -> [String]? {
    try bench.write("reader.py", Self.reader)
    let run = try bench.shell("/usr/bin/python3 reader.py m.prom")
    if run.status == 77 {
      print("skipped: python3-prometheus-client is not installed; scripts/bootstrap installs it")
      return nil
    }
    #expect(run.status == 0, "\(run.output)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test func prometheusReadsWhatIsWritten() throws {
    let bench = try Bench()
    try bench.write("f.csv", "at\n2026-11-21T11:30:00.5Z\n")
    // An owner's name that needs escapes.
    try bench.write(
      "f.assay.yaml",
      #"""
      assay: 1
      id: f
      version: 2.0.0
      owner: { team: "a \"b\" \\ c" }
      data: { files: f.csv }
      fields: [{ name: at, type: timestamp }]
      freshness: { field: at, warn_after: 1h, block_after: 4h, objective: { target: 99.5%, window: 10d } }
      """#)
    for now in ["2026-11-21T11:40:00Z", "2026-11-21T12:00:00Z"] {
      _ = try bench.run(["monitor", "f.assay.yaml", "--metrics", "m.prom", "--now", now])
    }
    let text = try bench.text("m.prom")
    #expect(text.hasSuffix("\n") && !text.contains("\r") && !text.contains("# EOF"))
    guard let samples = try samples(bench) else { return }
    for sample in [
      "assay_dataset_info{contact=,dataset=f,owner=a \"b\" \\ c,runbook=,version=2.0.0} 1.000000",
      "assay_monitor_last_run_timestamp_seconds{dataset=f} 1795262400.000000",
      "assay_gate_status{dataset=f,gate=monitor} 0.000000",
      "assay_gate_inconclusive{dataset=f,gate=monitor} 0.000000",
      "assay_rule_failed_rows{clause=f/data.stale,dataset=f,rule=data.stale} 0.000000",
      "assay_dataset_freshness_state{clause=f/data.stale,dataset=f,state=fresh} 1.000000",
      "assay_dataset_freshness_state{clause=f/data.stale,dataset=f,state=stale} 0.000000",
      "assay_dataset_max_event_time_seconds{clause=f/data.stale,dataset=f} 1795260600.500000",
      "assay_dataset_age_limit_seconds{clause=f/data.stale,dataset=f,level=block} 14400.000000",
      "assay_dataset_deadline_timestamp_seconds{clause=f/data.stale,dataset=f,level=warn} 1795264200.500000",
      "assay_objective_target_ratio{clause=f/data.stale,dataset=f} 0.995000",
      "assay_objective_attained_ratio{clause=f/data.stale,dataset=f} 1.000000",
      "assay_objective_budget_left_ratio{clause=f/data.stale,dataset=f} 1.000000",
      "assay_objective_good_seconds{clause=f/data.stale,dataset=f} 1200.000000",
      "assay_objective_burn_rate{clause=f/data.stale,dataset=f,over=1d} 0.000000",
    ] { #expect(samples.contains(sample), "\(sample) is not among\n\(samples.joined(separator: "\n"))") }
  }

  /// Whatever is broken, no series is told twice, since a collector would refuse the file.
  @Test func brokenContractsAreToldByTheirPaths() throws {
    let bench = try Bench()
    try bench.write("s.csv", "v\n")
    try bench.write("stock.assay.yaml", "assay: 1\nid: orders\ndata: { files: s.csv }\nfreshness: { mtime: true, block_after: 4h }\n")
    for folder in ["a", "b"] { try bench.write("\(folder)/orders.assay.yaml", "assay: 1\nid: orders\nfresh: true\n") }
    let run = try bench.run("monitor", ".", "--no-ledger", "--now", Bench.now, "--metrics", "m.prom")
    #expect(run.status == 2, "\(run.all)")
    let series = try bench.text("m.prom").split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0[..<($0.lastIndex(of: " ") ?? $0.endIndex)] }
    #expect(Set(series).count == series.count, "\(series)")
    for dataset in ["orders", "a/orders.assay.yaml", "b/orders.assay.yaml"] {
      #expect(series.contains("assay_gate_status{dataset=\"\(dataset)\",gate=\"monitor\"}"), "\(series)")
    }
  }

  @Test func theFileAppearsWholeOrNotAtAll() throws {
    let bench = try Bench()
    try bench.write("f.assay.yaml", "assay: 1\nid: f\ndata: { files: f.csv }\nfreshness: { mtime: true, warn_after: 1h }\n")
    let run = try bench.run("monitor", "f.assay.yaml", "--metrics", "gone/m.prom", "--now", Bench.now)
    #expect(run.status == 2, "\(run.all)")
    // A dataset that is not there has a state and a status all the same.
    #expect(try bench.run("monitor", "f.assay.yaml", "--metrics", "m.prom", "--now", Bench.now).status == 3)
    #expect(bench.names.filter { $0.hasSuffix(".tmp") }.isEmpty)
    guard let samples = try samples(bench) else { return }
    #expect(samples.contains("assay_dataset_freshness_state{clause=f/data.stale,dataset=f,state=unknown} 1.000000"))
    #expect(samples.contains("assay_gate_inconclusive{dataset=f,gate=monitor} 1.000000"))
  }
}

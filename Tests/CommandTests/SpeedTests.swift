import TestSupport
import Testing

/// What a person waits for.
@Suite(.serialized)
struct SpeedTests {
  @Test func tenRowsAreJudgedAtOnce() throws {
    let bench = try Bench.withOrders((1...10).map { "\($0),5,DE\n" }.joined())
    let line = """
      for i in 1 2 3 4 5; do s=$(date +%s%N); "$ASSAY" check orders.assay.yaml --quiet || exit 9; \
      e=$(date +%s%N); echo $(( (e - s) / 1000 )); done
      """
    let run = try bench.shell(line)
    #expect(run.status == 0)
    let fastest = run.output.split(separator: "\n").compactMap { Int($0) }.min()
    print("from start to verdict on ten rows: \(fastest ?? -1) µs")
    #expect((fastest ?? .max) < 200_000)
  }

  /// What has been read behind an overlong record is copied, once for each: the longer the blocks, the more.
  @Test func overlongRecordsCostNoMoreInLongBlocks() throws {
    let bench = try Bench()
    try bench.write(
      "long.assay.yaml", """
        assay: 1
        id: long
        data: { files: long.csv, record_limit: 64 }
        malformed: { warn_above: 0 }
        fields: [{ name: a, type: string }]

        """)
    let group = String(repeating: "z", count: 200_000) + "\n" + String(repeating: "ok\n", count: 20)
    try bench.write("long.csv", "a\n" + String(repeating: group, count: 300))
    let run = try bench.shell("""
      for b in 256K 64M 256K 64M 256K 64M; do s=$(date +%s%N)
        "$ASSAY" check long.assay.yaml --quiet --no-ledger --block-size $b || exit 9
        e=$(date +%s%N); echo $(( (e - s) / 1000 )); done
      """)
    let times = run.output.split(separator: "\n").compactMap { Int($0) }
    #expect(run.status == 0 && times.count == 6, "\(run.output)")
    let (short, long) = (min(times[0], times[2], times[4]), min(times[1], times[3], times[5]))
    // Without a bound it takes seconds instead of hundredths of one.
    #expect(long < 5 * short + 100_000, "\(times)")
  }
}

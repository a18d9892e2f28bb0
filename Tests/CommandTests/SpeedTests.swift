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
}

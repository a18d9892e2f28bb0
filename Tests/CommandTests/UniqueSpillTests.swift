import Foundation
import TestSupport
import Testing

/// Uniqueness on disk, by the binary that users run.
@Suite(.serialized) struct UniqueSpillTests {
  private static let contract = """
    assay: 1
    id: keys
    data: { files: keys.csv }
    fields:
      - { name: id, type: integer, unique: true }

    """

  /// 2,000,000 different integers in no order, then copies of some.
  private static func bench(copies: [Int]) throws -> Bench {
    let bench = try Bench()
    var bytes = Array("id\n".utf8)
    bytes.reserveCapacity(18 << 20)
    for i in 0..<2_000_000 {
      bytes += String((i &* 1_234_567_891) % 2_000_003).utf8
      bytes.append(0x0A)
    }
    for copy in copies { bytes += Array("\((copy &* 1_234_567_891) % 2_000_003)\n".utf8) }
    try bench.write("keys.csv", bytes)
    try bench.write("keys.assay.yaml", contract)
    return bench
  }

  @Test func twoMillionKeysFitInOneMegabyteAndTheDisk() throws {
    let bench = try Self.bench(copies: [0, 0, 1_000_000, 1_999_999, 0])
    var counts: [Int?] = []
    for memory in ["1M", "4M", "1G"] {
      let run = try bench.check("keys.assay.yaml", "--memory", memory, "--json", "-")
      #expect(run.status == 1)
      let clauses = try run.json()["contracts"][0]["clauses"].items
      counts.append(clauses.first { $0["rule"].string == "column.duplicate_value" }?["violation_count"].int)
    }
    #expect(counts == [5, 5, 5])
  }

  @Test func aFolderThatIsNotThereIsNamed() throws {
    let bench = try Self.bench(copies: [])
    let line = "TMPDIR=$PWD/nowhere \"$ASSAY\" check keys.assay.yaml --memory 1M --now \(Bench.now)"
    let run = try bench.shell(line)
    #expect(run.status == 3)
    #expect(run.output.contains("nowhere"))
    #expect(run.output.contains("raise --memory, or set TMPDIR"))
  }

  @Test func nothingIsLeftInTheFolderEvenAfterAKill() throws {
    let bench = try Self.bench(copies: [])
    let run = try bench.shell(
      """
      mkdir temporary; export TMPDIR=$PWD/temporary
      "$ASSAY" check keys.assay.yaml --memory 1M --quiet --now \(Bench.now); ls -A temporary
      "$ASSAY" check keys.assay.yaml --memory 1M --quiet --now \(Bench.now) & sleep 0.05; kill -9 $!; wait $! 2>/dev/null
      ls -A temporary
      """)
    #expect(!run.output.contains("assay-"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("temporary")).isEmpty)
  }
}

import TestSupport
import Testing

/// Compressed data, end to end: through files, standard input and named pipes.
struct CompressedTests {
  @Test func standardInputIsCalledSo() throws {
    let bench = try Bench.withOrders()
    let whole = gzipped(Array("id,amount,country\n1,5.00,DE\n".utf8))
    let cut = try bench.run(
      ["check", "orders.assay.yaml", "--data", "-", "--now", Bench.now], input: Array(whole.dropLast(9)))
    #expect(cut.output.contains("standard input ends within its gzip data"), "\(cut.output)")
    #expect(!cut.output.contains("gzip -t"), "\(cut.output)")
    let empty = try bench.check("orders.assay.yaml", "--data", "-")
    #expect(empty.output.contains("standard input is empty, where a header line was expected"), "\(empty.output)")
  }

  private static let csv = Array(
    "id,amount,country\n".utf8) + (0..<5000).flatMap { Array("\($0),\($0 % 120).50,\($0 % 7 == 0 ? "XX" : "DE")\n".utf8) }

  private func bench() throws -> Bench {
    let bench = try Bench.withOrders()
    try bench.write("orders.csv", Self.csv)
    try bench.write("a.gz", gzipped(Self.csv))
    try bench.write("a.zst", zstandard(Self.csv))
    return bench
  }

  /// The report without what names the file and what compression changes, laid out as it may.
  private func comparable(_ json: String) -> String {
    let named = ["orders.csv", "a.gz", "a.zst", "b.gz", "/dev/fd/63", "\"p\"", "\"-\"", "byte_count", "offsets in", "--"]
    return json.replacing(", ", with: ",\n").replacing("{", with: "{\n").split(separator: "\n")
      .filter { line in !named.contains { line.contains($0) } }
      .joined().filter { !" []{},".contains($0) }.replacing("\"notices\":", with: "")
  }

  @Test func everyWayInGivesTheSameReport() throws {
    let bench = try bench()
    let check = "\"$ASSAY\" check orders.assay.yaml --now \(Bench.now) --json - --quiet"
    let expected = try bench.shell("\(check) --data orders.csv")
    #expect(expected.status == 1)
    for (name, line) in [
      ("gzip", "\(check) --data a.gz"), ("zstd", "\(check) --data a.zst"),
      ("plain stdin", "cat orders.csv | \(check) --data -"), ("gzip stdin", "cat a.gz | \(check) --data -"),
      ("zstd stdin", "\(check) --data - < a.zst"), ("gzip pipe", "\(check) --data <(cat a.gz)"),
      ("zstd pipe", "mkfifo p; cat a.zst > p & \(check) --data p"),
      ("gzip of the system", "gzip -9 < orders.csv > b.gz; \(check) --data b.gz"),
      ("tiny blocks", "\(check) --data a.gz --threads 3 --block-size 100"),
    ] {
      let run = try bench.shell(line)
      #expect(run.status == 1, "\(name): \(run.output)")
      let difference = comparable(expected.output) == comparable(run.output)
      #expect(difference, "\(name)\n\(comparable(expected.output).prefix(1500))\n\(comparable(run.output).prefix(1500))")
    }
  }

  @Test func pinsAreOverTheStoredBytes() throws {
    let bench = try Bench.withOrders()
    for (name, bytes) in [("o.csv.gz", gzipped(Self.goodRows)), ("o.csv.zst", zstandard(Self.goodRows) + skippableFrame([7]))] {
      try bench.write(name, bytes)
      let contract = Bench.ordersContract.replacing("orders.csv", with: name)
      try bench.write("o.assay.yaml", contract)
      #expect(try bench.run("pin", "o.assay.yaml").status == 0)
      let sum = try bench.shell("sha256sum < \(name) | cut -d' ' -f1").output.trimming
      #expect(try bench.text("o.assay.yaml").contains(sum))
      let run = try bench.check("o.assay.yaml")
      #expect(run.status == 0, "\(run.all)")
      #expect(run.output.contains("offsets in \(name) are those of the decompressed text"))
      // The same text, stored otherwise.
      try bench.write(name, gzipped(Self.goodRows, name: "other"))
      #expect(try bench.check("o.assay.yaml").status == 1)
    }
  }

  private static let goodRows = Array("id,amount,country\n1,5.00,DE\n2,7.50,FR\n".utf8)

  @Test func whatBreaksOffIsSaidWithItsPlace() throws {
    let bench = try Bench.withOrders()
    let whole = gzipped(Self.goodRows)
    try bench.write("cut.csv.gz", Array(whole.dropLast(3)))
    let run = try bench.check("orders.assay.yaml", "--data", "cut.csv.gz")
    #expect(run.status == 3)
    let place = "at byte \(whole.count - 3) of the file, after \(Self.goodRows.count) decompressed bytes"
    #expect(run.output.contains("cut.csv.gz ends within its gzip data, \(place)"), "\(run.all)")
    #expect(run.output.contains("1 file, 2 records"))
    let empty = try bench.shell(": > e.csv.gz; \"$ASSAY\" check orders.assay.yaml --data e.csv.gz")
    #expect(empty.status == 3, "\(empty.output)")
  }

  @Test func aBombIsStopped() throws {
    let bench = try Bench.withOrders()
    let frame = zstandard(Array(repeating: 0x0A, count: 4 << 20))
    try bench.write("bomb.csv.zst", [[UInt8]](repeating: frame, count: 3000).flatMap { $0 })
    let run = try bench.check("orders.assay.yaml", "--data", "bomb.csv.zst", "--decompressed-limit", "1M")
    #expect([1, 3].contains(run.status))
    #expect(run.output.contains("bomb.csv.zst decompresses to more than 1048576 bytes, the limit"), "\(run.all)")
    #expect(run.output.contains("→ if it is meant to be that large, raise --decompressed-limit"))
    #expect(try bench.check("orders.assay.yaml", "--decompressed-limit", "much").status == 2)
  }
}

extension String {
  fileprivate var trimming: String { String(prefix { !$0.isWhitespace }) }
}

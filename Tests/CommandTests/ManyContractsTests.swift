import TestSupport
import Testing

/// A directory of contracts, which are checked at once.
struct ManyContractsTests {
  /// Valid and invalid ones, passing and failing, two with one id.
  private static func bench() throws -> Bench {
    let bench = try Bench()
    for number in 0..<40 {
      let id = number == 33 ? 7 : number
      let type = number % 9 == 4 ? "integr" : "integer"
      try bench.write(
        "c/\(number + 100).assay.yaml",
        """
        assay: 1
        id: c\(id)
        data: { files: \(number % 11 == 10 ? "absent" : "\(number)").csv }
        fields: [{ name: a, type: \(type), unique: true }]

        """)
      let rows = (0..<(number * 37 % 500)).map { "\(number % 5 == 3 && $0 == 17 ? 3 : $0)\n" }
      try bench.write("c/\(number).csv", "a\n" + rows.joined())
    }
    return bench
  }

  @Test func reportsAndComplaintsAreThoseOfOneThread() throws {
    let bench = try Self.bench()
    let alone = try bench.check("c", "--threads", "1", "--json", "1.json", "--junit", "1.xml")
    #expect(alone.status == 2)
    #expect(alone.complaints.contains("c/133.assay.yaml has the id `c7`, which c/107.assay.yaml has already"))
    let json = try bench.text("1.json")
    for threads in ["2", "3", "16", "100"] {
      let run = try bench.check(
        "c", "--threads", threads, "--block-size", "100", "--json", "n.json", "--junit", "n.xml")
      #expect(run.status == alone.status)
      #expect(run.output == alone.output)
      #expect(run.complaints == alone.complaints)
      #expect(try bench.text("n.json") == json)
      #expect(try bench.text("n.xml") == bench.text("1.xml"))
    }
  }

  @Test func complaintsStandInTheOrderOfTheContracts() throws {
    let run = try Self.bench().check("c", "--threads", "4", "--quiet")
    let paths = run.complaints.split(separator: "\n").compactMap { line in
      (100..<140).first { line.contains("c/\($0).assay.yaml:") }
    }
    #expect(!paths.isEmpty)
    #expect(paths == paths.sorted())
  }

  /// Standard input goes to one of them, and the rest say so.
  @Test func standardInputIsReadOnce() throws {
    let bench = try Bench()
    for id in ["a", "b"] {
      try bench.write(
        "\(id).assay.yaml",
        "assay: 1\nid: \(id)\ndata: { files: \"-\", format: csv }\nfields: [{ name: a, type: integer }]\n")
    }
    let run = try bench.check("a.assay.yaml", "b.assay.yaml", "--threads", "4", "--json", "-", input: "a\n1\n")
    let json = try run.json()
    #expect(json["contracts"][0]["record_count"].int == 1)
    #expect(json["contracts"][1]["problems"][0]["message"].string?.contains("which a.assay.yaml has read already") == true)
    #expect(run.status == 3, "\(run.all)")
  }

  /// Two that name one pipe: the first has all of it, as it would alone.
  @Test func aPipeIsNotSplitAmongContracts() throws {
    let bench = try Bench()
    for id in ["a", "b"] {
      try bench.write(
        "\(id).assay.yaml",
        "assay: 1\nid: \(id)\ndata: { files: /dev/stdin, format: csv }\nfields: [{ name: a, type: integer }]\n")
    }
    let line = """
      (echo a; seq 100000) | "$ASSAY" check a.assay.yaml b.assay.yaml --threads 4 --json - | grep -m1 '"record_count"'
      """
    #expect(try bench.shell(line).output.contains("\"record_count\": 100000,"))
  }
}

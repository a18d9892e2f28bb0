import TestSupport
import Testing

/// Sentences that people met and stumbled over.
struct WordingTests {
  @Test func aFieldThatNoOneDeclaredIsNamed() throws {
    let scratch = try Scratch()
    try scratch.write("t.jsonl", "{\"a\":1}\n{\"b\":2}\n")
    try scratch.write(
      "t.assay.yaml", "assay: 1\nid: t\ndata: { files: t.jsonl }\nfields:\n  - { name: a, type: integer }\n")
    let text = try assay(["check", "t.assay.yaml"], in: scratch.path).output
    #expect(text.contains("expected only declared fields; at /b"))
  }

  @Test func aQuestionEndsWithOneMark() throws {
    let scratch = try Scratch()
    try scratch.write("t.assay.yaml", "assay: 1\nid: t\ndata: { files: t.csv }\nlicense: Apache2\n")
    let complaints = try assay(["lint", "t.assay.yaml"], in: scratch.path)
    #expect((complaints.output + complaints.complaints).contains("did you mean `Apache-2.0`? [license.invalid]"))
  }

  /// Header → the delimiter that the contract probably lacks.
  @Test(arguments: [
    ("id;amount;country", #";"#), ("id\tamount\tcountry", #"\t"#), ("id|amount net|country", #"|"#),
  ])
  func aHeaderInOnePieceHintsAtTheDelimiter(header: String, delimiter: String) throws {
    let bench = try Bench.withOrders()
    try bench.write("orders.csv", header + "\n1\n")
    let hint = "perhaps the contract needs `csv: { delimiter: \"\(delimiter)\" }`"
    let run = try bench.check("orders.assay.yaml", "--verbose")
    #expect(run.output.contains(hint), "\(run.output)")
    // What the hint says is right.
    let fixed = Bench.ordersContract.replacing(
      "files: orders.csv", with: "files: orders.csv, csv: { delimiter: \"\(delimiter)\" }")
    try bench.write("orders.assay.yaml", fixed)
    let missing = try bench.check("orders.assay.yaml").output.contains("/id/column.missing")
    #expect(!missing)
    try bench.write("orders.assay.yaml", Bench.ordersContract)
    try bench.write("orders.csv", "number\n1\n")
    #expect(try !bench.check("orders.assay.yaml").output.contains("perhaps"))
    // The delimiter that the contract has is not the one that it lacks.
    for header in ["\"id,amount,country\"", "\"id,amount"] {
      try bench.write("orders.csv", header + "\n1\n")
      #expect(try !bench.check("orders.assay.yaml").output.contains("perhaps"))
    }
  }

  @Test func aValueThatIsNoDateShowsTheLayout() throws {
    let bench = try Bench()
    try bench.write(
      "t.assay.yaml",
      """
      assay: 1
      id: t
      data: { files: t.csv }
      fields:
        - { name: day, type: date, layout: "%d/%m/%Y" }
        - { name: at, type: timestamp, layout: epoch_ms }
        - { name: iso, type: date, layout: iso }

      """)
    try bench.write("t.csv", "day,at,iso\n2026-01-02,now,today\n")
    let text = try bench.check("t.assay.yaml").output
    #expect(text.contains("expected a date as `%d/%m/%Y`\n"), "\(text)")
    #expect(text.contains("expected a timestamp as `epoch_ms`\n"))
    #expect(text.contains("expected a date\n"))
  }

  @Test func aKeywordForAllTypesSaysSo() throws {
    let text = try assay(["explain", "cell.missing"]).output
    #expect(text.contains("place  a field of every type\n"))
  }
}

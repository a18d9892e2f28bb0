import TestSupport
import Testing

/// What the text report says at a first look at somebody else's data.
@Suite struct FirstLookTests {
  private func check(_ type: String, _ value: String, data: String = "") throws -> CommandResult {
    let bench = try Bench()
    try bench.write("d.csv", "id;a\n1;\(value)\n")
    try bench.write(
      "d.assay.yaml",
      """
      assay: 1
      id: d
      data: { files: d.csv, csv: { delimiter: ";" } }
      fields:
        - { name: id, type: integer }
        - { name: a, type: \(type)\(data) }

      """)
    return try bench.check("d.assay.yaml")
  }

  /// Type, value → what the contract lacks.
  @Test(arguments: [
    ("decimal", "99,90", #"decimal_mark: ",""#),
    ("decimal", "-1.234,50", #"decimal_mark: ",", group_mark: ".""#),
    ("decimal", "1,234.50", #"group_mark: ",""#),
    ("date", "01.02.2026", #"layout: "%d.%m.%Y""#),
    ("date", "01/02/2026", #"layout: "%d/%m/%Y""#),
    ("timestamp", "01.02.2026 12:30", #"layout: "%d.%m.%Y %H:%M""#),
    ("timestamp", "01/02/2026 12:30", #"layout: "%d/%m/%Y %H:%M""#),
  ])
  func aSpellingFromElsewhereNamesItsWord(type: String, value: String, words: String) throws {
    let run = try check(type, value)
    #expect(run.status == 1)
    for word in words.split(separator: ", ") where word.contains(":") {
      #expect(run.output.contains("→ ") && run.output.contains("`\(word)`"), "\(run.output)")
    }
    // What it says is right.
    #expect(try check(type, value, data: ", " + words).status == 0)
  }

  @Test func aWordForTruthIsListed() throws {
    let run = try check("boolean", "ja")
    #expect(run.output.contains("→ other spellings stand in the lists `true` and `false`"), "\(run.output)")
    #expect(try check("boolean", "ja", data: ", true: [ja], false: [nein]").status == 0)
  }

  @Test(arguments: [("decimal", "heavy"), ("date", "2026-13-01"), ("integer", "1,5")])
  func whatPointsNowhereHasNoAdvice(type: String, value: String) throws {
    #expect(try !check(type, value).output.contains("→"))
  }

  @Test func aPrivateValueGivesNoAdvice() throws {
    #expect(try !check("decimal", "99,90", data: ", privacy: pii").output.contains("decimal_mark"))
  }

  @Test func otherEncodingsAreNamed() throws {
    let bench = try Bench()
    let contract = "assay: 1\nid: d\ndata: { files: d.csv }\nfields: [{ name: a, type: string }]\n"
    try bench.write("d.assay.yaml", contract)
    #expect(try bench.shell("printf 'a\\nCaf\\351\\n' > d.csv").status == 0)
    let words = try bench.check("d.assay.yaml").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("→ where a file is not in UTF-8, the contract says in what: `data: { encoding: windows-1252 }`"))
    try bench.write("d.assay.yaml", contract.replacing("files: d.csv", with: "files: d.csv, encoding: windows-1252"))
    #expect(try bench.check("d.assay.yaml").status == 0)
  }

  @Test func aColumnThatIsNotDeclaredIsNamed() throws {
    let bench = try Bench.withOrders()
    try bench.write("orders.csv", "id,amount,country,note\n1,5.00,DE,x\n")
    #expect(try bench.check("orders.assay.yaml").output.contains("`note`, column 4"))
  }

  @Test func theOtherValuesThatEnumRefusesAreListed() throws {
    let bench = try Bench.withOrders("1,5.00,XX\n2,5.00,YY\n3,5.00,XX\n4,5.00,ZZ\n")
    let run = try bench.check("orders.assay.yaml")
    #expect(run.output.contains("           others: YY, ZZ\n"), "\(run.output)")
    let hidden = Bench.ordersContract.replacing("name: country,", with: "name: country, privacy: pii,")
    try bench.write("orders.assay.yaml", hidden)
    #expect(try !bench.check("orders.assay.yaml").output.contains("others:"))
    try bench.write("orders.assay.yaml", Bench.ordersContract)
    let many = (1...99).map { "\($0),1,C\($0)\n" }.joined()
    try bench.write("orders.csv", "id,amount,country\n" + many)
    let lines = try bench.check("orders.assay.yaml").output.split(separator: "\n")
    let line = lines.first { $0.contains("others: C2, C3, ") }
    #expect(line.map { $0.hasSuffix(", …") && $0.count <= 120 } == true, "\(line ?? "none")")
  }

  @Test func theOtherSourcesThatAreNotDeclaredAreListed() throws {
    let bench = try Bench()
    try bench.write("s.yaml", "assay_sources: 1\nsources:\n  - { id: S1, license: CC0-1.0 }\n")
    try bench.write("d.csv", "id,s\n1,S1\n2,S17\n3,S18\n4,S17\n5,S19\n")
    try bench.write(
      "d.assay.yaml",
      "assay: 1\nid: d\ndata: { files: d.csv }\nfields: [{ name: id, type: integer }, { name: s, type: string }]\n"
        + "provenance: { field: s, sources: s.yaml }\n")
    let run = try bench.check("d.assay.yaml")
    #expect(run.output.contains("others: S18, S19\n"), "\(run.output)")
  }
}

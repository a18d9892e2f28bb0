import Testing

@testable import Markup

private func parse(_ text: String, limits: YAML.Limits = .init()) -> (root: Node?, problems: [MarkupProblem]) {
  YAML.parse(Array(text.utf8), limits: limits)
}

private func place(_ problem: MarkupProblem) -> String { "\(problem.line):\(problem.column) \(problem.code)" }

@Suite struct YAMLTests {
  @Test func everyNodeKnowsItsPlace() throws {
    let root = try #require(parse("a: 1\nlist:\n  - x\n  - { b: \"é\", c: y }\n").root)
    #expect((root.line, root.column) == (1, 1))
    let list = try #require(root.entry("list"))
    #expect((list.key.line, list.key.column) == (2, 1))
    let flow = try #require(list.value.items?.last)
    #expect((flow.line, flow.column) == (4, 5))
    #expect(flow["c"].map { [$0.line, $0.column] } == [4, 18])
    #expect(flow.isFlow && !list.value.isFlow)
  }

  @Test func columnsCountScalarsAndIgnoreTheByteOrderMark() throws {
    let root = try #require(parse("\u{FEFF}é: 😀x\n").root)
    #expect(root.entries?.first.map { [$0.key.column, $0.value.column] } == [1, 4])
  }

  @Test(arguments: [
    ("", Node.Resolved.null), ("~", .null), ("null", .null), ("NULL", .null), ("nULL", .string),
    ("true", .boolean(true)), ("True", .boolean(true)), ("TRUE", .boolean(true)), ("tRUE", .string),
    ("false", .boolean(false)), ("no", .string), ("NO", .string), ("yes", .string), ("on", .string), ("y", .string),
    ("0", .integer), ("-12", .integer), ("+12", .integer), ("012", .integer), ("0x1F", .integer), ("0o17", .integer),
    ("0o8", .string), ("0x", .string), ("1_000", .string), ("12:30", .string), ("2026-01-01", .string),
    ("1.", .float), (".5", .float), ("-1.5e+3", .float), ("1e3", .float), ("1e", .string), (".", .string),
    ("+", .string), (".inf", .float), ("-.INF", .float), (".nan", .float), ("-.nan", .string), ("1.2.3", .string),
  ])
  func plainScalarsFollowTheCoreSchema(text: String, expected: Node.Resolved) {
    #expect(Node.resolve(text) == expected)
  }

  @Test func quotedScalarsAreStringsAndKeepTheirText() throws {
    let root = try #require(parse("a: '1'\nb: \"\"\nc: |\n  x\nd: 1.10\n").root)
    #expect(root["a"]?.resolved == .string)
    #expect(root["b"]?.isNull == false)
    #expect(root["c"]?.text == "x\n")
    #expect(root["d"]?.text == "1.10")
  }

  @Test func everyDuplicateKeyIsReported() {
    let result = parse("a: 1\nb: 2\na: 3\nc: { x: 1, 'x': 2 }\na: 4\n")
    #expect(result.root == nil)
    #expect(result.problems.map(place) == ["3:1 key.duplicate", "4:12 key.duplicate", "5:1 key.duplicate"])
  }

  @Test func keysThatOnlyLookAlikeAreNoDuplicates() {
    #expect(parse("\u{E9}: 1\ne\u{301}: 2\n").problems.isEmpty)
  }

  @Test(arguments: [
    ("a: !foo x\n", "1:4 yaml.tag"), ("a: !!str 1\n", "1:4 yaml.tag"), ("a: &x 1\nb: { <<: *x }\n", "2:6 yaml.merge_key"),
    ("a: 1\n---\nb: 2\n", "2:1 yaml.documents"), ("a: *nothing\n", "1:4 yaml.alias_unknown"),
    ("a: &x [1, *x]\n", "1:11 yaml.alias_recursive"), ("? [a]\n: 1\n", "1:3 key.not_scalar"),
    ("a: [1, 2\n", "2:1 yaml.syntax"), ("a: \"\\d\"\n", "1:5 yaml.syntax"), ("a: @x\n", "1:4 yaml.syntax"),
    ("a: \u{7}\n", "1:4 yaml.character"), ("a: 1\n\tb: 2\n", "2:1 yaml.syntax"),
  ])
  func whatWeDoNotReadIsRefused(text: String, expected: String) {
    let result = parse(text)
    #expect(result.root == nil)
    #expect(result.problems.map(place) == [expected], "\(result.problems)")
  }

  @Test(arguments: ["p: [A-Z]{2}\n", "p: @x\n", "p: %x\n", "p: \"\\d\"\n", "p: {a}b\n", "p: ,x: }\n", "m: [#N/A]\nb: 1\n"])
  func specialCharactersAdviseSingleQuotes(text: String) {
    #expect(parse(text).problems.first?.advice?.contains("single quotes") == true, "\(parse(text).problems)")
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() {
    let result = YAML.parse(Array("a: 1\nbé: ".utf8) + [0xFF, 0x0A])
    #expect(result.problems.map(place) == ["2:5 encoding.not_utf8"])
    #expect(YAML.parse(Array("a: ".utf8) + [0xE2, 0x82]).problems.map(place) == ["1:4 encoding.not_utf8"])
  }

  @Test func aliasesAreExpandedWithinABound() throws {
    let root = try #require(parse("a: &x [1, 2]\nb: *x\n").root)
    #expect(root["b"] == root["a"])
    var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      laughs += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(parse(laughs).problems.map(\.code) == ["yaml.alias_limit"])
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(parse(deep).problems.map(\.code) == ["markup.too_deep"])
    #expect(parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).problems.isEmpty)
    #expect(parse(String(repeating: "[", count: 100_000)).problems.count == 1)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "\n"])
  func anEmptyTextHasNoProblems(text: String) {
    #expect(parse(text).problems.isEmpty)
    #expect(parse(text).root.map(\.isNull) ?? true)
  }
}

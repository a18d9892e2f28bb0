import Testing

@testable import Markup

private func parse(_ text: String) throws(MarkupProblem) -> Node { try JSON.parse(Array(text.utf8)) }

@Suite struct JSONTests {
  @Test func valuesKeepTheirText() throws {
    let root = try parse(#"{"a": 1.10, "b": [true, null, "x\n\u00e9\ud83d\ude00"], "c": "1"}"#)
    #expect(root["a"]?.text == "1.10")
    #expect(root["a"]?.resolved == .float)
    #expect(root["b"]?.items?.map(\.resolved) == [.boolean(true), .null, .string])
    #expect(root["b"]?.items?.last?.text == "x\né😀")
    #expect(root["c"]?.resolved == .string)
  }

  @Test func everyNodeKnowsItsPlace() throws {
    let root = try parse("{\n  \"é\": [1,\n 22]}")
    let entry = try #require(root.entries?.first)
    #expect([entry.key.line, entry.key.column, entry.value.line, entry.value.column] == [2, 3, 2, 8])
    #expect(entry.value.items?.map { [$0.line, $0.column] } == [[2, 9], [3, 2]])
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "[1 2]", "01", "+1", "1.", ".5", "1e", "-", "NaN", "tru", "nul",
    "\"a", "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "1 2", "[1]]",
    "'a'", "// x\n1", "\u{FEFF}1", "{\"a\":1,\"a\":2}", "{\"a\" 1}", "{1:2}",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: MarkupProblem.self) { try parse(text) }
  }

  @Test func problemsHaveTheirPlace() {
    #expect(throws: MarkupProblem(code: "json.syntax", "A value is expected, found `}`.", line: 2, column: 6)) {
      try parse("{\n\"é\": }")
    }
    #expect(throws: MarkupProblem(code: "key.duplicate", "The key `a` is here twice.", line: 1, column: 9)) {
      try parse(#"{"a":1, "a":2}"#)
    }
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "[", count: 513) + String(repeating: "]", count: 513)
    #expect { try parse(deep) } throws: { ($0 as? MarkupProblem)?.code == "markup.too_deep" }
  }

  /// The examples of RFC 6901, section 5.
  @Test(arguments: [
    ("/foo/0", "bar"), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"),
    ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
  ])
  func pointersLeadToTheirValues(pointer: String, expected: String) throws {
    let text = #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#
    let root = try parse(text)
    #expect(root.value(at: pointer)?.text == expected)
    #expect(root.value(at: "") == root)
  }

  @Test(arguments: ["foo", "/foo/2", "/foo/01", "/foo/-1", "/foo/-", "/foo/+1", "/foo/0/x", "/nothing", "/m~n", "/m~2n"])
  func pointersThatLeadNowhereGiveNothing(pointer: String) throws {
    #expect(try parse(#"{"foo":["bar","baz"],"m~n":8}"#).value(at: pointer) == nil)
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("minLength", "min_length"), ("requird", "required"), ("uniqeu", "unique"), ("max-length", "max_length"),
    ("Enum", "enum"), ("ruels", nil), ("zzzz", nil), ("", nil),
  ])
  func theNearestNameIsSuggested(word: String, expected: String?) {
    let names = ["min_length", "max_length", "required", "unique", "enum"]
    #expect(suggestion(for: word, among: names) == expected)
  }
}

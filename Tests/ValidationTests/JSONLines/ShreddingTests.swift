import Contracts
import Testing

@testable import Validation

struct ShreddingTests {
  @Test func absentNullAndEmptyAreThreeThings() {
    let text = """
      {"a":"x"}
      {"a":""}
      {"a":null}
      {}
      """
    #expect(shredding(text, "a")?.rows == ["0: a=string(x)", "1: a=string()", "2: a=null", "3: a=absent"])
  }

  @Test func whatAParentIsNotIsAbsent() {
    let text = """
      {"m":{"u":1}}
      {"m":{}}
      {"m":null}
      {"m":[{"u":1}]}
      {"m":"u"}
      {}
      """
    #expect(
      shredding(text, "m.u")?.rows == [
        "0: m.u=number(1)", "1: m.u=absent", "2: m.u=absent", "3: m.u=absent", "4: m.u=absent", "5: m.u=absent",
      ])
  }

  @Test(arguments: [
    ("1.10", "number(1.10)"), ("-0", "number(-0)"), ("1E+2", "number(1E+2)"), ("0.1e-7 ", "number(0.1e-7)"),
    ("100000000000000000000", "number(100000000000000000000)"),
    ("18446744073709551615", "number(18446744073709551615)"),
    ("1e-400", "number(1e-400)"), ("true", "true(true)"), ("false", "false(false)"), (" null ", "null"),
    (#""a\"b\\c\/d\b\f\n\r\te""#, "string(a\"b\\c/d\u{8}\u{C}\n\r\te)"),
    (#""\u00e9\u20AC\u0000\u07ff\uFFFF""#, "string(é€\0\u{7ff}\u{ffff})"),
    (#""\ud83d\ude00!\uDBFF\uDFFF""#, "string(😀!\u{10ffff})"),
    (#""x\\u0041""#, #"string(x\u0041)"#), (#""\\ud800 \\\\u""#, #"string(\ud800 \\u)"#),
    ("\"a\u{2028}b\"", "string(a\u{2028}b)"), ("\"sixteen bytes ..\"", "string(sixteen bytes ..)"),
    (#""" "#, "string()"), (#"{"a" : [1, 2] }"#, #"object({"a" : [1, 2] })"#), ("{}", "object({})"),
    ("{ }", "object({ })"), ("[]", "array#0([])"), ("[ ]", "array#0([ ])"), ("[1]", "array#1([1])"),
    ("[[1,2],{\"a\":3}]", "array#2([[1,2],{\"a\":3}])"), (#"["]", "\"}", ","]"#, #"array#3(["]", "\"}", ","])"#),
    (#"[{"a":[1,2]},null,[],{}]"#, #"array#4([{"a":[1,2]},null,[],{}])"#),
  ])
  func valuesKeepTheirText(value: String, expected: String) {
    #expect(shredding("{\"v\":\(value)}", "v")?.rows == ["0: v=\(expected)"])
    #expect(shredding(" {\"w\":[{}], \"v\" :\t\(value) , \"z\":0 }\r\n", "v")?.rows == ["0: v=\(expected)"])
    #expect(shredding("{\"v\":[\(value),\(value)]}", "v[]")?.rows == ["0: v[]=\(expected) v[]=\(expected)"])
  }

  @Test func itemsAreValuesOfTheirRow() {
    let text = """
      {"t":["a",null,1]}
      {"t":[]}
      {"t":null}
      {"t":{"a":1}}
      {}
      {"t":[[1],{}]}
      """
    #expect(
      shredding(text, "t", "t[]")?.rows == [
        #"0: t=array#3(["a",null,1]) t[]=string(a) t[]=null t[]=number(1)"#, "1: t=array#0([])", "2: t=null",
        #"3: t=object({"a":1})"#, "4: t=absent", "5: t=array#2([[1],{}]) t[]=array#1([1]) t[]=object({})",
      ])
  }

  @Test func everyItemHasOneValueOfWhatItShouldHold() {
    let text = """
      {"i":[{"s":1},{},{"s":null},7,null,{"s":{"s":2}}]}
      {"i":[{"p":[1,2]},{"p":[]},{},{"p":[3]}]}
      """
    #expect(
      shredding(text, "i[].s")?.rows == [
        #"0: i[].s=number(1) i[].s=absent i[].s=null i[].s=absent i[].s=absent i[].s=object({"s":2})"#,
        "1: i[].s=absent i[].s=absent i[].s=absent i[].s=absent",
      ])
    #expect(shredding(text, "i[].p[]")?.rows == ["0:", "1: i[].p[]=number(1) i[].p[]=number(2) i[].p[]=number(3)"])
  }

  @Test func columnsGrowWithinARow() {
    let lengths = [0, 1, 63, 64, 65, 1000, 3, 5000]
    let text = lengths.map { "{\"t\":[\((0..<$0).map { "\($0)" }.joined(separator: ","))]}\n" }.joined()
    let expected = lengths.enumerated().map { row, length in
      (["\(row):"] + (0..<length).map { "t[]=number(\($0))" }).joined(separator: " ")
    }
    #expect(shredding(text, "t[]", rowsPerBatch: 256)?.rows == expected)
    #expect(shredding(text, "t[]", rowsPerBatch: 2)?.rows == expected)
  }

  @Test func arraysOfArraysAreWalked() {
    let text = #"{"g":[[1,2],[],3,[[4]]]}"#
    #expect(
      shredding(text, "g[]", "g[][]")?.rows == [
        "0: g[]=array#2([1,2]) g[]=array#0([]) g[]=number(3) g[]=array#1([[4]]) "
          + "g[][]=number(1) g[][]=number(2) g[][]=array#1([4])"
      ])
  }

  @Test func keysAreComparedWithoutTheirEscapes() {
    let text = #"{"\u0061\/b":1,"a.b":2,"":3,"é":4,"longer than eight":5}"#
    #expect(
      shredding(text, "a/b", "a\\.b", "é", "longer than eight", "longer than")?.rows == [
        "0: a/b=number(1) a\\.b=number(2) é=number(4) longer than eight=number(5) longer than=absent"
      ])
    // The same letter to a reader, but not the same bytes.
    #expect(shredding("{\"e\u{301}\":1}", "é")?.rows == ["0: é=absent"])
  }

  @Test func wideObjectsInAnyOrder() {
    let names = (0..<300).map { "field_\($0)" }
    let document = "{" + names.reversed().map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
    for engine in JSONLinesReader.Engine.allCases {
      let rows = Shredding(document, paths: names, engine: engine).rows
      #expect(rows == ["0: " + names.map { "\($0)=string(\($0))" }.joined(separator: " ")])
    }
  }

  @Test func extraFieldsAreThoseOfNamedObjects() {
    let text = """
      {"a":1,"m":{"u":1,"free":{"x":1}},"i":[{"s":1}]}
      {"a":1,"b~c":2,"d":3}
      {"m":{"u":1,"v/w":2}}
      {"i":[{"s":1},{"s":2,"t":[{}]}]}
      {"x":1,"x":2}
      """
    let result = shredding(text, "a", "m.u", "m.free", "i[].s")
    #expect(result?.extraFields == ["/b~0c", "/m/v~1w", "/i/1/t"])
    #expect(result?.faults.count == 1)
  }

  @Test func batchesOfAnySizeHoldTheSame() {
    let text = (0..<20).map { $0 % 5 == 2 ? "{]\n" : "{\"a\":\"\\u0041\($0)\",\"t\":[\($0)]}\n" }.joined()
    let whole = shredding(text, "a", "t[]", rowsPerBatch: 256)
    #expect(whole?.rows.count == 16)
    for size in 1...20 { #expect(shredding(text, "a", "t[]", rowsPerBatch: size) == whole) }
  }

  @Test func longUnescapedTextsStayUntilTheBatchIsRefilled() {
    let long = String(repeating: "\\n", count: 100_000)
    let text = (0..<8).map { "{\"a\":\"\($0)\(long)\"}\n" }.joined()
    let expected = (0..<8).map { "\($0): a=string(\($0)\(String(repeating: "\n", count: 100_000)))" }
    #expect(shredding(text, "a", rowsPerBatch: 256)?.rows == expected)
    #expect(shredding(text, "a", rowsPerBatch: 1)?.rows == expected)
  }

  @Test func anEmptyBlockHasNoRecords() {
    #expect(shredding("", "a") == Shredding("", paths: ["a"], engine: .plain))
    #expect(shredding("", "a")?.rows == [] && shredding("", "a")?.faults == [])
  }

  @Test(arguments: [
    ("t[]", 0, "/t/0"), ("t[]", 2, "/t/2"), ("i[].s", 0, "/i/0/s"), ("i[].s", 1, "/i/1/s"), ("i[].s", 2, "/i/2/s"),
    ("i[].p[]", 2, "/i/2/p/0"), ("g[][]", 2, "/g/2/0"), ("a.b", 0, "/a/b"), ("t", 0, "/t"), ("x~/y.z", 0, "/x~0~1y/z"),
  ])
  func pointersLeadToTheValue(path: String, n: Int, expected: String) throws {
    let text = #"{"t":[1,2,3],"i":[{"s":1,"p":[1,2]},{},{"p":[3]}],"g":[[1,2],[],[3]],"a":{"b":1}}"#
    let plan = ShredPlan(paths: [try #require(FieldPath(path: path))])
    let pointer = Array(text.utf8).withUnsafeBufferPointer { plan.pointer(ofValue: n, field: 0, in: $0) }
    #expect(pointer == expected)
  }

  @Test func thereIsNoPointerToWhatIsNotThere() throws {
    let plan = ShredPlan(paths: [try #require(FieldPath(path: "t[]"))])
    let text = Array(#"{"t":[1]}"#.utf8)
    #expect(text.withUnsafeBufferPointer { plan.pointer(ofValue: 1, field: 0, in: $0) } == nil)
  }
}

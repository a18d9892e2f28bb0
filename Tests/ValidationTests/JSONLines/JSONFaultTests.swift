import Contracts
import Testing

@testable import Validation

struct JSONFaultTests {
  /// `‸` stands before the byte that is at fault.
  @Test(arguments: [
    ("malformed_document", #"{"a":‸}"#), ("malformed_document", #"{"a" ‸1}"#), ("malformed_document", #"{‸a:1}"#),
    ("malformed_document", #"{"a":1,‸}"#), ("malformed_document", #"{"a":1‸"#), ("malformed_document", #"{"a":"x‸"#),
    ("malformed_document", #"{"a":0‸1}"#), ("malformed_document", #"{"a":1.‸}"#), ("malformed_document", #"{"a":-‸}"#),
    ("malformed_document", #"{"a":‸+1}"#), ("malformed_document", #"{"a":‸.5}"#), ("malformed_document", #"{"a":1e‸}"#),
    ("malformed_document", #"{"a":‸NaN}"#),
    ("malformed_document", #"{"a":‸Infinity}"#),
    ("malformed_document", #"{"a":-‸Infinity}"#),
    ("malformed_document", #"{"a":n‸an}"#),
    ("malformed_document", #"{"a":tru‸}"#),
    ("malformed_document", #"{"a":[1 ‸2]}"#),
    ("malformed_document", #"{"a":[1‸}"#),
    ("malformed_document", #"{"a":"\‸q"}"#),
    ("malformed_document", #"{"a":"\u12‸g4"}"#),
    ("malformed_document", "{\"a\":\"x‸\ty\"}"),
    ("malformed_document", "{\"a\":\"x‸\0y\"}"),
    ("malformed_document", "{\"a\":1‸\0}"),
    ("malformed_document", #"{"a":‸é}"#), ("malformed_document", "n‸onsense"),
    ("malformed_document", #"{"a":‸'x'}"#),
    ("malformed_document", #"{"a":1 ‸/*x*/}"#),
    ("malformed_document", "‸\u{FEFF}{}"),
    ("trailing_bytes", #"{"a":1}‸,"#), ("trailing_bytes", #"{"a":1} ‸{"a":2}"#), ("trailing_bytes", #"{}‸}"#),
    ("duplicate_key", #"{"a":1,‸"a":2}"#),
    ("duplicate_key", #"{"a":1,‸"\u0061":2}"#),
    ("duplicate_key", #"{"x":[{"y":{"k":1,"l":0,‸"k":1}}]}"#),
    ("duplicate_key", #"{"":1,‸"":2}"#),
    ("duplicate_key", #"{"a":1,‸"a":2,"b":}"#),
    ("duplicate_key", #"{"m":{"u":1},‸"m":{"u":2},"a":{"b":1,"b":1}}"#),
    ("number_out_of_range", #"{"a":‸1e400}"#),
    ("number_out_of_range", #"{"a":‸-1e400}"#),
    ("number_out_of_range", #"{"a":[0,‸1.8e308]}"#),
    ("lone_surrogate", #"{"a":"x‸\ud800"}"#),
    ("lone_surrogate", #"{"a":"‸\udc00"}"#),
    ("lone_surrogate", #"{"a":"‸\udc00\udc00"}"#),
    ("lone_surrogate", #"{"a":"‸\udbff\ue000"}"#),
    ("lone_surrogate", #"{"a":"‸\udfff\ud800"}"#),
    ("lone_surrogate", #"{"a":"‸\ud800\\udc00"}"#),
    ("lone_surrogate", #"{"a":"‸\ud800xudc00"}"#),
    ("lone_surrogate", #"{"a":"‸\ud800\ndc00"}"#),
    ("lone_surrogate", #"{"a":"‸\ud800\ud800"}"#),
    ("lone_surrogate", #"{"‸\ud83dx":1}"#),
    ("lone_surrogate", #"{"a":"\ud83d\ude00‸\ude00"}"#),
    ("lone_surrogate", #"{"a":"‸\uD800\u0041"}"#),
    ("not_an_object", "‸[1]"), ("not_an_object", " ‸[{}"), ("not_an_object", "‸null"), ("not_an_object", "‸\"x\""),
    ("not_an_object", "‸-1.5e3"), ("not_an_object", "‸true false"), ("blank_record", "‸"), ("blank_record", "‸ \t "),
  ])
  func everyFaultHasItsKindAndOffset(kind: String, marked: String) throws {
    let mark = try #require(marked.range(of: "‸"))
    let text = marked.replacing("‸", with: "")
    let offset = marked[..<mark.lowerBound].utf8.count
    let block = "{}\n\(text)\n{\"a\":1}\n"
    let result = shredding(block, "a", "m.u")
    #expect(result?.faults == ["1: \(kind) at \(3 + offset)"])
    #expect(result?.rows == ["0: a=absent m.u=absent", "2: a=number(1) m.u=absent"])
    // The last record may lack its line feed; a carriage return is blank.
    if !text.isEmpty { #expect(shredding("{}\n\(text)", "a")?.faults == ["1: \(kind) at \(3 + offset)"]) }
    #expect(shredding("{}\r\n\(text)\r\n", "a")?.faults.count == 1)
  }

  @Test func theFirstFaultByOffsetIsTheOneThatCounts() {
    #expect(shredding("{\"a\":1e999,\"b\":\"\\ud800\",}", "a")?.faults == ["0: number_out_of_range at 5"])
    for engine in JSONLinesReader.Engine.allCases {
      let bytes = Array("{\"a\":\"".utf8) + [0xFF] + Array("\",\"a\":1}".utf8)
      #expect(Shredding(bytes, paths: ["a"], engine: engine).faults == ["0: bad_encoding at 6"])
    }
  }

  @Test func duplicatesAreFoundInWideObjects() {
    let keys = (0..<500).map { "\"k\($0)\":\($0)" }
    let twice = "{" + keys.joined(separator: ",") + ",\"k250\":0}"
    #expect(shredding("{" + keys.joined(separator: ",") + "}", "k1")?.faults == [])
    #expect(shredding(twice, "k1")?.faults == ["0: duplicate_key at \(twice.utf8.count - 9)"])
  }

  @Test func aRowTakenBackLeavesNothingBehind() {
    let text = """
      {"t":[1,2],"a":1}
      {"t":[3,4],"a":2,"t":[5]}
      {"t":[6],"a":3}
      """
    #expect(
      shredding(text, "a", "t[]")?.rows
        == ["0: a=number(1) t[]=number(1) t[]=number(2)", "2: a=number(3) t[]=number(6)"])
  }

  @Test(arguments: [1022, 1023, 1024, 1025, 5000])
  func nestingHasALimit(depth: Int) {
    let arrays = "{\"a\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
    let objects = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    let isRead = depth <= 1024
    #expect(shredding(arrays, "a")?.faults == (isRead ? [] : ["0: too_deep at \(5 + 1023)"]))
    #expect(shredding(objects, "a")?.faults == (isRead ? [] : ["0: too_deep at \(5 * 1024)"]))
    #expect(shredding(objects, "a.a.a.b")?.rows == (isRead ? ["0: a.a.a.b=absent"] : []))
  }

  @Test func recordsOverTheLimitAreNotRead() {
    let text = "{\"a\":1}\n{\"a\":12}\n{\"a\":123}\n{]\n{\"a\":1} \n"
    let result = shredding(text, "a", limit: 8)
    #expect(result?.faults == ["2: record_too_long at 17", "3: malformed_document at 28"])
    #expect(result?.rows == ["0: a=number(1)", "1: a=number(12)", "4: a=number(1)"])
  }

  /// Large numbers around the largest double, whose neighbour is infinite.
  @Test(arguments: [
    ("1.7976931348623157e308", true), ("1.7976931348623158e308", true), ("1.7976931348623159e308", false),
    ("17976931348623157e292", true), ("1e308", true), ("1e309", false), ("0e999999999999999999999", true),
    ("0.00001e312", true), ("0.00001e314", false), ("1e-999999999999999999999", true),
    (String(repeating: "9", count: 308), true), (String(repeating: "9", count: 310), false),
    (String(repeating: "9", count: 400) + "e-200", true), ("0." + String(repeating: "0", count: 400) + "1e500", true),
  ])
  func numbersMustFitADouble(number: String, fits: Bool) {
    #expect(shredding("{\"a\":\(number)}", "a")?.faults == (fits ? [] : ["0: number_out_of_range at 5"]))
  }
}

import Contracts
import Markup
import Testing

@testable import Validation

/// Items of an array are told apart as JSON Schema has it.
struct ItemScanTests {
  @Test(arguments: [
    ("[]", false), ("[1]", false), ("[1,2]", false), ("[1,2,1]", true), ("[1,1.0]", true), ("[10,1e1]", true),
    ("[0,-0]", true), ("[0.1,1e-1]", true), ("[1,\"1\"]", false), ("[true,\"true\"]", false), ("[null,null]", true),
    (#"["a","\u0061"]"#, true), (#"["\"","\\\""]"#, false), (#"["a\\","a\\"]"#, true), ("[ 1 ,\t1 ]", true),
    ("[[1,2],[1,2]]", true), ("[[1,2],[2,1]]", false), ("[[12],[1,2]]", false), ("[[],{}]", false),
    (#"[{"a":1,"b":2},{"b":2,"a":1}]"#, true), (#"[{"a":1},{"a":2}]"#, false), (#"[{"a":{"b":1}},{"a":{"b":1.0}}]"#, true),
    (#"[{"ab":"c"},{"a":"bc"}]"#, false), (#"[{"a":"x","b":"y"},{"a":"xb","":"y"}]"#, false),
    ("[1\(String(repeating: "0", count: 70)),1e70]", true), ("[12345678901234567890,1234567890123456789e1]", true),
    ("[\"a text of more than sixteen bytes\",\"a text of more than sixteen bytez\"]", false),
    ("[\"a text of more than sixteen bytes\",2,\"a text of more than sixteen bytes\"]", true),
  ])
  func equalItemsAreFound(_ array: String, _ expected: Bool) { #expect(Self.holdsTwice(array) == expected) }

  /// Few keys are compared one by one, many are in a set.
  @Test(arguments: [15, 16, 17, 18, 100])
  func theNumberOfItemsDoesNotMatter(_ count: Int) {
    let items = (0..<count).map { "\"item \($0)\"" }
    #expect(Self.holdsTwice("[\(items.joined(separator: ","))]") == false)
    for place in [0, 14, count - 1] {
      #expect(Self.holdsTwice("[\((items + [items[place]]).joined(separator: ","))]") == true, "\(place)")
    }
  }

  @Test(arguments: [1, 2, 511, 512, 513])
  func deepItemsAreNotCompared(_ depth: Int) {
    let array = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(Self.holdsTwice(array) == (depth <= 512 ? false : nil))
    let late = "[1,1,\(array)]"
    #expect(Self.holdsTwice(late) == (depth < 512 ? true : nil))
  }

  /// The same by parsing the whole and comparing every two items.
  @Test(arguments: [UInt64(1), 2, 3])
  func aComparisonOfEveryTwoItemsSaysTheSame(seed: UInt64) throws {
    var random = SeededNumbers(seed: seed)
    var found = 0
    for _ in 0..<400 {
      let items = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.value(depth: 0, &random) }
      let text = "[\(items.joined(separator: " , "))]"
      let nodes = try JSON.parse(Array(text.utf8)).items ?? []
      let isRepeated = nodes.indices.contains { i in (0..<i).contains { Self.isSame(nodes[i], nodes[$0]) } }
      #expect(Self.holdsTwice(text) == isRepeated, "\(text)")
      found += isRepeated ? 1 : 0
    }
    #expect((40..<360).contains(found))
  }

  private static func holdsTwice(_ array: String) -> Bool? {
    (Array(array.utf8) + Array(repeating: 0x5D, count: Block.paddingBytes)).withUnsafeBufferPointer {
      UnsafeItemScan.holdsTwice(UnsafeBufferPointer(rebasing: $0[..<array.utf8.count]))
    }
  }

  private static func value(depth: Int, _ random: inout SeededNumbers) -> String {
    let scalars = ["1", "1.0", "2", "-0.5", "\"1\"", "\"x\"", #""\u0078""#, "true", "null"]
    let count = Int.random(in: 0...2, using: &random)
    switch Int.random(in: 0..<(depth < 3 ? 5 : 3), using: &random) {
    case 3: return "[" + (0..<count).map { _ in value(depth: depth + 1, &random) }.joined(separator: ",") + "]"
    case 4:
      let keys = ["a", "b", "c"].shuffled(using: &random).prefix(count)
      return "{" + keys.map { "\"\($0)\" : " + value(depth: depth + 1, &random) }.joined(separator: ",") + "}"
    default: return scalars.randomElement(using: &random) ?? "0"
    }
  }

  private static func isSame(_ a: Node, _ b: Node) -> Bool {
    if let first = a.text, let second = b.text {
      guard a.isQuoted == b.isQuoted else { return false }
      if !a.isQuoted, let first = ExactDecimal(first), let second = ExactDecimal(second) { return first == second }
      return first == second
    }
    if let first = a.items, let second = b.items {
      return first.count == second.count && zip(first, second).allSatisfy(isSame)
    }
    guard let first = a.entries, let second = b.entries, first.count == second.count else { return false }
    return first.allSatisfy { entry in second.contains { $0.name == entry.name && isSame($0.value, entry.value) } }
  }
}

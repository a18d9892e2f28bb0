import Contracts
import Foundation
import Markup
import Testing

@testable import Reports

struct ResultSchemaTests {
  private static func schema() throws -> SchemaEvaluator {
    let file = Golden.folder.appendingPathComponent("../../docs/result.schema.json")
    return SchemaEvaluator(root: try JSON.parse(Array(try Data(contentsOf: file))))
  }

  private static func complaints(_ report: Report) throws -> [String] {
    try schema().complaints(JSON.parse(Array(JSONReport().render(report).utf8)))
  }

  @Test func theSampleObeysTheSchema() throws {
    #expect(try Self.complaints(Sample.report) == [])
  }

  @Test(arguments: UInt64(0)..<100)
  func randomReportsObeyTheSchema(seed: UInt64) throws {
    var random = RandomReport(seed: seed)
    #expect(try Self.complaints(random.report()) == [], "seed \(seed)")
  }

  @Test(arguments: [
    ("\"assay_result\": 1", "\"assay_result\": 2"), ("\"outcome\": \"failed\"", "\"outcome\": \"lost\""),
    ("\"gate\": \"merge\"", "\"gait\": \"merge\""), ("\"violation_count\": 142", "\"violation_count\": -1"),
    ("\"block_above\": 0", "\"block_above\": \"0.5\""), ("\"now\": \"2026", "\"now\": \"26"),
    ("\"level\": \"block\"", "\"level\": 3"), ("\"tags\": [\"commerce\"]", "\"tags\": \"commerce\""),
  ])
  func theSchemaRefusesOtherThings(right: String, wrong: String) throws {
    let text = JSONReport().render(Sample.report)
    #expect(text.contains(right))
    let node = try JSON.parse(Array(text.replacing(right, with: wrong).utf8))
    #expect(try !Self.schema().complaints(node).isEmpty)
  }

  /// So that nothing stays in the schema that is never written, and its descriptions stay true.
  @Test func everyMemberOfTheSchemaIsWrittenSometimes() throws {
    var written: Set<String> = []
    for seed in UInt64(0)..<100 {
      var random = RandomReport(seed: seed)
      Self.collect(try JSON.parse(Array(JSONReport().render(random.report()).utf8)), into: &written)
    }
    var named: Set<String> = []
    Self.collectProperties(try Self.schema().root, into: &named)
    #expect(named.subtracting(written) == [])
  }

  private static func collect(_ node: Node, into names: inout Set<String>) {
    for entry in node.entries ?? [] {
      names.insert(entry.name)
      collect(entry.value, into: &names)
    }
    for item in node.items ?? [] { collect(item, into: &names) }
  }

  private static func collectProperties(_ node: Node, into names: inout Set<String>) {
    for entry in node["properties"]?.entries ?? [] { names.insert(entry.name) }
    for entry in node.entries ?? [] { collectProperties(entry.value, into: &names) }
    for item in node.items ?? [] { collectProperties(item, into: &names) }
  }
}

/// The part of JSON Schema 2020-12 that the result's schema uses. Another keyword is an error, so that the schema
/// cannot say what is not tested.
struct SchemaEvaluator {
  struct UnknownKeyword: Error { var name: String }

  let root: Node

  func complaints(_ instance: Node) throws -> [String] { try complaints(instance, root, at: "") }

  private func complaints(_ instance: Node, _ schema: Node, at path: String) throws -> [String] {
    try (schema.entries ?? []).flatMap { keyword in
      try complaints(instance, keyword: keyword.name, keyword.value, schema, at: path)
    }
  }

  private func complaints(
    _ instance: Node, keyword: String, _ value: Node, _ schema: Node, at path: String
  ) throws -> [String] {
    func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword)"] }
    switch keyword {
    case "$schema", "$defs", "title", "description": return []
    case "$ref":
      let target = try #require(value.text.flatMap { root.value(at: String($0.dropFirst())) })
      return try complaints(instance, target, at: path)
    case "type": return unless(isOf(instance, type: value.text ?? ""))
    case "const": return unless(isEqual(instance, value))
    case "enum": return unless((value.items ?? []).contains { isEqual(instance, $0) })
    case "anyOf": return unless(try (value.items ?? []).contains { try complaints(instance, $0, at: path).isEmpty })
    case "minimum": return unless(isOf(instance, type: "integer") ? instance.integer ?? 0 >= value.integer ?? 0 : true)
    case "maximum": return unless(isOf(instance, type: "integer") ? instance.integer ?? 0 <= value.integer ?? 0 : true)
    case "pattern": return unless(instance.isQuoted ? try matches(instance.text ?? "", value.text ?? "") : true)
    case "items": return try (instance.items ?? []).flatMap { try complaints($0, value, at: path + "/[]") }
    case "required":
      let missing = (value.items ?? []).filter { instance.entries != nil && instance[$0.text ?? ""] == nil }
      return missing.map { "\(path): \($0.text ?? "") is required" }
    case "properties":
      return try (instance.entries ?? []).flatMap { entry in
        try value[entry.name].map { try complaints(entry.value, $0, at: "\(path)/\(entry.name)") } ?? []
      }
    case "additionalProperties":
      try #require(value.flag == false)
      let extra = (instance.entries ?? []).filter { schema["properties"]?[$0.name] == nil }
      return extra.map { "\(path)/\($0.name): unknown" }
    default: throw UnknownKeyword(name: keyword)
    }
  }

  private func isOf(_ node: Node, type: String) -> Bool {
    switch type {
    case "object": node.entries != nil
    case "array": node.items != nil
    case "string": node.isQuoted
    case "integer": node.resolved == .integer
    case "boolean": node.flag != nil
    default: false
    }
  }

  private func isEqual(_ a: Node, _ b: Node) -> Bool { a.text != nil && a.content == b.content }

  private func matches(_ text: String, _ pattern: String) throws -> Bool {
    let expression = try NSRegularExpression(pattern: pattern)
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }
}

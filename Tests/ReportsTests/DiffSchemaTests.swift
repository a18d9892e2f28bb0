import Foundation
import Markup
import Testing

@testable import Reports

/// `docs/diff.schema.json` says what a diff is, and nothing that is never written.
struct DiffSchemaTests {
  private static func schema() throws -> SchemaEvaluator {
    let file = Golden.folder.appendingPathComponent("../../docs/diff.schema.json")
    return SchemaEvaluator(root: try JSON.parse(Array(try Data(contentsOf: file))))
  }

  private static let samples = [DiffSample.report, DiffSample.contracts, DiffSample.unknown]

  private static func json(_ number: Int) -> String { DiffJSON().render(samples[number]) }

  @Test(arguments: samples.indices)
  func diffsObeyTheSchema(number: Int) throws {
    #expect(try Self.schema().complaints(JSON.parse(Array(Self.json(number).utf8))) == [])
  }

  @Test(arguments: [
    ("\"assay_diff\": 1", "\"assay_diff\": 2"), ("\"bump\": \"major\"", "\"bump\": \"huge\""),
    ("\"kind\": \"new_source\"", "\"kind\": \"source\""), ("\"kind\": \"dropped\"", "\"kind\": \"gone\""),
    ("\"row_count\": 650", "\"row_count\": -1"), ("\"moved_count\": 2", "\"moves\": 2"),
    ("\"consumers\": \"breaking\"", "\"consumers\": true"), ("\"is_same\": false", "\"is_same\": \"no\""),
  ])
  func theSchemaRefusesOtherThings(right: String, wrong: String) throws {
    let text = Self.json(0)
    #expect(text.contains(right))
    #expect(try !Self.schema().complaints(JSON.parse(Array(text.replacing(right, with: wrong).utf8))).isEmpty)
  }

  @Test func everyMemberOfTheSchemaIsWritten() throws {
    var written: Set<String> = []
    for number in Self.samples.indices { collect(try JSON.parse(Array(Self.json(number).utf8)), into: &written) }
    var named: Set<String> = []
    collectProperties(try Self.schema().root, into: &named)
    #expect(named.subtracting(written) == [])
  }

  private func collect(_ node: Node, into names: inout Set<String>) {
    for entry in node.entries ?? [] {
      names.insert(entry.name)
      collect(entry.value, into: &names)
    }
    for item in node.items ?? [] { collect(item, into: &names) }
  }

  private func collectProperties(_ node: Node, into names: inout Set<String>) {
    for entry in node["properties"]?.entries ?? [] { names.insert(entry.name) }
    for entry in node.entries ?? [] { collectProperties(entry.value, into: &names) }
    for item in node.items ?? [] { collectProperties(item, into: &names) }
  }
}

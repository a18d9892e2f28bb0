import Contracts
import Foundation
import Testing

@testable import Gating

private let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")

/// The blocks of `docs/policy.md` that are fenced as ```` ```yaml kind ````.
private func examples(_ kind: String) throws -> [String] {
  let text = try String(contentsOf: docs.appending(path: "policy.md"), encoding: .utf8)
  return text.components(separatedBy: "```yaml \(kind)\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }
}

private func schema(_ name: String) throws -> [String: Any] {
  let data = try Data(contentsOf: docs.appending(path: name))
  return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

/// The keys at a path of the schema.
private func keys(_ schema: [String: Any], _ path: String...) throws -> Set<String> {
  var value = schema
  for step in path { value = try #require(value[step] as? [String: Any]) }
  let properties = try #require(value["properties"] as? [String: Any])
  return Set(properties.keys)
}

struct PolicyDocumentationTests {
  @Test func examplesOfThePolicyPageAreValid() throws {
    let policies = try examples("policy")
    #expect(policies.count == 1)
    for text in policies {
      let (policy, diagnostics) = PolicyReader.read(Array(text.utf8), file: "docs/policy.md")
      #expect(diagnostics == [])
      #expect(policy?.gates.count == 3)
    }
    let waivers = try examples("waivers")
    #expect(waivers.count == 1)
    for text in waivers {
      let policy = Policy(file: "p", maximumWaiverDays: 90)
      let (read, diagnostics) = WaiverReader.read(Array(text.utf8), file: "docs/policy.md", policy: policy, now: noon)
      #expect(diagnostics == [])
      #expect(read?.count == 2)
    }
  }

  /// The reader refuses a key that the schema does not have, and takes each that it has.
  @Test func schemaAndReaderKnowTheSameKeys() throws {
    let policy = try schema("policy.schema.json")
    #expect(try keys(policy) == ["assay_policy", "gates", "license_terms", "privacy_classes", "waivers"])
    let places: [(Set<String>, (String) -> String)] = [
      (try keys(policy, "properties", "gates"), { "gates: { \($0): 1 }" }),
      (try keys(policy, "properties", "waivers"), { "gates: {}\nwaivers: { \($0): [] }" }),
      (try keys(policy, "$defs", "gate"), { "gates: { merge: { \($0): 1 } }" }),
      (try keys(policy, "$defs", "rule"), { "gates: { merge: { rules: [{ \($0): [] }] } }" }),
      (try keys(policy, "$defs", "licenses"), { "gates: { merge: { licenses: { \($0): 1 } } }" }),
      (try keys(policy, "$defs", "privacy"), { "gates: { merge: { privacy: { \($0): 1 } } }" }),
    ]
    for (keys, text) in places {
      for key in keys { #expect(!unknownKeys(text(key)).contains("key.unknown"), "\(key)") }
      #expect(unknownKeys(text("nonsense")).contains("key.unknown"))
    }
    let waivers = try schema("waivers.schema.json")
    for key in try keys(waivers, "$defs", "waiver") {
      let text = "assay_waivers: 1\nwaivers: [{ \(key): [] }]"
      let found = WaiverReader.read(Array(text.utf8), file: "w", policy: nil, now: noon).diagnostics
      #expect(!found.contains { $0.code == "key.unknown" }, "\(key)")
    }
  }

  private func unknownKeys(_ text: String) -> [String] {
    PolicyReader.read(Array("assay_policy: 1\n\(text)".utf8), file: "p").diagnostics.map(\.code)
  }
}

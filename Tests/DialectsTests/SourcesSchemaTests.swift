import Contracts
import Foundation
import Markup
import TestSupport
import Testing

@testable import Dialects

/// The published schema is what the reader of source manifests takes.
@Suite struct SourcesSchemaTests {
  /// Run with `ASSAY_UPDATE_GOLDENS=1` after a change of the language.
  @Test func publishedSchemaIsTheGrammar() throws {
    let path = Repository.path("docs/sources.schema.json")
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1" {
      try Data(sourcesSchema().utf8).write(to: URL(filePath: path))
    }
    let published = try String(contentsOfFile: path, encoding: .utf8)
    #expect(published == sourcesSchema(), "docs/sources.schema.json is stale; run with ASSAY_UPDATE_GOLDENS=1")
  }

  private func schemaAccepts(_ text: String) throws -> Bool {
    let (root, problems) = YAML.parse(Array(text.utf8))
    #expect(problems.isEmpty, "\(problems)")
    return try SchemaEvaluator(root: try JSON.parse(Array(sourcesSchema().utf8))).accepts(try #require(root))
  }

  static let good = [
    "{ id: a }", "{ id: 17, name: true, url: x, license: MIT, legal_basis: consent, derived_from: b }",
    "{ id: a, retrieved_at: 2026-11-20, refreshed_at: '2026-11-20T07:00:00.25+01:00', expires_at: 2026-11-20 07:00:00z }",
    "{ id: a, digest: 'md5:d41d8cd98f00b204e9800998ecf8427e', derived_from: [b] }",
  ]

  @Test(arguments: good) func readerAndSchemaAcceptGoodSources(source: String) throws {
    let text = "assay_sources: 1\ntitle: t\ndescription: d\nsources: [\(source), { id: b }]\n"
    let found = SourceReader.read(Array(text.utf8), file: "f")
    #expect(found.diagnostics == [], "\(text)")
    #expect(found.sources?.count == 2)
    #expect(try schemaAccepts(text), "\(text)")
  }

  static let broken = [
    ("{ name: a }", "key.missing"), ("{ id: a, licence: MIT }", "key.unknown"), ("{ id: '' }", "value.wrong_form"),
    ("{ id: a, license: [MIT] }", "value.wrong_kind"), ("{ id: a, url: }", "value.missing"),
    ("{ id: a, refreshed_at: 20.11.2026 }", "value.wrong_form"),
    ("{ id: a, refreshed_at: '2026-11-20T07:00:00' }", "value.wrong_form"),
    ("{ id: a, digest: 'sha256:12' }", "value.wrong_form"), ("{ id: a, derived_from: [] }", "value.too_few_items"),
    ("a", "value.wrong_kind"),
  ]

  @Test(arguments: broken) func readerAndSchemaRefuseBrokenSources(source: String, code: String) throws {
    let text = "assay_sources: 1\nsources: [\(source)]\n"
    let found = SourceReader.read(Array(text.utf8), file: "f")
    #expect(found.diagnostics.map(\.code) == [code], "\(found.diagnostics)")
    #expect(found.sources == nil)
    #expect(try !schemaAccepts(text), "\(text)")
  }
}

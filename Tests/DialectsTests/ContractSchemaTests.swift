import Contracts
import Foundation
import Markup
import TestSupport
import Testing
import Validation

@testable import Dialects

private let schemaPath = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../docs/contract.schema.json").standardizedFileURL

@Suite struct ContractSchemaTests {
  /// Run with `ASSAY_UPDATE_GOLDENS=1` after a change of the language.
  @Test func publishedSchemaIsTheGrammar() throws {
    let schema = contractSchema(vocabulary: Catalog.vocabulary)
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1" {
      try Data(schema.utf8).write(to: schemaPath)
    }
    let published = try String(decoding: Data(contentsOf: schemaPath), as: UTF8.self)
    #expect(published == schema, "docs/contract.schema.json is stale; run the tests with ASSAY_UPDATE_GOLDENS=1")
  }

  @Test(arguments: goodContracts)
  func parserAndSchemaAcceptGoodContracts(text: String) throws {
    let result = read(text)
    #expect(result.diagnostics.filter { $0.level == .error } == [], "\(text)")
    #expect(result.contract != nil)
    #expect(try schemaAccepts(text))
  }

  @Test(arguments: structurallyBroken)
  func parserAndSchemaRefuseBrokenStructure(text: String, code: String) throws {
    let structural = read(text).diagnostics.filter { $0.kind == .structural && $0.level == .error }
    #expect(structural.map(\.code).contains(code), "\(text)\n\(read(text).diagnostics)")
    #expect(read(text).contract == nil)
    #expect(try !schemaAccepts(text), "\(text)")
  }

  @Test(arguments: semanticallyBroken)
  func whatTheSchemaCannotSayIsSemantic(text: String, code: String) throws {
    let errors = read(text).diagnostics.filter { $0.level == .error }
    #expect(errors.map(\.code) == [code], "\(text)\n\(errors)")
    #expect(errors.allSatisfy { $0.kind == .semantic })
    #expect(read(text).contract == nil)
    #expect(try schemaAccepts(text), "\(text)")
  }

  private func schemaAccepts(_ text: String) throws -> Bool {
    let schema = try JSON.parse(Array(contractSchema(vocabulary: Catalog.vocabulary).utf8))
    let (root, problems) = YAML.parse(Array(text.utf8))
    #expect(problems.isEmpty, "\(problems)")
    return try SchemaEvaluator(root: schema).accepts(try #require(root))
  }

  /// Writes the contracts of these tests for `scripts/agree.py`, which asks an independent JSON Schema validator.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASSAY_AGREE_DIR"] != nil))
  func contractsAreWrittenForOtherValidators() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["ASSAY_AGREE_DIR"]))
    let accepted = goodContracts + semanticallyBroken.map(\.text)
    for (verdict, texts) in [("accepted", accepted), ("refused", structurallyBroken.map(\.text))] {
      for (index, text) in texts.enumerated() {
        try Data(text.utf8).write(to: folder.appending(path: "\(verdict)-\(index).assay.yaml"))
      }
    }
  }
}

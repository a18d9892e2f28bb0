import Contracts
import Foundation
import Markup
import TestSupport
import Testing

@testable import Gating

/// The published schemas are what the readers take.
struct GateFileSchemaTests {
  enum Kind: String, CaseIterable {
    case policy, waivers, baseline, model

    var schema: String {
      switch self {
      case .policy: policySchema()
      case .waivers: waiversSchema()
      case .baseline: baselineSchema()
      case .model: modelSchema()
      }
    }

    func diagnostics(_ text: String) -> [Diagnostic] {
      let bytes = Array(text.utf8)
      return switch self {
      case .policy: PolicyReader.read(bytes, file: "f", rules: ["cell.missing", "rows.too_few"]).diagnostics
      case .waivers:
        WaiverReader.read(bytes, file: "f", policy: Policy(file: "p", maximumWaiverDays: 90), now: noon).diagnostics
      case .baseline: BaselineReader.read(bytes, file: "f").diagnostics
      case .model: ModelReader.read(bytes, file: "f").diagnostics
      }
    }

    func schemaAccepts(_ text: String) throws -> Bool {
      let (root, problems) = YAML.parse(Array(text.utf8))
      #expect(problems.isEmpty, "\(problems)")
      return try SchemaEvaluator(root: try JSON.parse(Array(schema.utf8))).accepts(try #require(root))
    }
  }

  /// Run with `ASSAY_UPDATE_GOLDENS=1` after a change of the language.
  @Test(arguments: Kind.allCases) func publishedSchemaIsTheGrammar(kind: Kind) throws {
    let path = Repository.path("docs/\(kind.rawValue).schema.json")
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1" {
      try Data(kind.schema.utf8).write(to: URL(filePath: path))
    }
    let published = try String(contentsOfFile: path, encoding: .utf8)
    #expect(published == kind.schema, "\(path) is stale; run the tests with ASSAY_UPDATE_GOLDENS=1")
  }

  static let good: [(Kind, String)] =
    [
      "{}", "{ merge: {} }", "{ merge: { inconclusive: warn, rules: [] }, monitor: {}, promotion: {} }",
      "{ merge: { rules: [{ rule: '*', effect: ignore }, { tag: 3, effect: warn, because: true }] } }",
      "{ merge: { rules: [{ rule: cell.missing, field: 'a*', contract: o, tag: t, privacy: pii, effect: block }] } }",
      "{ merge: { licenses: { allow: [MIT], deny: [ISC], unlisted: warn }, uses: { allow: [] } } }",
      "{ merge: { privacy: { allow: [], legal_basis: { pii: [consent] } } } }",
      "{ promotion: { max_age: 7d, require_signature: ['\(String(repeating: "0a", count: 32))'] } }",
      "{ merge: { changes: { new_source: block, relicensed: warn, moved_rows: ignore, approved_sources: [S1, 2] } } }",
    ].map { (.policy, "assay_policy: 1\ngates: \($0)\n") } + [
      (.policy, "assay_policy: 1\ngates: {}\nprivacy_classes: [x.a.b_1]\nwaivers: { max_days: 36500 }\n"),
      (.policy, "assay_policy: 1\ngates: {}\nwaivers: { notice_days: 0 }\n"),
      (.policy, terms("{}")), (.policy, terms("{ LicenseRef-a: { \(wholeTerms) } }")),
      (.policy, terms("{ C-UDA-1.0: { \(wholeTerms), database_right: granted } }")),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms.replacing("none", with: "[LicenseRef-a, MIT]")) } }")),
      (.waivers, "assay_waivers: 1\nwaivers: []\n"), (.waivers, waiver()),
      (.waivers, waiver(("ceiling", "0.000000000001%"), ("owner", "12"), ("expires", "'2026-12-31'"))),
      (.baseline, "assay_baseline: 1\ntool: assay 0.1.0\ndate: 2026-11-21\nclauses: []\n"),
      (.baseline, baseline("{ clause: \"o/a b/cell.missing\", violations: 3 }")),
      (.model, model()), (.model, model(("use", "[analytics, research]"), ("owner", "{ team: a, runbook: b }"))),
      (.model, model(("owner", "ada"), ("rollback", "{ none: first }"), ("stage", "3"))),
      (.model, model(("rollback", "{ none_left: all drift }"))),
      (.model, model(("artifacts", "[{ file: a, digest: '\(sum)', owner: ada, recover: [b, c] }]"))),
      (.model, model(("datasets", "[{ contract: a }, { contract: b, digests: ['\(sum)'] }]"))),
      (.model, model(("environment", "[{ file: a, digest: '\(sum)' }]"))),
      (.model, model(("code", "{ commit: '\(String(repeating: "0b", count: 32))', repository: r }"))),
    ]

  @Test(arguments: good) func readerAndSchemaAcceptGoodFiles(kind: Kind, text: String) throws {
    #expect(kind.diagnostics(text).filter { $0.level == .error } == [], "\(text)")
    #expect(try kind.schemaAccepts(text), "\(text)")
  }

  static let wholeTerms = "use: non-commercial, attribution: true, share_alike: none, derivatives: false"

  static func terms(_ text: String) -> String { "assay_policy: 1\ngates: {}\nlicense_terms: \(text)\n" }

  static let structurallyBroken: [(Kind, String, String)] =
    [
      ("{ mrge: {} }", "key.unknown"), ("[]", "value.wrong_kind"), ("{ merge: }", "value.wrong_kind"),
      ("{ merge: { inconclusive: ignore } }", "value.not_listed"), ("{ merge: { ruls: [] } }", "key.unknown"),
      ("{ merge: { rules: { rule: a } } }", "value.wrong_kind"),
      ("{ merge: { rules: [{ effect: warn }] } }", "rule.unselective"),
      ("{ merge: { rules: [{ rule: '*' }] } }", "key.missing"),
      ("{ merge: { rules: [{ rule: '*', effect: wran }] } }", "value.not_listed"),
      ("{ merge: { rules: [{ field: 'a*b', effect: warn }] } }", "pattern.invalid"),
      ("{ merge: { rules: [{ tag: '', effect: warn }] } }", "value.wrong_kind"),
      ("{ merge: { licenses: { unlisted: warn } } }", "key.missing"),
      ("{ merge: { licenses: { allow: [~] } } }", "value.wrong_kind"),
      ("{ merge: { changes: {} } }", "key.missing"), ("{ merge: { changes: { new_sources: block } } }", "key.unknown"),
      ("{ merge: { changes: { new_source: true } } }", "value.not_listed"),
      ("{ merge: { changes: { new_source: block, approved_sources: S1 } } }", "value.wrong_kind"),
      ("{ merge: { uses: {} } }", "key.missing"), ("{ merge: { privacy: {} } }", "key.missing"),
      ("{ merge: { privacy: { legal_basis: { pii: [] } } } }", "list.empty"),
      ("{}\nprivacy_classes: [acme]", "privacy_class.invalid"), ("{}\nwaivers: { max_days: 0 }", "value.wrong_form"),
      ("{}\nwaivers: { max_days: 36501 }", "value.wrong_form"), ("{}\nwaivers: {}", "key.missing"),
      ("{ merge: { max_age: 7d } }", "key.unknown"), ("{ promotion: { max_age: soon } }", "value.wrong_form"),
      ("{ promotion: { max_age: 7 } }", "value.wrong_form"), ("{ promotion: { require_signature: [] } }", "list.empty"),
      ("{ promotion: { require_signature: [key.pem] } }", "value.wrong_form"),
      ("{}\nwaivers: { notice_days: -1 }", "value.wrong_form"),
    ].map { (.policy, "assay_policy: 1\ngates: \($0.0)\n", $0.1) } + [
      (.policy, terms("[]"), "value.wrong_kind"), (.policy, terms("{ LicenseRef-a: any }"), "value.wrong_kind"),
      (.policy, terms("{ LicenseRef-a: { use: any } }"), "key.missing"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms), patents: true } }"), "key.unknown"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms.replacing("true", with: "yes")) } }"), "value.wrong_kind"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms.replacing("non-", with: "")) } }"), "value.not_listed"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms.replacing("none", with: "[]")) } }"), "list.empty"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms), database_right: yes } }"), "value.not_listed"),
      (.policy, "assay_policy: 2\ngates: {}\n", "version.unknown"), (.policy, "gates: {}\n", "key.missing"),
      (.waivers, "assay_waivers: 1\nwaivers: {}\n", "value.wrong_kind"),
      (.waivers, waiver(("clause", "orders")), "clause.invalid"), (.waivers, waiver(("issue", nil)), "key.missing"),
      (.waivers, waiver(("ceiling", "-1")), "value.wrong_form"),
      (.waivers, waiver(("ceiling", "101%")), "value.wrong_form"),
      (.waivers, waiver(("expires", "31.12.2026")), "value.wrong_form"),
      (.waivers, waiver(("until", "2026-12-31")), "key.unknown"),
      (.waivers, waiver(("reason", "''")), "value.wrong_kind"),
      (.baseline, baseline("{ clause: o/a, violations: 0 }"), "value.wrong_form"),
      (.baseline, baseline("{ clause: o, violations: 1 }"), "clause.invalid"),
      (.baseline, baseline("{ clause: o/a, count: 1 }"), "key.unknown"),
      (.baseline, "assay_baseline: 1\ntool: t\ndate: today\nclauses: []\n", "value.wrong_form"),
      (.baseline, "assay_baseline: 1\ntool: t\ndate: 2026-11-21\n", "key.missing"),
      (.model, model(("stage", nil)), "key.missing"), (.model, model(("uses", "analytics")), "key.unknown"),
      (.model, model(("use", "[]")), "list.empty"), (.model, model(("artifacts", "[]")), "list.empty"),
      (.model, model(("artifacts", "[{ file: a }]")), "key.missing"),
      (.model, model(("artifacts", "[{ file: a, digest: 12 }]")), "digest.invalid"),
      (.model, model(("artifacts", "[{ file: a, digest: '\(sum)', recover: b }]")), "value.wrong_kind"),
      (.model, model(("code", "{ commit: HEAD }")), "value.wrong_form"), (.model, model(("code", "{}")), "key.missing"),
      (.model, model(("datasets", "[{ digests: [] }]")), "key.missing"),
      (.model, model(("datasets", "[{ contract: a, digests: [a] }]")), "digest.invalid"),
      (.model, model(("rollback", "{}")), "key.not_exactly_one"),
      (.model, model(("rollback", "{ none: a, none_left: b }")), "key.not_exactly_one"),
      (.model, model(("rollback", "{ none: '' }")), "value.wrong_kind"),
      (.model, model(("owner", "{ tem: a }")), "key.unknown"), (.model, model(("owner", "[]")), "value.wrong_kind"),
      (.model, model(("environment", "{}")), "value.wrong_kind"), (.model, model(("assay_model", "2")), "version.unknown"),
    ]

  @Test(arguments: structurallyBroken)
  func readerAndSchemaRefuseBrokenStructure(kind: Kind, text: String, code: String) throws {
    let structural = kind.diagnostics(text).filter { $0.kind == .structural && $0.level == .error }
    #expect(structural.map(\.code).contains(code), "\(text)\n\(kind.diagnostics(text))")
    #expect(try !kind.schemaAccepts(text), "\(text)")
  }

  static let semanticallyBroken: [(Kind, String, String)] =
    [
      ("{ merge: { rules: [{ rule: cell.mising, effect: warn }] } }", "value.not_listed"),
      ("{ merge: { rules: [{ privacy: pii.emial, effect: warn }] } }", "value.not_listed"),
      ("{ merge: { licenses: { allow: [MTI] } } }", "license.invalid"),
      ("{ merge: { licenses: { allow: [MIT OR ISC] } } }", "license.compound"),
      ("{ merge: { licenses: { allow: [MIT], deny: [MIT] } } }", "license.contradiction"),
    ].map { (.policy, "assay_policy: 1\ngates: \($0.0)\n", $0.1) } + [
      (.policy, terms("{ acme: { \(wholeTerms) } }"), "license.invalid"),
      (.policy, terms("{ MIT: { \(wholeTerms) } }"), "license.terms_known"),
      (.policy, terms("{ MIT OR LicenseRef-a: { \(wholeTerms) } }"), "license.compound"),
      (.policy, terms("{ LicenseRef-a WITH AdditionRef-b: { \(wholeTerms) } }"), "license.compound"),
      (.policy, terms("{ LicenseRef-a: { \(wholeTerms.replacing("none", with: "MTI")) } }"), "license.invalid"),
      (.waivers, waiver(("expires", "2026-02-30")), "date.invalid"),
      (.waivers, waiver(("expires", "2027-12-31")), "waiver.too_long"),
      (.baseline, baseline("{ clause: o/a, violations: 1 }", "{ clause: o/a, violations: 2 }"), "baseline.duplicate"),
      (.baseline, "assay_baseline: 1\ntool: t\ndate: 2026-02-30\nclauses: []\n", "date.invalid"),
    ]

  @Test(arguments: semanticallyBroken)
  func whatTheSchemaCannotSayIsSemantic(kind: Kind, text: String, code: String) throws {
    let errors = kind.diagnostics(text).filter { $0.level == .error }
    #expect(errors.map(\.code) == [code], "\(text)\n\(errors)")
    #expect(errors.allSatisfy { $0.kind == .semantic })
    #expect(try kind.schemaAccepts(text), "\(text)")
  }
}

/// A list of one waiver, with keys changed, added or left out.
private func waiver(_ changes: (key: String, value: String?)...) -> String {
  var values: [(key: String, value: String?)] = [
    ("clause", "orders/email/cell.missing"), ("ceiling", "0.5%"), ("reason", "known"), ("owner", "ada"),
    ("issue", "https://example.com/issues/1"), ("expires", "2026-12-31"),
  ]
  for change in changes {
    if let index = values.firstIndex(where: { $0.key == change.key }) {
      values[index].value = change.value
    } else {
      values.append(change)
    }
  }
  let lines = values.compactMap { key, value in value.map { "    \(key): \($0)\n" } }.joined()
  return "assay_waivers: 1\nwaivers:\n  -\n\(lines)"
}

private func baseline(_ entries: String...) -> String {
  "assay_baseline: 1\ntool: assay 0.1.0\ndate: 2026-11-21\nclauses:\n" + entries.map { "  - \($0)\n" }.joined()
}

private let sum = "sha256:" + String(repeating: "0f", count: 32)

/// A model, with keys changed, added or left out.
private func model(_ changes: (key: String, value: String?)...) -> String {
  var values: [(key: String, value: String?)] = [
    ("assay_model", "1"), ("id", "demand"), ("version", "1.0"), ("use", "analytics"), ("stage", "production"),
    ("artifacts", "[{ file: model.bin, digest: '\(sum)' }]"),
    ("code", "{ commit: '\(String(repeating: "0c", count: 20))' }"),
  ]
  for change in changes {
    if let index = values.firstIndex(where: { $0.key == change.key }) {
      values[index].value = change.value
    } else {
      values.append(change)
    }
  }
  return values.compactMap { key, value in value.map { "\(key): \($0)\n" } }.joined()
}

import Contracts
import TestSupport
import Testing
import Validation

@testable import Sourcing

/// Manifests in YAML, CSV and JSONL say the same, and what is wrong with them is said with its place.
@Suite struct SourceFileTests {
  private func read(_ name: String, _ text: String) throws -> SourceReading {
    let scratch = try Scratch()
    let path = try scratch.write(name, text)
    var reading = SourceFile(options: EvaluationOptions(now: testClock), root: nil).read(path)
    let folder = Path.directory(of: path) + "/"
    reading.problem = reading.problem?.replacing(folder, with: "")
    reading.diagnostics = reading.diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.location.file = name
      diagnostic.message = diagnostic.message.replacing(folder, with: "")
      return diagnostic
    }
    return reading
  }

  private static let yaml = """
    assay_sources: 1
    sources:
      - { id: base, license: CC0-1.0, refreshed_at: 2026-11-01, url: "https://example.org/base" }
      - id: S1
        name: "First, of all"
        license: CC-BY-4.0
        legal_basis: consent
        retrieved_at: 2025-01-02
        refreshed_at: 2026-11-20T07:00:00+01:00
        expires_at: 2027-01-01
        digest: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        derived_from: [base, other]
      - { id: other }
    """
  private static let csv = """
    id,name,license,legal_basis,retrieved_at,refreshed_at,expires_at,digest,derived_from,url
    base,,CC0-1.0,,,2026-11-01,,,,https://example.org/base
    S1,"First, of all",CC-BY-4.0,consent,2025-01-02,2026-11-20T07:00:00+01:00,2027-01-01,\
    sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,base; other,
    other,,,,,,,,,

    """
  private static let jsonl = """
    {"id":"base","license":"CC0-1.0","refreshed_at":"2026-11-01","url":"https://example.org/base"}
    {"id":"S1","name":"First, of all","license":"CC-BY-4.0","legal_basis":"consent","retrieved_at":"2025-01-02",\
    "refreshed_at":"2026-11-20T07:00:00+01:00","expires_at":"2027-01-01",\
    "digest":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","derived_from":["base","other"]}
    {"id":"other","license":null}

    """

  private func withoutPlaces(_ sources: [Source]?) -> [Source]? {
    sources?.map { source in
      var source = source
      source.location = SourceLocation(file: "", line: 1, column: 1)
      return source
    }
  }

  @Test func yamlCSVAndJSONLinesSayTheSame() throws {
    let yaml = try read("a.yaml", Self.yaml)
    #expect(yaml.diagnostics == [])
    #expect(yaml.sources?.count == 3)
    #expect(yaml.sources?[1].derivedFrom == ["base", "other"])
    #expect(yaml.sources?[1].refreshedAt?.end == Instant(rfc3339: "2026-11-20T06:00:00Z"))
    #expect(yaml.sources?[0].refreshedAt?.end == Instant(rfc3339: "2026-11-02T00:00:00Z"))
    for (name, text) in [("a.csv", Self.csv), ("a.jsonl", Self.jsonl)] {
      let other = try read(name, text)
      #expect(other.diagnostics == [] && other.problem == nil, "\(name): \(other)")
      #expect(withoutPlaces(other.sources) == withoutPlaces(yaml.sources), "\(name)")
      #expect(other.sources?.map(\.location.line) == (name == "a.csv" ? [2, 3, 4] : [1, 2, 3]))
      #expect(other.files.count == 1)
    }
  }

  static let broken: [(String, String, String)] = [
    ("a.yaml", "assay_sources: 1\nsources:\n  - { id: a, licence: MIT }", "3:14 key.unknown did you mean `license`?"),
    ("a.yaml", "assay_sources: 1\nsources:\n  - { license: MIT }", "3:5 key.missing"),
    ("a.yaml", "assay_sources: 2\nsources: []", "1:16 contract.version"),
    ("a.yaml", "assay_sources: 1\nsources: [{ id: a }, { id: a }]", "2:28 source.duplicate"),
    ("a.yaml", "assay_sources: 1\nsources: [{ id: a, refreshed_at: soon }]", "2:34 value.wrong_form"),
    ("a.yaml", "assay_sources: 1\nsources: [{ id: a, refreshed_at: 2026-02-30 }]", "2:34 date.invalid"),
    (
      "a.yaml", "assay_sources: 1\nsources: [{ id: abcd }, { id: b, derived_from: abce }]",
      "2:31 source.unknown_parent did you mean `abcd`?"
    ),
    (
      "a.yaml",
      "assay_sources: 1\nsources:\n- { id: a, derived_from: b }\n- { id: b, derived_from: [c] }\n- { id: c, derived_from: a }",
      "3:9 source.cycle"
    ),
    ("a.yaml", "assay_sources: 1\nsources: [{ id: a, derived_from: a }]", "2:17 source.cycle"),
    ("a.yaml", "", "1:1 manifest.empty"),
    ("a.csv", "id,licence\na,MIT\nb,MIT\n", "2:3 key.unknown did you mean `license`?"),
    ("a.csv", "id,name\n,x\n", "2:1 key.missing"),
    ("a.csv", "id,name,digest\n\"a,\"\"b\",x,sha256:12\n", "2:11 value.wrong_form"),
    ("a.jsonl", "{\"id\":\"a\"}\n{\"id\":\"b\",\"url\":[]}\n", "2:17 value.wrong_kind"),
    ("a.jsonl", "{\"id\":\"a\"}\n  {\"id\":\"a\"}\n", "2:9 source.duplicate"),
  ]

  @Test(arguments: broken)
  func whatIsWrongIsSaidWithItsPlace(name: String, text: String, expected: String) throws {
    let reading = try read(name, text)
    #expect(reading.sources == nil)
    let said = reading.diagnostics.map { diagnostic in
      ["\(diagnostic.location.line):\(diagnostic.location.column)", diagnostic.code, diagnostic.advice]
        .compactMap { $0 }.joined(separator: " ")
    }
    #expect(said == [expected], "\(reading.diagnostics)")
    #expect(reading.manifest.problem?.contains(":\(expected.prefix { $0 != " " }): ") == true)
  }

  @Test func aMalformedRecordIsAProblemWithItsLine() throws {
    let csv = try read("a.csv", "id,name\na,b\nc\n")
    #expect(csv.problem?.hasPrefix("a.csv:3:1: malformed record (missing_cell)") == true, "\(csv.problem ?? "")")
    let jsonl = try read("a.jsonl", "{\"id\":\"a\"}\n{\"id\"\n")
    #expect(jsonl.problem?.hasPrefix("a.jsonl:2:1: malformed record") == true, "\(jsonl.problem ?? "")")
    #expect(csv.manifest.problem != nil && csv.manifest.sources.isEmpty)
  }

  @Test func aManifestThatIsNotThereIsAProblem() throws {
    for name in ["/nowhere/a.yaml", "/nowhere/a.csv"] {
      let reading = SourceFile(options: EvaluationOptions(now: testClock), root: nil).read(name)
      #expect(reading.manifest.problem?.contains("/nowhere/a") == true)
      #expect(reading.paths == [name])
    }
  }

  /// A chain as long as a manifest may be is followed without a stack.
  @Test func aLongChainIsNoCycle() throws {
    let rows = (0..<20_000).map { "s\($0),\($0 == 0 ? "" : "s\($0 - 1)")\n" }.joined()
    let reading = try read("a.csv", "id,derived_from\n" + rows)
    #expect(reading.diagnostics == [])
    #expect(reading.sources?.count == 20_000)
  }
}

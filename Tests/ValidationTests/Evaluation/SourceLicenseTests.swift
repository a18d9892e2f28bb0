import Contracts
import Licensing
import TestSupport
import Testing

@testable import Validation

/// Sources as something that a dataset is made from: `license.incompatible` over all that records rest on.
struct SourceLicenseTests {
  private static func contract(_ more: String, field: String = "type: string") -> String {
    """
    assay: 1
    id: corpus
    data: { files: data.csv }
    fields:
      - { name: id, type: integer }
      - { name: source, \(field) }
    provenance: { field: source, sources: s.sources.yaml, unused: { severity: warn } }
    \(more)

    """
  }

  private func clause(
    _ sources: [String], rows: [String], _ more: String = "license: CC-BY-4.0", field: String = "type: string",
    options: EvaluationOptions = EvaluationOptions(now: testClock)
  ) throws -> ClauseResult {
    let manifest = "assay_sources: 1\nsources:\n" + sources.map { "  - { \($0) }\n" }.joined()
    let data = "id,source\n" + rows.enumerated().map { "\($0.offset),\($0.element)\n" }.joined()
    let result = try evaluate(
      Self.contract(more, field: field), ["data.csv": Array(data.utf8), "s.sources.yaml": Array(manifest.utf8)],
      options: options)
    return try #require(result.clause("license.incompatible"))
  }

  private static let open = "id: S1, license: CC-BY-4.0"

  @Test func sourceRowsAndObligationAreNamed() throws {
    let rows = (1...100).map { [12, 90, 95, 99].contains($0) ? "S17" : "S1" }
    let found = try clause([Self.open, "id: S17, license: CC-BY-NC-4.0"], rows: rows)
    #expect(found.status == .failed && found.level == .block)
    #expect(
      found.observed
        == "declared CC-BY-4.0, but 4 records (12, 90, 95 …) come from S17 under CC-BY-NC-4.0, "
        + "which allows non-commercial use only")
    #expect(found.violationCount == 4)
    #expect(found.exemplars.map(\.position.record) == [12, 90, 95])
    #expect(
      found.exemplars.allSatisfy { $0.detail == "S17: CC-BY-NC-4.0, which allows non-commercial use only" })
  }

  @Test func filesAreNamedWhereThereAreSeveral() throws {
    let manifest = "assay_sources: 1\nsources: [{ id: S1, license: CC-BY-NC-4.0 }]\n"
    let contract = Self.contract("license: CC-BY-4.0").replacing("data.csv", with: "\"data-*.csv\"")
    let result = try evaluate(
      contract,
      [
        "data-a.csv": Array("id,source\n1,S1\n".utf8), "data-b.csv": Array("id,source\n".utf8),
        "s.sources.yaml": Array(manifest.utf8),
      ])
    let found = try #require(result.clause("license.incompatible")?.observed)
    #expect(found.contains("data-a.csv:2) comes from S1"), "\(found)")
  }

  @Test func whatASourceWasMadeFromCounts() throws {
    let sources = [
      "id: S1, license: CC-BY-4.0, derived_from: [middle]", "id: middle, license: CC-BY-4.0, derived_from: base",
      "id: base, license: CC-BY-NC-4.0", "id: other, license: CC-BY-ND-4.0",
    ]
    let found = try clause(sources, rows: ["S1"])
    #expect(found.status == .failed)
    #expect(
      found.observed
        == "declared CC-BY-4.0, but 1 record (1) comes from S1, which is made from base under CC-BY-NC-4.0, "
        + "which allows non-commercial use only")
    #expect(found.violationCount == 1)
    #expect(found.exemplars.map(\.detail) == ["base: CC-BY-NC-4.0, which allows non-commercial use only"])
    #expect(found.exemplars.first?.position.line == 5, "its line in the manifest")
  }

  /// The headline of many clashes is the first; each has its evidence.
  @Test func everyClashHasItsEvidence() throws {
    let sources = [
      "id: S1, license: CC-BY-NC-4.0", "id: S2, license: ODbL-1.0", "id: S3, license: CC-BY-4.0 AND CC-BY-NC-4.0",
    ]
    let found = try clause(sources, rows: ["S1", "S2", "S3"], "license: CC-BY-4.0\nuses: [commercial-training]")
    #expect(found.observed?.hasSuffix("which allows non-commercial use only; and 4 more") == true, "\(found)")
    #expect(found.exemplars.map(\.detail) == [
      "S1: CC-BY-NC-4.0, which allows non-commercial use only",
      "S2: ODbL-1.0, which is share-alike, so that what is made from it stands under ODbL-1.0",
      "S3: CC-BY-4.0 AND CC-BY-NC-4.0, of which CC-BY-NC-4.0 allows non-commercial use only",
    ])
  }

  @Test func recordsWithoutSourceAndLicenceAreUndecided() throws {
    let rows = ["S1", "", "S1"]
    let found = try clause([Self.open], rows: rows, "uses: [commercial-training]")
    #expect(found.status == .inconclusive)
    guard case .limit(let words)? = found.reason else { throw Missing() }
    #expect(words == "commercial-training: 1 record stands under no known licence, so that nobody has allowed anything")
    #expect(try clause([Self.open], rows: rows, "license: CC-BY-4.0\nuses: [commercial-training]").status == .passed)
  }

  @Test(arguments: ["id: S2", "id: S2, license: NOASSERTION", "id: S2, license: CC BY"])
  func aSourceWithoutKnownLicenceIsUndecided(source: String) throws {
    let found = try clause([Self.open, source], rows: ["S1", "S2"])
    #expect(found.status == .inconclusive)
    guard case .limit(let words)? = found.reason else { throw Missing() }
    #expect(words.contains("1 record (2) comes from S2 under no known licence"), "\(words)")
  }

  private struct Missing: Error {}

  @Test func anUndeclaredSourceIsUndecided() throws {
    let found = try clause([Self.open], rows: ["S1", "S9"])
    #expect(found.status == .inconclusive)
    // A clash is certain beside it.
    let clash = try clause([Self.open, "id: S2, license: CC-BY-NC-4.0"], rows: ["S1", "S9", "S2"])
    #expect(clash.status == .failed)
  }

  @Test func anUnreadableManifestIsUndecided() throws {
    #expect(try clause(["id: S1, licence: MIT"], rows: ["S1"]).status == .inconclusive)
  }

  @Test func unusedSourcesDoNotCount() throws {
    #expect(try clause([Self.open, "id: S2, license: CC-BY-NC-4.0"], rows: ["S1", "S1", ""]).status == .passed)
  }

  private static let ofDatasets: [(String?, Status)] = [
    ("CC0-1.0", .passed), ("CC-BY-NC-4.0", .failed), (nil, .inconclusive),
  ]

  @Test(arguments: ofDatasets)
  func sourcesOfADatasetStandUnderItsLicence(license: String?, status: Status) throws {
    let other = """
      assay: 1
      id: places
      data: { files: places.csv }
      fields:
        - { name: id, type: string }
        - { name: license, type: string }
      \(license.map { "license: \($0)" } ?? "")

      """
    let whole = Self.contract("license: CC-BY-4.0").replacing("s.sources.yaml", with: "{ contract: o.assay.yaml }")
    let result = try evaluate(
      whole,
      [
        "o.assay.yaml": Array(other.utf8), "places.csv": Array("id,license\nA,\nB,MIT\n".utf8),
        "data.csv": Array("id,source\n1,A\n2,B\n".utf8),
      ])
    #expect(result.clause("license.incompatible")?.status == status)
    #expect(result.clause("source.unlicensed")?.status == (license == nil ? .failed : .passed))
    #expect(result.sources?.tallies.map(\.source.license) == [license, "MIT"])
  }

  @Test func usesAreHeldAgainstSources() throws {
    let sources = [Self.open, "id: S2, license: CC-BY-NC-4.0"]
    #expect(try clause(sources, rows: ["S1", "S2"], "uses: [commercial-training]").status == .failed)
    #expect(try clause(sources, rows: ["S1", "S2"], "uses: [research-training]").status == .passed)
  }

  @Test func maskedSourcesStayMasked() throws {
    let sources = [Self.open, "id: Jane-Doe, license: CC-BY-NC-4.0", "id: John, license: CC-BY-NC-4.0"]
    let found = try clause(
      sources, rows: ["S1", "Jane-Doe", "John"], field: "type: string, privacy: pii.name")
    #expect(found.status == .failed && found.violationCount == 2)
    let shown = "\(found.observed ?? "") \(found.exemplars)"
    for word in ["Jane", "John", "CC-BY-NC", "non-commercial"] { #expect(!shown.contains(word), "\(shown)") }
    #expect(shown.contains("1 record (2) comes from a masked source under a masked licence"), "\(shown)")
    // Nor is it told that one has none.
    let without = try clause(["id: S1", "id: Jane-Doe"], rows: ["S1"], field: "type: string, privacy: pii.name")
    guard case .limit(let words)? = without.reason else { throw Missing() }
    #expect(words == "declared CC-BY-4.0, but 1 record (1) comes from a masked source under a masked licence")
  }

  @Test func twoMaskedSourcesAreTwoWorks() throws {
    let one = LicenseOrigin(name: "a masked source", expression: try .init(parsing: "CC-BY-ND-4.0"), number: 1)
    var other = one
    other.number = 2
    func answer(_ origins: [LicenseOrigin]) throws -> LicenseAnswer {
      LicenseAssessment(declared: try .init(parsing: "CC-BY-ND-4.0"), origins: origins, uses: []).answer
    }
    #expect(try answer([one, one]) == .yes)
    #expect(try answer([one, other]) == .no)
  }

  // MARK: Laws, end to end

  private func rank(_ result: ClauseResult) -> Int {
    switch result.status {
    case .passed: 0
    case .skipped: 0
    case .inconclusive: 1
    case .failed: 2
    }
  }

  private static let licenses = [
    "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "ODbL-1.0", "MIT", "LicenseRef-x",
    "MIT OR CC-BY-NC-4.0", "CC-BY-4.0 AND ODbL-1.0",
  ]

  @Test func oneMoreSourceNeverWidensAndOrderDoesNotMatter() throws {
    var random = SplitMix(seed: 5)
    var ranks: Set<Int> = []
    for _ in 0..<60 {
      let declared = Self.licenses.randomElement(using: &random) ?? "MIT"
      let count = Int.random(in: 1...4, using: &random)
      let sources = (1...count + 1).map { number in
        let license = Self.licenses.randomElement(using: &random) ?? "MIT"
        let parent = number > 1 && Bool.random(using: &random) ? ", derived_from: S\(number - 1)" : ""
        return "id: S\(number), license: \(license)\(parent)"
      }
      let rows = (1...count).map { "S\($0)" }
      let terms = "license: \(declared)\nuses: [commercial-training]"
      let before = try clause(sources, rows: rows, terms)
      let after = try clause(sources, rows: rows + ["S\(count + 1)"], terms)
      #expect(rank(after) >= rank(before), "\(declared): \(sources)")
      let shuffled = try clause(
        sources.shuffled(using: &random), rows: (rows + ["S\(count + 1)"]).shuffled(using: &random), terms)
      #expect(shuffled.status == after.status && shuffled.violationCount == after.violationCount)
      ranks.insert(rank(after))
    }
    #expect(ranks == [0, 1, 2], "the law is about something")
  }
}

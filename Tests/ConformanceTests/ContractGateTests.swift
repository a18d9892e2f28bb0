import Contracts
import Foundation
import Gating
import TestSupport
import Testing

/// Gates every contract in `contracts/` on the real data that it is about.
struct ContractGateTests {
  /// A contract's verdict, and the clauses that found something: how many, and what the gate made of it.
  struct Expectation: Sendable {
    let verdict: Verdict
    let findings: [String]

    static func pass(_ findings: String...) -> Self { Self(verdict: .pass, findings: findings) }
    static func warn(_ findings: String...) -> Self { Self(verdict: .warn, findings: findings) }
    static func block(_ findings: String...) -> Self { Self(verdict: .block, findings: findings) }
  }

  /// Counted by other means, too: with a spreadsheet, `grep`, or the Table Schemas that some contracts come from.
  static let expectations: [String: Expectation] = [
    "airline-safety": .warn("warn airline/cell.pattern_mismatch 16 of 56"),
    "camtrap-deployments": .pass(),
    "camtrap-media": .warn("warn exifData/cell.wrong_format 3 of 423"),
    "camtrap-observations": .pass(),
    "camtrap-origins": .pass(),
    "candy": .pass(),
    "car-pooling": .block("block date_maj/cell.wrong_type 1 of 2"),
    "car-pooling-valid": .warn("warn data.stale 1 of 1"),
    "circulation": .warn("warn Daily Circulation, 2013/cell.below_minimum 2 of 50"),
    "city-population": .warn("warn Population/cell.missing 50 of 100"),
    "countries": .pass(),
    "customers": .pass(),
    "drinks": .pass(),
    "gsm8k": .pass(),
    "gsm8k-calculator": .warn(
      "warn answer/cell.search_mismatch 18 of 1319",
      "warn question/cell.search_mismatch 60 of 1319"),
    "hate-crimes": .warn(
      "warn share_non_citizen/cell.missing 3 of 51",
      "warn hate_crimes_per_100k_splc/cell.missing 4 of 51",
      "pass avg_hatecrimes_per_100k_fbi/cell.missing 1 of 51",
      "warn avg_hatecrimes_per_100k_fbi/cell.above_maximum 1 of 51"),
    "humaneval": .warn("warn entry_point/column.duplicate_value 6 of 164"),
    "icu-beds": .warn(
      "pass high_risk_per_ICU_bed/cell.missing 1 of 136",
      "pass high_risk_per_hospital/cell.missing 1 of 136",
      "warn icu_beds/cell.missing 1 of 136",
      "pass hospitals/cell.missing 1 of 136"),
    "orders": .pass(),
    "parking": .pass(),
    "parking-invalid": .block("block id/cell.pattern_mismatch 1 of 1", "block tarif_pmr/cell.not_in_enum 1 of 1"),
    "payments": .pass(),
    "penguins": .warn(
      "pass bill_length_mm/cell.missing 2 of 344",
      "pass bill_depth_mm/cell.missing 2 of 344",
      "pass flipper_length_mm/cell.missing 2 of 344",
      "pass body_mass_g/cell.missing 2 of 344",
      "warn sex/cell.missing 11 of 344"),
    "penguins-raw": .warn(
      "pass Culmen Length (mm)/cell.missing 2 of 344",
      "pass Culmen Depth (mm)/cell.missing 2 of 344",
      "pass Flipper Length (mm)/cell.missing 2 of 344",
      "pass Body Mass (g)/cell.missing 2 of 344",
      "warn Sex/cell.missing 11 of 344",
      "pass Delta 15 N (o/oo)/cell.missing 14 of 344",
      "warn Delta 15 N (o/oo)/cell.too_many_decimals 4 of 344",
      "pass Delta 13 C (o/oo)/cell.missing 13 of 344",
      "warn Delta 13 C (o/oo)/cell.too_many_decimals 1 of 344"),
    "rallies": .pass("pass location/cell.pattern_mismatch 1 of 106"),
    "recent-grads": .warn(
      "pass Total/cell.missing 1 of 173",
      "pass Men/cell.missing 1 of 173",
      "pass Women/cell.missing 1 of 173",
      "pass ShareWomen/cell.missing 1 of 173",
      "warn Sample_size/cell.below_minimum 13 of 173"),
    "special-counsels": .pass("pass investigation-end/cell.missing 34 of 194"),
    "ticket-buyers": .block(
      "block ADDR_STATE/cell.missing 7 of 61",
      "block ADDR_STATE/cell.pattern_mismatch 14 of 61",
      "block % Sales/cell.missing 14 of 61",
      "block % Sales/cell.pattern_mismatch 7 of 61",
      "block % Ticket Sold/cell.missing 14 of 61",
      "block % Ticket Sold/cell.pattern_mismatch 7 of 61"),
    "towns": .pass(),
    "towns-headless": .pass(),
    "wrestlers": .warn("warn record.malformed 1 of 6"),
  ]

  static let paths = contractPaths()

  @Test(arguments: paths) func contractIsGatedAsExpected(_ path: String) throws {
    let result = try run(contractAt: Repository.path(path))
    let decision = decide(result, gate: "merge", policy: nil, waivers: [], now: testClock)
    let expectation = try #require(Self.expectations[result.contract.id])
    #expect(decision.verdict == expectation.verdict)
    #expect(findings(result, decision) == expectation.findings)
  }

  @Test func everyExpectationHasItsContract() throws {
    let ids = try Self.paths.map { try run(contractAt: Repository.path($0)).contract.id }
    #expect(Set(ids) == Set(Self.expectations.keys))
  }

  // MARK: Pins

  @Test(arguments: ["camtrap-deployments", "customers", "gsm8k", "humaneval", "orders"])
  func onePinnedByteMayNotChange(_ id: String) throws {
    let scratch = try Scratch()
    let name = "contracts/\(id).assay.yaml"
    let text = try String(contentsOfFile: Repository.path(name), encoding: .utf8)
    let copy = try scratch.write(name, text)
    let source = contractSource(text)
    let folder = (source as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: scratch.path("fixtures"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Repository.path(folder), toPath: scratch.path(folder))
    #expect(try run(contractAt: copy).clause("file.not_pinned")?.status == .passed)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path(source))))
    bytes[bytes.count / 2] ^= 1
    try scratch.write(source, bytes)
    #expect(try run(contractAt: copy).clause("file.not_pinned")?.status == .failed)
  }

  /// The one file that a contract of this folder names, from the repository's root.
  private func contractSource(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("  files: ../") } ?? ""
    return String(line.dropFirst("  files: ../".count))
  }

  // MARK: Frictionless

  /// Contracts that say what a Table Schema says, with the table that frictionless 5.21.0 judged.
  static let tables = [
    "car-pooling": "fr-lieux-covoiturage/exemple-invalide.csv",
    "car-pooling-valid": "fr-lieux-covoiturage/exemple-valide.csv",
    "parking": "fr-stationnement/exemple-valide.csv", "parking-invalid": "fr-stationnement/exemple-invalide.csv",
    "camtrap-deployments": "camtrap-dp/example/deployments.csv", "camtrap-media": "camtrap-dp/example/media.csv",
    "camtrap-observations": "camtrap-dp/example/observations.csv", "countries": "country-codes/data/country-codes.csv",
  ]

  static let expectedDifferences = [
    "camtrap-media": "the schema takes anything as EXIF data, the contract asks for JSON"
  ]

  @Test(arguments: tables.keys.sorted()) func cellsFailAsInFrictionless(_ id: String) throws {
    let answers = try suiteJSON("real/expected-frictionless-5.21.0.json", as: [String: [String: Any]].self)
    let errors = try #require(answers[Self.tables[id] ?? ""]?["errors"] as? [[String: Any]])
    let theirs = errors.map { "row \($0["rowNumber"] as? Int ?? 0) \($0["fieldName"] as? String ?? "")" }
    let result = try run(contractAt: Repository.path("contracts/\(id).assay.yaml"))
    // They count the header as row 1.
    let ours = result.clauses.filter { $0.clause.measure == .records }.flatMap { clause in
      clause.exemplars.map { "row \(($0.position.record ?? 0) + 1) \(clause.field ?? "")" }
    }
    #expect((Set(ours) == Set(theirs)) == (Self.expectedDifferences[id] == nil), "\(ours) against \(theirs)")
  }

  private func findings(_ result: RunResult, _ decision: Decision) -> [String] {
    let effects = Dictionary(uniqueKeysWithValues: decision.clauses.map { ($0.clauseID, $0.effect) })
    return result.clauses.filter { $0.violationCount > 0 || $0.status == .inconclusive }.map { clause in
      let effect = effects[clause.clause.id]?.rawValue ?? "undecided"
      return "\(effect) \(result.name(clause)) \(clause.violationCount) of \(clause.recordCount)"
    }
  }

  private static func contractPaths() -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Repository.path("contracts"))
    return (names ?? []).filter { $0.hasSuffix(".assay.yaml") }.sorted().map { "contracts/" + $0 }
  }
}

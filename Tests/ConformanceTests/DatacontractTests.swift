import Contracts
import Foundation
import Testing

/// datacontract-cli: its contracts translated by hand, its data, and what it answered.
struct DatacontractTests {
  /// A contract of ours, with the run of theirs that it stands for.
  struct Translation: Sendable {
    let ours: String
    let theirs: String
    let server: String?

    init(_ ours: String, _ theirs: String, _ server: String? = nil) {
      (self.ours, self.theirs, self.server) = (ours, theirs, server)
    }
  }

  private static let cities = "schema-evolution/odcs-datacontract-cities-version-2"

  static let translations = [
    Translation("cities-2-current-csv", cities, "current-csv"),
    Translation("cities-2-current-csv-invalid", cities, "current-csv-invalid"),
    Translation("cities-2-current-json", cities, "current-json"),
    Translation("cities-2-historical-csv", cities, "historical-csv"),
    Translation("cities-2-historical-json", cities, "historical-json"),
    Translation("cities-2-mixed-schema-csv", cities, "mixed-schema-csv"),
    Translation("cities-3-historical-csv", "schema-evolution/odcs-datacontract-cities-version-3", "historical-csv"),
    Translation("diagnostics", "diagnostics/datacontract"),
    Translation("local-json", "local-json/datacontract"),
    Translation("local-json-nd", "local-json-nd/datacontract"),
    Translation("quality-local-fallback", "quality-local-fallback/datacontract"),
  ]

  /// Runs that name a server which their contract does not have: nothing is read.
  static let outOfScope = 2

  static let expectedDifferences = [
    "cities-2-mixed-schema-csv":
      "theirs joins files of different columns into one table; here each file has its header",
    "cities-3-historical-csv":
      "a column that is missing fails once; theirs also counts each of its values as missing",
  ]

  /// Their check for each rule of ours.
  static let checks: [RuleID: String] = [
    "column.missing": "field_is_present", "cell.missing": "field_required",
    "column.duplicate_value": "field_unique", "cell.below_minimum": "field_minimum",
    "cell.above_maximum": "field_maximum", "cell.too_short": "field_min_length",
    "cell.too_long": "field_max_length", "cell.search_mismatch": "field_regex", "cell.not_in_enum": "field_enum",
  ]

  @Test(arguments: translations) func fieldsFailAsTheirs(_ translation: Translation) throws {
    let ours = try findings(translation)
    let theirs = try answers().first { $0.contract == translation.theirs && $0.server == translation.server }?.failures
    let agrees = ours == theirs
    let difference = Self.expectedDifferences[translation.ours]
    #expect(agrees == (difference == nil), "\(translation.ours): \(ours) against \(theirs ?? [])")
  }

  @Test func everyRunIsTranslatedOrOutOfScope() throws {
    #expect(try answers().count == Self.translations.count + Self.outOfScope)
  }

  private func findings(_ translation: Translation) throws -> Set<String> {
    let result = try run(contractAt: suitePath("datacontract-cli/contracts/\(translation.ours).assay.yaml"))
    var findings: Set<String> = []
    for clause in result.clauses where clause.status == .failed || clause.status == .inconclusive {
      findings.insert("\(Self.checks[clause.clause.rule] ?? clause.clause.rule.rawValue) \(clause.field ?? "")")
    }
    return findings
  }

  private func answers() throws -> [(contract: String, server: String?, failures: Set<String>)] {
    let path = "datacontract-cli/expected-datacontract-cli-1.2.8.json"
    return try suiteJSON(path, as: [[String: Any]].self).map { run in
      let contract = (run["contract"] as? String ?? "").dropFirst("tests/fixtures/".count).dropLast(".yaml".count)
      let checks = run["checks"] as? [[String: Any]] ?? []
      let failures = checks.filter { $0["result"] as? String == "failed" }.map {
        "\($0["type"] as? String ?? "") \($0["field"] as? String ?? "")"
      }
      return (String(contract), run["server"] as? String, Set(failures))
    }
  }
}

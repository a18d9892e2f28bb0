import Contracts
import Foundation
import Reports
import TestSupport
import Testing

@testable import Validation

/// No value of a private field leaves in clear, in any format, whatever is wrong with it or with its record.
@Suite struct MaskingTests {
  /// Words that occur nowhere else. Seeded, so that a failure can be looked at again.
  private struct Secrets {
    var generator = SeededGenerator(state: 77)
    var all: [String] = []

    /// A private word: lower-case letters that no report has by chance.
    mutating func next() -> String {
      let word = "zq" + String((0..<8).map { _ in "bcdfghjkmnpvwxz".randomElement(using: &generator) ?? "b" })
      all.append(word)
      return word
    }
  }

  private func expectNoLeak(
    _ secrets: [String], _ result: RunResult, location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(!secrets.isEmpty)
    for format in ReportFormat.all {
      let text = format.render(report(on: result))
      let leaked = secrets.filter(text.contains)
      #expect(leaked == [], "\(format.name)", sourceLocation: location)
    }
  }

  private func evaluated(
    _ contract: String, _ files: [String: String], masksAll: Bool = false
  ) throws -> RunResult {
    try PreparedData("masking", contract, files.mapValues { Array($0.utf8) })
      .result(EvaluationOptions(now: testClock, blockBytes: 64, masksAll: masksAll))
  }

  private static let csvContract = """
    assay: 1
    id: people
    data: { files: "*.csv", record_limit: 200 }
    extra_fields: EXTRA
    fields:
      - { name: id, type: integer, unique: true, sorted: ascending }
      - { name: email, type: string, privacy: pii.email, format: email, unique: true, pattern: '[0-9]+', max_length: 3,
          enum: [a, b], sorted: strict, minimum: zzz, license: true }
      - { name: age, type: integer, privacy: pii, minimum: 200 }
      - { name: city, type: string, max_length: 1 }
    checks:
      - { unique: [email, city] }
      - { unique: [id, email], id: pair }
    """

  @Test(arguments: ["forbid", "allow"])
  func csvViolationsOfEveryKindKeepPrivateValuesMasked(extra: String) throws {
    var secrets = Secrets()
    var text = "id,email,age,city\n"
    for i in 0..<12 {
      let twice = secrets.next()
      text += "\(i),\(twice),\(secrets.next()),Rome\n\(i),\(twice),5,Rome\n"
      text += "\(i),\"\(secrets.next())\n\(secrets.next())\",5,Rome\n"
    }
    text += "7,a\"\(secrets.next()),5,Rome\n8,\"\(secrets.next())\"\(secrets.next()),5,Rome\n9,\(secrets.next())\n"
    text += "10,\(secrets.next()),5,Rome,\(secrets.next()),\(secrets.next())\n11,\(secrets.next())\r,5,Rome\n"
    text += "12,\(secrets.next())\0,5,Rome\n13,\(secrets.next())\(String(repeating: "long", count: 80)),5,Rome\n"
    text += "14,\"\(secrets.next())\n\(secrets.next()),5,Rome\n"
    let contract = Self.csvContract.replacingOccurrences(of: "EXTRA", with: extra)
    expectNoLeak(secrets.all, try evaluated(contract, ["a.csv": text]))
  }

  /// A header line that is missing makes a header of the first record.
  @Test(arguments: ["forbid", "allow"]) func recordsTakenForTheHeaderAreMasked(extra: String) throws {
    var secrets = Secrets()
    let rows = (0..<4).map { "\($0),\(secrets.next()),5,Rome\n" }.joined()
    let contract = Self.csvContract.replacingOccurrences(of: "EXTRA", with: extra)
    expectNoLeak(secrets.all, try evaluated(contract, ["a.csv": rows]))
  }

  /// Its name is wrong, its values are as private as before.
  @Test(arguments: ["forbid", "allow"]) func aMisspeltPrivateColumnIsMasked(extra: String) throws {
    var secrets = Secrets()
    let rows = (0..<4).map { "x\($0),\(secrets.next()),y,Rome\n" }.joined()
    let contract = Self.csvContract.replacingOccurrences(of: "EXTRA", with: extra)
    expectNoLeak(secrets.all, try evaluated(contract, ["a.csv": "id,e-mail,age,city\n" + rows]))
  }

  /// Of two columns with one name, the second belongs to no field.
  @Test func aSecondColumnWithAPrivateNameIsMasked() throws {
    var secrets = Secrets()
    let rows = (0..<4).map { "x\($0),\(secrets.next()),y,Rome,\(secrets.next())\n" }.joined()
    let contract = Self.csvContract.replacingOccurrences(of: "EXTRA", with: "allow")
    expectNoLeak(secrets.all, try evaluated(contract, ["a.csv": "id,email,age,city,email\n" + rows]))
  }

  @Test func theNewestOfAPrivateTimeIsMasked() throws {
    let result = try evaluated(
      """
      { assay: 1, id: births, data: { files: a.csv }, fields: [{ name: born, type: timestamp, privacy: pii.birth_date }],
        freshness: { field: born, block_after: 1h } }
      """,
      ["a.csv": "born\n1987-03-14T01:02:03Z\n1986-05-06T07:08:09Z\n2031-05-06T07:08:09Z\n"])
    #expect(result.clause("data.stale")?.status == .failed)
    expectNoLeak(["1987-03-14", "1986-05-06", "2031-05-06"], result)
    let age = testClock.seconds - 542_682_123
    expectNoLeak(["\(age)", "14496d", "39y"], result)
  }

  @Test func theMaximumThatStaysWithinItsLimitIsMaskedToo() throws {
    let result = try evaluated(
      """
      { assay: 1, id: births, data: { files: a.csv }, fields: [{ name: born, type: date, privacy: pii.birth_date }],
        freshness: { field: born, block_after: 90000d } }
      """, ["a.csv": "born\n1987-03-14\n"])
    #expect(result.clause("data.stale")?.status == .passed)
    expectNoLeak(["1987-03-1"], result)
  }

  private static let jsonContract = """
    assay: 1
    id: people
    data: { files: a.jsonl, record_limit: 400 }
    fields:
      - { name: id, type: integer }
      - { name: person, type: object, required: true }
      - { name: person.email, type: string, privacy: pii.email, format: email, unique: true, max_length: 2 }
      - { name: home, type: object, privacy: pii.address }
      - { name: home.street, type: string, max_length: 1 }
      - { name: notes, type: array, max_items: 1, unique_items: true }
      - { name: "notes[]", type: string, privacy: pii.free_text, pattern: '[0-9]' }
      - { name: "people[].name", type: string, privacy: pii.name, enum: [a], required: true, unique: true }
      - { name: people, type: array, max_items: 1 }
    """

  @Test func jsonViolationsOfEveryKindKeepPrivateValuesMasked() throws {
    var secrets = Secrets()
    var lines: [String] = []
    func line(_ secrets: inout Secrets, id: String = "\"x\"", more: String = "") -> String {
      let note = secrets.next()
      return """
        {"id": \(id), "person": {"email": "\(secrets.next())"}, "home": {"street": "\(secrets.next())"}, "notes": \
        ["\(note)", "\(note)", "\(secrets.next())"], "people": [{"name": "\(secrets.next())"}, {"name": null}]\(more)}
        """
    }
    for _ in 0..<6 {
      lines.append(line(&secrets))
      lines.append(lines[lines.count - 1])
    }
    lines.append("{\"person\": \"\(secrets.next())\", \"home\": \"\(secrets.next())\", \"notes\": \"\(secrets.next())\"}")
    lines.append("{\"person\": {\"email\": {\"deep\": \"\(secrets.next())\"}, \"other\": \"\(secrets.next())\"}}")
    lines.append("{\"person\": [\"\(secrets.next())\"], \"people\": [\"\(secrets.next())\", 5]}")
    lines.append(line(&secrets, more: ", \"unknown\": \"\(secrets.next())\""))
    lines.append(line(&secrets) + " \(secrets.next())")
    lines.append(line(&secrets, id: "\"\(secrets.next())\", \"id\": 5"))
    lines.append(line(&secrets, id: "1e999"))
    lines.append("[\"\(secrets.next())\"]")
    lines.append("\"\(secrets.next())\"")
    lines.append("{\"person\": {\"email\": \"\(secrets.next())\\ud800\"}}")
    lines.append("{\"person\": {\"email\": \"\(secrets.next())")
    lines.append(line(&secrets, more: ", \"pad\": \"" + String(repeating: "p", count: 500) + "\""))
    let result = try evaluated(Self.jsonContract, ["a.jsonl": lines.joined(separator: "\n")])
    #expect(result.clauses.filter { $0.status == .failed }.count > 8)
    expectNoLeak(secrets.all, result)
  }

  @Test func maskAllMasksEveryValue() throws {
    var secrets = Secrets()
    let csv =
      """
      { assay: 1, id: all, data: { files: a.csv }, extra_fields: allow, fields: [
        { name: a, type: integer, unique: true }, { name: b, type: string, enum: [x], unique: true, license: true },
        { name: t, type: timestamp, minimum: "2026-01-01T00:00:00Z" } ], freshness: { field: t, block_after: 1h } }
      """
    var text = "a,b,t,extra\n"
    for _ in 0..<5 {
      let word = secrets.next()
      text += "\(secrets.next()),\(word),\(secrets.next()),\(secrets.next())\n1,\(word),1987-03-14T01:02:03Z,\n"
    }
    text += "\(secrets.next()),\"\(secrets.next())\"x\n\(secrets.next())\n"
    expectNoLeak(secrets.all + ["1987-03-14"], try evaluated(csv, ["a.csv": text], masksAll: true))
    let headless = try evaluated(csv, ["a.csv": "\(secrets.next()),\(secrets.next()),c\n1,\(secrets.next()),3\n"], masksAll: true)
    expectNoLeak(secrets.all, headless)
    let json = "{ assay: 1, id: all, data: { files: a.jsonl }, fields: [{ name: a, type: integer }, { name: o, type: object }] }"
    let lines = (0..<3).map { _ in "{\"a\": \"\(secrets.next())\", \"o\": {\"\(secrets.next())\": \"\(secrets.next())\"}}\n" }
    expectNoLeak(secrets.all, try evaluated(json, ["a.jsonl": lines.joined() + "{\"a\": \(secrets.next())}"], masksAll: true))
  }

  /// Otherwise the tests above would pass with empty reports.
  @Test func publicValuesAreShown() throws {
    var secrets = Secrets()
    let word = secrets.next()
    let result = try evaluated(
      "{ assay: 1, id: open, data: { files: a.csv }, fields: [{ name: a, type: integer, privacy: public }] }",
      ["a.csv": "a\n\(word)\n"])
    for format in ReportFormat.all { #expect(format.render(report(on: result)).contains(word), "\(format.name)") }
  }
}

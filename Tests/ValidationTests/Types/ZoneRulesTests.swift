import Contracts
import Testing

@testable import Validation

@Suite struct ZoneRulesTests {
  private func local(_ text: String) throws -> Int64 { try #require(Instant(rfc3339: text + "Z")).seconds }

  @Test(arguments: [
    ("Europe/Paris", "2024-03-31T01:59:59", "2024-03-31T00:59:59Z"),
    ("Europe/Paris", "2024-03-31T03:00:00", "2024-03-31T01:00:00Z"),
    ("Europe/Paris", "2024-10-27T01:59:59", "2024-10-26T23:59:59Z"),
    ("Europe/Paris", "2024-10-27T03:00:00", "2024-10-27T02:00:00Z"),
    ("America/New_York", "2024-03-10T01:59:59", "2024-03-10T06:59:59Z"),
    ("America/New_York", "2024-03-10T03:00:00", "2024-03-10T07:00:00Z"),
    ("America/New_York", "2024-11-03T02:00:00", "2024-11-03T07:00:00Z"),
    // After the last transition that the file lists, by its footer.
    ("Europe/Paris", "2090-07-01T12:00:00", "2090-07-01T10:00:00Z"),
    ("Europe/Paris", "2090-01-01T12:00:00", "2090-01-01T11:00:00Z"),
    ("Australia/Sydney", "2090-01-01T12:00:00", "2090-01-01T01:00:00Z"),
    ("Asia/Kolkata", "2024-06-01T00:00:00", "2024-05-31T18:30:00Z"),
    ("UTC", "2024-06-01T00:00:00", "2024-06-01T00:00:00Z"),
    ("+02:00", "2024-06-01T00:00:00", "2024-05-31T22:00:00Z"),
    ("-03:30", "2024-06-01T00:00:00", "2024-06-01T03:30:00Z"),
  ])
  func localTimesAreInstants(zone: String, text: String, expected: String) throws {
    let rules = try #require(ZoneRules(name: zone))
    for choice in [ZoneRules.Choice.earlier, .later] {
      #expect(rules.instant(ofLocal: try local(text), choosing: choice).description == expected)
    }
  }

  @Test func repeatedLocalTimesAreChosen() throws {
    let paris = try #require(ZoneRules(name: "Europe/Paris"))
    let twice = try local("2024-10-27T02:30:00")
    #expect(paris.instant(ofLocal: twice, choosing: .earlier).description == "2024-10-27T00:30:00Z")
    #expect(paris.instant(ofLocal: twice, choosing: .later).description == "2024-10-27T01:30:00Z")
  }

  @Test func skippedLocalTimesCountByTheOffsetBefore() throws {
    let newYork = try #require(ZoneRules(name: "America/New_York"))
    #expect(newYork.instant(ofLocal: try local("2024-03-10T02:30:00")).description == "2024-03-10T07:30:00Z")
  }

  @Test func aDateEndsAtTheNextMidnight() throws {
    let paris = try #require(ZoneRules(name: "Europe/Paris"))
    #expect(paris.end(of: CivilDate(year: 2024, month: 3, day: 31)).description == "2024-03-31T22:00:00Z")
    #expect(paris.end(of: CivilDate(year: 2024, month: 12, day: 31)).description == "2024-12-31T23:00:00Z")
  }

  @Test(arguments: [
    "", "Nowhere/Land", "../etc/passwd", "/etc/localtime", "Europe", "Europe/../Europe/Paris", "+25:00", "+2", "CET/",
  ])
  func unknownZonesAreNil(name: String) {
    #expect(ZoneRules(name: name) == nil)
  }

  @Test func everyCutOfAZoneFileIsRefusedOrRead() throws {
    // A version 2 file with one type and no transitions, and its footer.
    let block = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let data: [UInt8] = [0, 0, 14, 16, 0, 0] + Array("CET\0".utf8)
    let file = block + counts + data + block + counts + data + Array("\nCET-1\n".utf8)
    for length in 0..<(file.count - 7) { #expect(ZoneRules(name: "x", tzif: Array(file.prefix(length))) == nil) }
    #expect(ZoneRules(name: "x", tzif: file)?.offset(at: 0) == 3600)
  }
}

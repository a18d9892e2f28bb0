import Testing

@testable import Licensing

struct LicenseAlternativesTests {
  private func alternatives(_ text: String) throws -> Set<Set<String>>? {
    try LicenseExpression(parsing: text).alternatives.map { Set($0.map { Set($0.map(\.description)) }) }
  }

  @Test(arguments: [
    ("MIT", [["MIT"]]), ("MIT OR ISC", [["MIT"], ["ISC"]]), ("MIT AND ISC", [["MIT", "ISC"]]),
    ("MIT AND (ISC OR Zlib)", [["MIT", "ISC"], ["MIT", "Zlib"]]),
    ("GPL-2.0 OR GPL-2.0-only OR GPL-2.0+", [["GPL-2.0-only"], ["GPL-2.0-or-later"]]),
    ("(MIT OR ISC) AND (MIT OR ISC)", [["MIT"], ["ISC"], ["MIT", "ISC"]]),
  ] as [(String, Set<Set<String>>)])
  func eachIsASetThatHoldsJointly(text: String, expected: Set<Set<String>>) throws {
    #expect(try alternatives(text) == expected)
  }

  /// Of so many names, each with the next.
  private func pairs(_ count: Int) -> String {
    (0..<count).map { "(LicenseRef-\(2 * $0) OR LicenseRef-\(2 * $0 + 1))" }.joined(separator: " AND ")
  }

  /// Of so many licences, by the shortest names, since a text has at most 4,096 bytes.
  private func choices(_ count: Int) -> String {
    LicenseIndex.shared.currentLicenses.sorted { $0.count < $1.count }.prefix(count).joined(separator: " OR ")
  }

  @Test func theLimitIsReachedAndNotPassed() throws {
    let limit = LicenseExpression.alternativeLimit
    #expect(try alternatives(choices(limit))?.count == limit)
    #expect(try alternatives(choices(limit + 1)) == nil)
    #expect(try alternatives(pairs(8))?.count == limit)
    #expect(try alternatives(pairs(9)) == nil)
  }

  @Test func repetitionsDoNotCount() throws {
    #expect(try alternatives([200, 90, 90].map(choices).joined(separator: " OR "))?.count == 200)
    let same = Array(repeating: "(MIT OR ISC)", count: 100).joined(separator: " AND ")
    #expect(try alternatives(same)?.count == 3)
  }
}

import Testing

@testable import Comparison

struct DirectionTests {
  @Test func movingTogetherIsCommutativeAndAssociative() {
    for a in Direction.allCases {
      for b in Direction.allCases {
        #expect(a.and(b) == b.and(a), "\(a) \(b)")
        #expect(a.and(b).reversed == a.reversed.and(b.reversed), "\(a) \(b)")
        for c in Direction.allCases { #expect(a.and(b).and(c) == a.and(b.and(c)), "\(a) \(b) \(c)") }
      }
    }
  }

  @Test func undoingSwapsTheRoles() {
    for direction in Direction.allCases {
      #expect(direction.reversed.reversed == direction)
      #expect(direction.reversed.forConsumers == direction.forProducers)
    }
  }
}

struct SemanticVersionTests {
  @Test(arguments: [
    ("1.2.3", VersionBump.patch, "1.2.4"), ("1.2.3", .minor, "1.3.0"), ("1.2.3", .major, "2.0.0"),
    ("0.2.3", .patch, "0.2.4"), ("0.2.3", .minor, "0.2.4"), ("0.2.3", .major, "0.3.0"), ("v37", .patch, "37.0.1"),
    ("2.1", .none, "2.1.0"), ("1.2.3-rc.1", .patch, "1.2.3"), ("1.2.3+build", .minor, "1.3.0"),
  ])
  func raises(text: String, bump: VersionBump, expected: String) throws {
    #expect(try #require(SemanticVersion(text)).raised(by: bump).description == expected)
  }

  @Test(arguments: ["", "1.", "1..2", "1.2.3.4", "2026-11-21x.", "a", "1.x", "-1", "1234567890.0.0"])
  func refuses(text: String) {
    if text == "2026-11-21x." { return #expect(SemanticVersion(text)?.numbers == [2026, 0, 0]) }
    #expect(SemanticVersion(text) == nil)
  }

  @Test(arguments: [
    ("1.0.0", "2.0.0", VersionBump.major, VersionCheck.Outcome.sufficient), ("1.0.0", "1.1.0", .major, .tooSmall),
    ("1.0.0", "1.1.0", .minor, .sufficient), ("1.0.0", "3.0.0", .patch, .sufficient), ("1.0.0", "1.0.0", .none, .sufficient),
    ("1.0.0", "1.0.0", .patch, .tooSmall), ("1.1.0", "1.0.0", .none, .backwards), ("0.1.0", "0.2.0", .major, .sufficient),
    ("0.1.0", "0.1.1", .major, .tooSmall), ("1.0.0", "2.0.0-rc.1", .major, .sufficient),
    ("summer", "autumn", .patch, .unreadable), (nil, "1.0.0", .patch, .missing), (nil, nil, .none, .missing),
    ("1.0.0", "1.0.0+2", .patch, .tooSmall),
  ] as [(String?, String?, VersionBump, VersionCheck.Outcome)])
  func holdsVersionsToTheChange(
    before: String?, after: String?, bump: VersionBump, expected: VersionCheck.Outcome
  ) {
    #expect(VersionCheck(before: before, after: after, proposal: bump).outcome == expected)
  }
}

struct LicenseMoveTests {
  @Test(arguments: [
    ("MIT", "MIT", Direction.neutral), (nil, "MIT", .stronger), ("MIT", nil, .weaker),
    ("MIT", "MIT OR GPL-3.0-only", .stronger), ("MIT OR GPL-3.0-only", "MIT", .weaker),
    ("MIT", "MIT AND CC-BY-4.0", .weaker), ("MIT AND CC-BY-4.0", "CC-BY-4.0", .stronger),
    ("CC-BY-4.0", "CC-BY-NC-4.0", .weaker), ("MIT OR ISC", "ISC OR MIT", .neutral),
    ("MIT AND (ISC OR Zlib)", "(MIT AND ISC) OR (MIT AND Zlib)", .neutral), ("GPL-2.0", "GPL-2.0-only", .neutral),
  ] as [(String?, String?, Direction)])
  func tellsWhatIsGranted(before: String?, after: String?, expected: Direction) {
    #expect(LicenseMove(before, after).direction == expected)
    #expect(LicenseMove(after, before).direction == expected.reversed)
  }

  /// By what the licences ask, where the expressions have nothing in common.
  @Test(arguments: [
    ("CC0-1.0", "CC-BY-4.0", LicenseMove.Kind.tightened), ("CC-BY-4.0", "CC0-1.0", .loosened),
    ("CC-BY-4.0", "CC-BY-SA-4.0", .tightened), ("CC-BY-4.0", "CC-BY-NC-4.0", .tightened),
    ("CC-BY-NC-4.0", "CC-BY-4.0", .loosened), ("CC-BY-NC-4.0", "CC-BY-SA-4.0", .mixed),
    ("CC-BY-NC-4.0", "CC-BY-ND-4.0", .mixed), ("MIT", "BSD-3-Clause", .same), ("MIT OR ISC", "ISC OR MIT", .same),
    ("CC-BY-4.0 OR CC-BY-NC-4.0", "CC-BY-NC-4.0", .tightened), ("CC-BY-4.0", "LicenseRef-own", .unknown),
    ("LicenseRef-own", "CC0-1.0", .unknown), ("MIT", "a licence of ours", .unknown), (nil, "MIT", .loosened),
    ("MIT", nil, .tightened), (nil, nil, .same),
  ] as [(String?, String?, LicenseMove.Kind)])
  func tellsTightenedFromLoosened(before: String?, after: String?, expected: LicenseMove.Kind) {
    #expect(LicenseMove(before, after).kind == expected, "\(LicenseMove(before, after).reason)")
  }

  @Test func aReasonNamesWhatIsAskedNow() {
    #expect(LicenseMove("CC-BY-4.0", "CC-BY-NC-4.0").reason == "CC-BY-NC-4.0 allows non-commercial use only")
    let unknown = "nobody can tell what is granted: the terms of LicenseRef-own are not known here"
    #expect(LicenseMove("MIT", "LicenseRef-own").reason == unknown)
    #expect(LicenseMove("LicenseRef-own", "CC0-1.0").reason == unknown)
  }

  /// Undoing a move swaps who breaks, and what is safe for readers is never called tightened or unknown.
  @Test func everyPairOfTheTableIsSymmetric() {
    let names = [
      "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "MIT", "Apache-2.0", "GPL-3.0-only",
      "ODbL-1.0", "LicenseRef-own", "MIT OR GPL-3.0-only", "CC-BY-4.0 AND MIT",
    ]
    for before in names {
      for after in names {
        let move = LicenseMove(before, after)
        #expect(LicenseMove(after, before).direction == move.direction.reversed, "\(before) \(after)")
        let isSafe = move.direction.forConsumers != .breaking
        #expect(isSafe == (move.kind == .same || move.kind == .loosened), "\(before) \(after)")
        if before == after { #expect(move.kind == .same) }
      }
    }
  }
}

import Contracts
import Testing

@testable import Reports

struct AmountTests {
  @Test(arguments: [
    (142, 1_000_000, "0.0142 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 1, "100 %"), (0, 5, "0 %"), (1, 2, "50 %"),
    (5_100, 1_000_000, "0.51 %"), (999_999, 1_000_000, "99.9 %"), (1, .max, "0.0000000000000000108 %"),
    (Int.max - 1, Int.max, "99.9 %"), (Int.max, Int.max, "100 %"), (3, 2, "150 %"),
  ])
  func sharesAreNeverRoundedToNothingOrToAll(count: Int, total: Int, text: String) {
    #expect(Amount.percent(count, of: total) == text)
  }

  @Test func aShareOfNothingIsNone() {
    #expect(Amount.percent(0, of: 0) == nil)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1_000_000, "1,000,000"), (-12_345, "-12,345"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func numbersAreGroupedByThousands(value: Int, text: String) {
    #expect(Amount.grouped(value) == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (84_081_123, "84.1 MB"), (999_960, "1.0 MB"),
    (Int.max, "9.2 EB"),
  ])
  func sizesHaveUnits(count: Int, text: String) {
    #expect(Amount.byteSize(count) == text)
  }
}

struct HarmlessTextTests {
  @Test(arguments: [
    ("plain, é, 日本, 👩‍👩‍👧", "plain, é, 日本, 👩‍👩‍👧"), ("\u{1B}[2J", "␛[2J"), ("a\r\nb\tc", "a␍␊b␉c"),
    ("\u{0}\u{7F}", "␀␡"), ("\u{9B}2J", "\\u{9B}2J"), ("\u{202E}fdp", "\\u{202E}fdp"), ("NO\u{200B}", "NO\\u{200B}"),
    ("a\u{A0}b", "a\\u{A0}b"),
    ("\u{2028}", "\\u{2028}"), ("\u{FEFF}id", "\\u{FEFF}id"), ("\u{FFFE}", "\\u{FFFE}"),
  ])
  func whatActsOrHidesIsMadeVisible(text: String, shown: String) {
    #expect(text.harmless.unicodeScalars.elementsEqual(shown.unicodeScalars), "\(text.harmless)")
  }

  @Test func noScalarOfUnicodeActsOnATerminal() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = String(Character(scalar)).harmless
      #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }

  @Test func aTowerOfMarksIsCut() {
    let tower = "a" + String(repeating: "\u{301}", count: 500)
    #expect(tower.harmless.unicodeScalars.count < 20)
  }
}

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｆ", 2), ("한", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2),
    ("☂️", 2), ("Ω", 1), ("…", 1), ("ﾊ", 1),
  ])
  func widthIsWhatATerminalGives(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test(arguments: [("abcdef", 4, "abc…"), ("日本語", 4, "日…"), ("abc", 3, "abc")])
  func cuttingNeverExceedsTheWidth(text: String, width: Int, cut: String) {
    #expect(text.truncated(to: width) == cut)
  }
}

struct FindingsTests {
  @Test(arguments: UInt64(0)..<100)
  func noClauseIsLostAndNoneIsTwice(seed: UInt64) {
    var random = RandomReport(seed: seed)
    for entry in random.report().entries {
      let findings = Findings(entry)
      let open = findings.causes.reduce(0) { $0 + $1.clauses.count + $1.followers.count }
      #expect(open + findings.passed.count == entry.result.clauses.count)
    }
  }
}

struct TallyTests {
  @Test func everyClauseIsCountedOnce() {
    for entry in Sample.report.entries {
      #expect(Tally(entry).parts.reduce(0) { $0 + $1.count } == entry.result.clauses.count)
    }
  }

  @Test func waivedAndIgnoredAreNotFailed() {
    let tally = Tally(Sample.orders)
    #expect(tally.failed == 7)
    #expect(tally.warned == 1)
    #expect(tally.waived == 1)
    #expect(tally.ignored == 1)
    #expect(tally.inconclusive == 2)
    #expect(tally.skipped == 5)
    #expect(tally.passed == 3)
  }
}

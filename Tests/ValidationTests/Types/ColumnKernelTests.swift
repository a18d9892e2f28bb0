import Contracts
import Testing

@testable import Validation

/// At the plain level no kernel takes anything, so that the decoders in Swift, their twins, say what is right.
@Suite struct ColumnKernelTests {
  private static let levels = KernelLevel.allCases.filter { $0.isAvailable && $0 != .plain }

  /// What was decoded, as far as anybody may look at it.
  private struct Decoded: Equatable {
    var state: CellState
    var integer: Int64?
    var scale: UInt8?
    var wide: ExactDecimal?
  }

  private static func decoded(_ texts: [[UInt8]], _ type: FieldType, _ spelling: Spelling, _ level: KernelLevel) throws
    -> [Decoded]
  {
    let column = Cells(texts, try FieldDecoder(field: field(type, spelling), format: .csv, level: level)).column
    let hasScale = type == .decimal || type == .timestamp
    return (0..<column.count).map { i in
      let isValue = column.states[i] == .value && type != .uuid
      return Decoded(
        state: column.states[i], integer: isValue ? column.integers[i] : nil,
        scale: isValue && hasScale ? column.scales[i] : nil, wide: column.wideValues[i])
    }
  }

  private static func expectAgreement(_ texts: [[UInt8]], _ type: FieldType, _ spelling: Spelling = Spelling()) throws {
    let expected = try decoded(texts, type, spelling, .plain)
    for level in levels {
      let found = try decoded(texts, type, spelling, level)
      let wrong = texts.indices.first { found[$0] != expected[$0] }
      #expect(wrong == nil, "\(level): \(visible(wrong.map { texts[$0] } ?? []))")
    }
  }

  /// Texts as they are, many a byte in every place of them, and random changes of them.
  private static func variants(_ texts: [String], alphabet: String, seed: UInt64) -> [[UInt8]] {
    let texts = texts.map { Array($0.utf8) }
    var all = texts
    // All of ASCII that is a neighbour of some class, and what no class has.
    let bytes = Array("\0\t\n !\"#$%&'()*+,-./0189:;<>?@AFGTZ[\\]^_`afgtz{|}~\u{7F}".utf8) + [0x80, 0xAD, 0xB0, 0xFF]
    for text in texts {
      for place in text.indices {
        for byte in bytes {
          var changed = text
          changed[place] = byte
          all.append(changed)
        }
      }
    }
    var random = SplitMix(seed: seed)
    let alphabet = Array(alphabet.utf8)
    for _ in 0..<10_000 {
      var text = texts.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        let byte = alphabet.randomElement(using: &random) ?? 0
        switch Int.random(in: 0...3, using: &random) {
        case 0: text.insert(byte, at: place)
        case 1 where place < text.count: text.remove(at: place)
        case 2: text.removeSubrange(place...)
        default: if place < text.count { text[place] = byte }
        }
      }
      all.append(text)
    }
    return all
  }

  private static let numbers = [
    "0", "7", "-1", "+1", "-", "+", "--1", "12345678", "123456789", "1234567890123456", "-1234567890123456",
    "12345678901234567", "-12345678901234567", "999999999999999999", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "0000000000000000", "00000000000000001", "1.5", "-0.25", ".5", "5.", ".", "-.", "1.2.3",
    "123456789012345.6", "1234567890123456.7", ".123456789012345", ".1234567890123456", "-.123456789012345",
    "0.000000000000001", "1e5", "99999999.99999999", "",
  ]

  @Test func integers() throws {
    try Self.expectAgreement(Self.variants(Self.numbers, alphabet: "0123456789-+.e ", seed: 1), .integer)
  }

  @Test func decimals() throws {
    try Self.expectAgreement(Self.variants(Self.numbers, alphabet: "0123456789-+.e ", seed: 2), .decimal)
  }

  /// Columns whose texts all have eight bytes or fewer, in all numbers from one to more than a kernel takes at once.
  @Test func shortNumbers() throws {
    let short = Self.numbers.filter { $0.utf8.count <= 8 } + ["-1234567", "1234.567", ".1234567", "-12.4567", "1234567."]
    let texts = Self.variants(short, alphabet: "0123456789-+.e ", seed: 7).filter { $0.count <= 8 }
    #expect(texts.count > 5000)
    for type in [FieldType.integer, .decimal] {
      try Self.expectAgreement(texts, type)
      for count in 1...70 { try Self.expectAgreement(Array(texts.suffix(count)), type) }
    }
  }

  @Test func booleans() throws {
    let words = ["true", "false", "True", "tru", "truefals", "falsetrue", "f", ""]
    try Self.expectAgreement(Self.variants(words, alphabet: "truefalsTF01", seed: 8), .boolean)
    let short = Self.variants(words, alphabet: "truefalsTF01", seed: 9).filter { $0.count <= 8 }
    for count in 1...70 { try Self.expectAgreement(Array(short.suffix(count)), .boolean) }
  }

  @Test func dates() throws {
    let dates = ["2024-02-29", "1900-02-28", "2000-02-29", "0000-01-01", "9999-12-31", "1970-01-01", "2023-11-30"]
    try Self.expectAgreement(Self.variants(dates, alphabet: "0123456789-", seed: 3), .date)
  }

  @Test func everyMonthAndDay() throws {
    for year in ["0000", "0004", "1600", "1700", "1900", "2000", "2023", "2024", "2100", "9999"] {
      let days = (0...99).flatMap { month in
        (0...99).map { day in "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
      }
      try Self.expectAgreement(days.map { Array($0.utf8) }, .date)
      try Self.expectAgreement(days.map { Array("\($0)T23:59:59Z".utf8) }, .timestamp)
    }
  }

  @Test(arguments: [Spelling.Zone.required, .optional, .forbidden]) func timestamps(zone: Spelling.Zone) throws {
    let times = [
      "2024-02-29T12:34:56Z", "2023-02-28 00:00:00Z", "1970-01-01t23:59:59z", "2016-12-31T23:59:60Z",
      "2024-06-30T24:00:00Z", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00+01:00", "2024-01-01T00:00:00",
      "1677-09-21T00:12:43Z", "1677-09-21T00:12:45Z", "2262-04-11T23:47:16Z", "2262-04-11T23:47:15Z",
      "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-01-01T00:00Z",
    ]
    var spelling = Spelling()
    spelling.zone = zone
    try Self.expectAgreement(Self.variants(times, alphabet: "0123456789-:TtZz .+", seed: 4), .timestamp, spelling)
  }

  @Test func uuids() throws {
    let ids = ["6513270e-269e-4d37-a2a7-4de452e6b438", "ABCDEFab-cdef-0123-4567-89abcdefABCD", ""]
    try Self.expectAgreement(Self.variants(ids, alphabet: "0123456789abcdefABCDEFgG-@`", seed: 5), .uuid)
  }

  @Test func emails() throws {
    let local = String(repeating: "a", count: 30)
    let addresses = [
      "a@b.c", "first.last+tag@mail.example.org", "a@b", "@b.c", "a@", "a@.c", "a@b.", "a.@b.c", ".a@b.c", "a..b@c.de",
      "a@-b.c", "a@b-.c", "a@b.-c", "a@b.c-", "a@b-c.d", "a@b.1", "a@b.1a", "a@1.2.3.4", "a@b@c.d",
      "!#$%&'*+-/=?^_`{|}~@x.yz",
      "a-@b.c", "-a@b.c", "é@b.c", "a@é.c", "a b@c.d", "\(local)@b.c", "\(local)b@\(local).cd", "\(local)bc@\(local)",
      "\(local)@\(local).c", "\(local)@\(local).cd", "\(local)\(local)abcd@b.c", "\(local)\(local)abcde@b.c",
      "a@\(local)\(local)abc.de", "a@\(local)\(local)abcd.de", "",
    ]
    let texts = Self.variants(addresses, alphabet: "ab1.-@+_", seed: 6)
    let cells = Cells(texts, try FieldDecoder(field: field(.any), format: .jsonl), kind: { _ in .string })
    func violations(_ level: KernelLevel) throws -> [UInt32] {
      let validator = FormatValidator(name: "email", level: level, checkJSON: { _ in true })
      var indices: [UInt32] = []
      try #require(validator).appendViolations(in: cells.column, to: &indices)
      return indices
    }
    let expected = try violations(.plain)
    #expect(expected.count > 1000 && expected.count < texts.count - 1000)
    for level in Self.levels {
      let found = try violations(level)
      let wrong = Set(found).symmetricDifference(expected).min()
      #expect(wrong == nil, "\(level): \(visible(wrong.map { texts[Int($0)] } ?? []))")
      #expect(found == expected)
    }
  }

  /// Sets of few and of many texts, short and long, of which one begins as another does.
  @Test(arguments: [1, 2, 5, 20, 100, 256, 257]) func members(count: Int) throws {
    var random = SplitMix(seed: UInt64(count))
    var words = ["", "new", "returned", "cancelled", "sixteen letters.", "seventeen letters"]
    while words.count < count {
      let length = Int.random(in: 1...24, using: &random)
      words.append(String((0..<length).map { _ in "abc\0".randomElement(using: &random) ?? "a" }))
    }
    words = Array(Set(words)).sorted().suffix(count)
    let set = TextSet(words.map { Array($0.utf8) })
    let texts = Self.variants(words.suffix(20) + ["other"], alphabet: "abcnewd\0", seed: 7)
    let cells = Cells(texts, try FieldDecoder(field: field(.any), format: .jsonl), kind: { _ in .string })
    let known = Set(words.map { Array($0.utf8) })
    let expected = texts.indices.filter { !known.contains(texts[$0]) }.map { UInt32($0) }
    for level in Self.levels + [.plain] {
      var indices: [UInt32] = []
      set.appendViolations(in: cells.column, level, to: &indices)
      #expect(indices == expected, "\(level)")
    }
  }
}

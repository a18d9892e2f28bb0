import Contracts
import Testing

@testable import Validation

private let decimalTexts = [
  "-100000000000000000000", "-9223372036854775808", "-1.51", "-1.5", "-1.500", "-1", "-0.0", "0", "0.001", "0.0010",
  "0.1", "1", "1.0", "1.00000000000000000000000000001", "1.5", "2", "9223372036854775807", "9223372036854775807.5",
  "123456789012345678901234567890", "0.00000000000000000000000000000000000001",
]

@Suite struct TypedValueTests {
  @Test func boundsOfDecimalsAgreeWithExactComparison() throws {
    let cells = try Cells(decimalTexts, .decimal)
    for bound in decimalTexts {
      let value = try #require(cells.decoder.literal(bound))
      let exactBound = try #require(ExactDecimal(bound))
      for relation in [Relation.atLeast, .above, .atMost, .below] {
        var broken: [UInt32] = []
        Bound(relation, value, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
        let expected = decimalTexts.indices.filter { i in
          ExactDecimal(decimalTexts[i]).map { !relation.allows($0.compare(to: exactBound)) } ?? true
        }
        #expect(broken.map(Int.init) == expected, "\(relation) \(bound)")
      }
    }
  }

  @Test func boundsOfIntegersHoldAtTheEndsOf64Bits() throws {
    let texts = ["-9223372036854775809", "-9223372036854775808", "0", "9223372036854775807", "9223372036854775808"]
    let cells = try Cells(texts, .integer)
    for (index, bound) in texts.enumerated() {
      var broken: [UInt32] = []
      let value = try #require(cells.decoder.literal(bound))
      Bound(.above, value, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
      #expect(broken == (0...UInt32(index)).map { $0 }, "\(bound)")
    }
  }

  /// Columns without anything odd are looked at in runs: of one number of digits after the point, and of several.
  @Test(arguments: ["1.50", "1.5", "2"]) func boundsOfPlainColumns(other: String) throws {
    for count in [1, 31, 32, 33, 64, 100] {
      for place in stride(from: 0, to: count, by: 7) {
        for (odd, isBelow) in [("-7.00", true), ("9.01", false), ("9.00", false)] {
          var texts = Array(repeating: "1.50", count: count)
          texts[count / 2] = other
          texts[place] = odd
          let cells = try Cells(texts, .decimal)
          for (relation, bound) in [(Relation.atLeast, "0"), (.above, "-7"), (.atMost, "9"), (.below, "9.01")] {
            let value = try #require(cells.decoder.literal(bound))
            var broken: [UInt32] = []
            Bound(relation, value, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
            let isAbove = relation == .atMost || relation == .below
            let isBroken = isAbove ? odd == "9.01" : isBelow
            #expect(broken == (isBroken ? [UInt32(place)] : []), "\(odd) at \(place) of \(count), \(bound)")
          }
        }
      }
    }
  }

  @Test func missingAndInvalidValuesBreakNoBound() throws {
    let cells = try Cells(["", "x", "1"], .integer)
    let value = try #require(cells.decoder.literal("5"))
    var broken: [UInt32] = []
    Bound(.atLeast, value, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
    #expect(broken == [2])
  }

  @Test func literalsAreReadInTheStandardSpellingFirst() throws {
    var spelling = Spelling()
    spelling.decimalMark = ","
    spelling.groupMark = "."
    let decoder = try FieldDecoder(field: field(.decimal, spelling), format: .csv)
    #expect(decoder.literal("1.500") == .decimal(ExactDecimal(15, scale: 1)))
    #expect(decoder.literal("1,5") == .decimal(ExactDecimal(15, scale: 1)))
    #expect(decoder.literal("x") == nil)

    var layout = Spelling()
    layout.layout = "%d/%m/%Y"
    let dates = try FieldDecoder(field: field(.date, layout), format: .csv)
    #expect(dates.literal("1970-01-02") == .integer(1))
    #expect(dates.literal("02/01/1970") == .integer(1))
  }

  @Test func literalsOfTimestampsFollowTheZone() throws {
    var spelling = Spelling()
    spelling.zone = .forbidden
    let local = try FieldDecoder(field: field(.timestamp, spelling), format: .csv)
    #expect(local.literal("1970-01-01T00:00:01") == .integer(1_000_000_000))
    #expect(local.literal("1970-01-01T00:00:01Z") == nil)
    let zoned = try FieldDecoder(field: field(.timestamp), format: .jsonl)
    #expect(zoned.literal("1970-01-01T01:00:01+01:00") == .integer(1_000_000_000))
  }

  @Test func keysAreEqualExactlyWhereDecimalsAre() throws {
    let cells = try Cells(decimalTexts, .decimal)
    for i in decimalTexts.indices {
      for j in decimalTexts.indices {
        let isSame = ExactDecimal(decimalTexts[i]) == ExactDecimal(decimalTexts[j])
        #expect((key(cells, i) == key(cells, j)) == isSame, "\(decimalTexts[i]) \(decimalTexts[j])")
      }
    }
  }

  @Test func keysInARowStayDistinct() throws {
    let texts = ["", "a", "ab", "b", "\u{1}a", "\u{2}ab", String(repeating: "a", count: 200)]
    var spelling = Spelling()
    spelling.missing = []
    let cells = try Cells(texts, .string, spelling)
    var seen: Set<[UInt8]> = []
    for i in texts.indices {
      for j in texts.indices {
        #expect(seen.insert(key(cells, i) + key(cells, j)).inserted, "\(texts[i]) \(texts[j])")
      }
    }
  }

  @Test(arguments: [
    (FieldType.timestamp, ["2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", "2024-01-01T00:00:00.000Z"]),
    (.uuid, ["123e4567-e89b-12d3-a456-42661417400a", "123E4567-E89B-12D3-A456-42661417400A"]),
    (.number, ["0", "-0", "0.0", "0e9"]), (.integer, ["5", "+5", "005"]), (.duration, ["PT24H", "P1D"]),
    (.timestamp, ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0Z"]),
  ])
  func spellingsOfOneValueHaveOneKey(type: FieldType, texts: [String]) throws {
    let cells = try Cells(texts, type)
    for i in texts.indices {
      #expect(key(cells, i) == key(cells, 0))
      #expect(cells.decoder.value(of: cells.column, i) == cells.decoder.value(of: cells.column, 0))
      #expect(cells.decoder.compare(cells.column, i, to: cells.column, 0) == 0)
    }
  }

  @Test(arguments: [
    (FieldType.string, ["B", "NO", "a", "ab", "é"]), (.boolean, ["false", "true"]),
    (.date, ["0000-01-01", "1969-12-31", "1970-01-01", "9999-12-31"]), (.time, ["00:00:00", "00:00:00.1", "23:59:59"]),
    (.timestamp, ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]),
    (.uuid, ["023e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"]),
    (.uuid, ["123e4567-e89b-12d3-a456-42661417400a", "123e4567-e89b-12d3-A456-42661417400B"]),
    (.number, ["-1e3", "0", "1e-300", "1.5"]), (.duration, ["PT1S", "P30D", "P1M", "P31D", "P1Y"]),
  ])
  func valuesAreOrdered(type: FieldType, ascending texts: [String]) throws {
    let cells = try Cells(texts, type)
    for i in texts.indices {
      let literal = try #require(cells.decoder.literal(texts[i]))
      for j in texts.indices {
        let expected = j < i ? -1 : j > i ? 1 : 0
        #expect(cells.decoder.compare(cells.column, j, to: literal) == expected, "\(texts[j]) \(texts[i])")
        #expect(cells.decoder.compare(cells.column, j, to: cells.column, i) == expected, "\(texts[j]) \(texts[i])")
        var broken: [UInt32] = []
        Bound(.atLeast, literal, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
        #expect(broken.contains(UInt32(j)) == (j < i), "\(texts[j]) \(texts[i])")
      }
    }
  }

  @Test func allowedValuesAreComparedAsValues() throws {
    let cells = try Cells(["1.0", "2", "3", ""], .decimal)
    let allowed = ["1", "2.00"].compactMap { cells.decoder.literal($0) }
    var broken: [UInt32] = []
    ValueSet(allowed, of: cells.decoder).appendViolations(in: cells.column, to: &broken)
    #expect(broken == [2])
    let names = try Cells(["NO", "no", "DE", "DEU"], .string)
    broken = []
    ValueSet(["DE", "NO"].compactMap { names.decoder.literal($0) }, of: names.decoder)
      .appendViolations(in: names.column, to: &broken)
    #expect(broken == [1, 3])
  }

  @Test func anyByteOutOfPlaceMakesAUUIDInvalid() throws {
    let uuid = Array("123e4567-e89b-12d3-a456-42661417400F".utf8)
    for position in uuid.indices {
      for byte in UInt8.min...127 {
        var changed = uuid
        changed[position] = byte
        let isHex = (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
        let isMark = uuid[position] == UInt8(ascii: "-")
        let state: CellState = (isMark ? byte == UInt8(ascii: "-") : isHex) ? .value : .invalid
        #expect(try Cells([String(decoding: changed, as: UTF8.self)], .uuid).states == [state], "\(position) \(byte)")
      }
    }
  }

  private func key(_ cells: Cells, _ i: Int) -> [UInt8] {
    var key: [UInt8] = []
    cells.decoder.appendKey(of: cells.column, i, to: &key)
    return key
  }
}

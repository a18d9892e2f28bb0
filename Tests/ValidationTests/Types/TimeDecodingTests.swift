import Contracts
import Testing

@testable import Validation

private func padded(_ value: Int, _ width: Int) -> String {
  String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
}

@Suite struct TimeDecodingTests {
  @Test func everyDayOfEightCenturiesHasItsNumber() throws {
    // Counts one day after the other from 1600-01-01, which lies 135,140 days before 1970.
    var texts: [String] = []
    for year in 1600...2400 {
      let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
      for (month, days) in zip(1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        texts += (1...days).map { "\(year)-\(padded(month, 2))-\(padded($0, 2))" }
      }
    }
    let column = try Cells(texts, .date).column
    let wrong = (0..<texts.count).first { column.states[$0] != .value || column.integers[$0] != Int64($0) - 135_140 }
    #expect(wrong.map { texts[$0] } == nil)
  }

  @Test func daysThatDoNotExistAreInvalid() throws {
    for year in [1600, 1700, 1900, 2000, 2023, 2024, 2100] {
      for month in 0...99 {
        let texts = (0...99).map { "\(year)-\(padded(month, 2))-\(padded($0, 2))" }
        let states = try Cells(texts, .date).states
        for day in 0...99 {
          let exists = CivilDate(year: Int64(year), month: month, day: day).isValid
          #expect((states[day] == .value) == exists, "\(texts[day])")
        }
      }
    }
  }

  @Test func anyByteOutOfPlaceMakesADateInvalid() throws {
    let date = Array("2024-10-20".utf8)
    for position in date.indices {
      for byte in UInt8.min...127 where byte != date[position] {
        var changed = date
        changed[position] = byte
        let text = String(decoding: changed, as: UTF8.self)
        let isMark = position == 4 || position == 7
        if !isMark, (48...57).contains(byte) { continue }
        #expect(try Cells([text], .date).states == [.invalid], "\(text)")
      }
    }
  }

  @Test func timestampsAgreeWithThePlainReader() throws {
    var generator = SplitMix(seed: 11)
    let base = Array("2016-12-31T23:59:60.123456789+00:00".utf8)
    let alphabet = Array("0123456789012345678901234567890 TtZz:+-.6a".utf8)
    let texts = (0..<60_000).map { _ -> String in
      var bytes = base
      if Bool.random(using: &generator) { bytes.removeSubrange(19..<Int.random(in: 19...29, using: &generator)) }
      if Bool.random(using: &generator) { bytes.replaceSubrange((bytes.count - 6)..., with: "Z".utf8) }
      if Bool.random(using: &generator) { bytes[17] = 48 }
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = alphabet.randomElement(using: &generator) ?? 48
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    let column = try Cells(texts, .timestamp).column
    var read = 0
    for (i, text) in texts.enumerated() {
      let expected = Instant(rfc3339: text)
      read += expected == nil ? 0 : 1
      let value = column.states[i] == .invalid ? nil : column.wideValues[i] ?? ExactDecimal(column.integers[i])
      let nanoseconds = expected.map { Int128($0.seconds) * 1_000_000_000 + Int128($0.nanoseconds) }
      #expect(value?.description == nanoseconds?.description, "\(text)")
    }
    #expect(read > 10_000)
  }

  @Test func timesCountFromMidnight() throws {
    let cells = try Cells(["00:00:00", "01:02:03.5", "23:59:60", "23:59:59.9999999999"], .time)
    #expect(cells.integers == [0, 3_723_500_000_000, 86_400_000_000_000, 86_399_999_999_999])
  }

  @Test func epochsAreTimestamps() throws {
    var spelling = Spelling()
    spelling.layout = "epoch_ms"
    let cells = try Cells(["1700000000123.4567899", "-1", "0"], .timestamp, spelling)
    #expect(cells.integers == [1_700_000_000_123_456_789, -1_000_000, 0])
    spelling.layout = "epoch_s"
    let json = try Cells(["1.7e9", "0.5"], .timestamp, spelling, format: .jsonl)
    #expect(json.integers == [1_700_000_000_000_000_000, 500_000_000])
  }

  @Test(arguments: [
    ("%d/%m/%Y %H:%M", "31/12/2024 23:59", "2024-12-31T23:59:00Z"),
    ("%b %e, %Y %-I:%M:%S %p", "Mar  5, 2024 1:02:03 pm", "2024-03-05T13:02:03Z"),
    ("%Y%j%H%M%S", "2024366235959", "2024-12-31T23:59:59Z"),
    ("%Y-%m-%dT%H:%M:%S.%f%z", "2024-01-01T00:00:00.25-0330", "2024-01-01T03:30:00.25Z"),
    ("%B %d %y %H%%", "february 29 00 12%", "2000-02-29T12:00:00Z"),
  ])
  func layoutsReadTimestamps(layout: String, text: String, expected: String) throws {
    var spelling = Spelling()
    spelling.layout = layout
    let cells = try Cells([text], .timestamp, spelling)
    let instant = try #require(Instant(rfc3339: expected))
    #expect(cells.states == [.value])
    #expect(cells.integers == [instant.seconds * 1_000_000_000 + Int64(instant.nanoseconds)])
  }

  @Test(arguments: [
    ("%Q", FieldType.date), ("%d/%m", .date), ("%Y-%m-%d-%d", .date), ("%Y-%m-%d %H", .date), ("%Y-%m", .date),
    ("%Y-%m-%d", .timestamp), ("%I:%M", .time), ("%H:%M %p", .time), ("%H:%S", .time), ("%d %H", .time),
    ("%-d%m%Y", .date), ("%Z", .time), ("%", .date), ("%-Y", .date), ("%H:%M%z", .time), ("epoch_s", .date),
    ("%Y-%m-%j", .date), ("", .date),
  ])
  func unsoundLayoutsAreProblems(layout: String, type: FieldType) {
    var spelling = Spelling()
    spelling.layout = layout
    let problem = #expect(throws: DecoderProblem.self) { try FieldDecoder(field: field(type, spelling), format: .csv) }
    #expect(problem?.key == "layout")
  }

  @Test func durationsAreNanoseconds() throws {
    let texts = ["P1DT1H1M1.000000001S", "P2W", "P1Y", "P12M", "P300Y"]
    let cells = try Cells(texts, .duration)
    let year: Int64 = 31_556_952_000_000_000
    #expect(cells.integers.prefix(4) == [90_061_000_000_001, 1_209_600_000_000_000, year, year])
    #expect(cells.states == [.value, .value, .value, .value, .wide])
  }
}

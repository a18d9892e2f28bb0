import Testing

@testable import Reports

struct ProgressLineTests {
  private static let second = 1_000_000_000

  private static let half = ProgressLine(
    byteCount: 412_300_000, totalBytes: 1_000_000_000, rowCount: 3_100_000, elapsedNanoseconds: second * 3 / 10)

  @Test func everyPartHasItsPlace() {
    #expect(Self.half.text(width: 200) == "41 %, 412.3 MB of 1.0 GB, 3,100,000 rows, 1,374 MB/s, 0:01 left")
  }

  /// Width → text: rows go first, then bytes, then the rate.
  @Test(arguments: [
    (67, "41 %, 412.3 MB of 1.0 GB, 3,100,000 rows, 1,374 MB/s, 0:01 left"),
    (62, "41 %, 412.3 MB of 1.0 GB, 1,374 MB/s, 0:01 left"), (30, "41 %, 1,374 MB/s, 0:01 left"),
    (20, "41 %, 0:01 left"), (10, "41 %"), (3, "41 "), (0, ""), (-1, ""),
  ])
  func whatDoesNotFitIsLeftOut(width: Int, text: String) {
    #expect(Self.half.text(width: width) == text)
  }

  @Test func noWidthIsEverExceeded() {
    var line = Self.half
    line.contractCount = 200
    for width in 0..<100 { #expect(line.text(width: width).count <= width) }
  }

  @Test func withAPipeThereIsNoTimeLeft() {
    var line = Self.half
    line.totalBytes = nil
    #expect(line.text(width: 200) == "412.3 MB, 3,100,000 rows, 1,374 MB/s, 0:00 so far")
  }

  @Test func aFileThatGrewHasNoShare() {
    var line = Self.half
    line.totalBytes = 412_299_999
    #expect(line.text(width: 200) == "412.3 MB, 3,100,000 rows, 1,374 MB/s, 0:00 so far")
  }

  @Test func severalContractsAreCounted() {
    var line = Self.half
    (line.contractsDone, line.contractCount) = (12, 1200)
    #expect(line.text(width: 200).hasPrefix("41 %, 12 of 1,200 contracts, 412.3 MB of 1.0 GB, "))
    #expect(line.summary == "1,200 contracts, 412.3 MB, 3,100,000 rows, 1,374 MB/s, done in 0.3 s")
  }

  /// Bytes, elapsed seconds → rate and time left, of 10 GB.
  @Test(arguments: [
    (1_000_000, 10, "0.1 MB/s", "27:46:30 left"), (99_000_000, 10, "9.9 MB/s", "16:41 left"),
    (5_000_000_000, 65, "76 MB/s", "1:05 left"), (10_000_000_000, 4, "2,500 MB/s", "0:00 left"),
  ])
  func ratesAndTimesAreRounded(bytes: Int, seconds: Int, rate: String, left: String) {
    let line = ProgressLine(
      byteCount: bytes, totalBytes: 10_000_000_000, rowCount: 1, elapsedNanoseconds: seconds * Self.second)
    #expect(line.text(width: 200).hasSuffix(", 1 row, \(rate), \(left)"), "\(line.text(width: 200))")
  }

  @Test func theEndTellsHowLongItTook() {
    var line = Self.half
    line.elapsedNanoseconds = 65 * Self.second
    #expect(line.summary == "412.3 MB, 3,100,000 rows, 6.3 MB/s, done in 1:05")
  }

  @Test func atTheStartNothingIsDividedByZero() {
    let line = ProgressLine(byteCount: 0, totalBytes: 0, rowCount: 0, elapsedNanoseconds: 0)
    #expect(line.text(width: 200) == "0 bytes, 0 rows, 0:00 so far")
    let huge = ProgressLine(byteCount: 1, totalBytes: .max, rowCount: .max, elapsedNanoseconds: .max)
    #expect(huge.text(width: 200).hasPrefix("0 %, 1 byte of "))
  }
}

/// What a person sees of a run at work: `41 %, 412.3 MB of 1.0 GB, 3,100,000 rows, 1,412 MB/s, 0:12 left`.
package struct ProgressLine: Sendable, Hashable {
  /// Read so far, as stored.
  package var byteCount: Int
  /// All that there is to read; `nil` where a pipe is among it.
  package var totalBytes: Int?
  package var rowCount: Int
  /// Contracts that are done, and all of them.
  package var contractsDone: Int
  package var contractCount: Int
  package var elapsedNanoseconds: Int

  package init(
    byteCount: Int, totalBytes: Int?, rowCount: Int, contractsDone: Int = 0, contractCount: Int = 1,
    elapsedNanoseconds: Int
  ) {
    self.byteCount = byteCount
    self.totalBytes = totalBytes
    self.rowCount = rowCount
    self.contractsDone = contractsDone
    self.contractCount = contractCount
    self.elapsedNanoseconds = elapsedNanoseconds
  }

  /// At most `width` columns: what fits, the most telling parts first to stay.
  package func text(width: Int) -> String {
    var parts = self.parts
    while parts.text.count > width, let last = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }) {
      guard parts.count > 1 else { return String(parts.text.prefix(max(0, width))) }
      parts.remove(at: last)
    }
    return parts.text
  }

  /// What is said when all is done.
  package var summary: String {
    [contractCount > 1 ? Amount.counted(contractCount, "contract") : nil, Amount.byteSize(byteCount), rows, rate]
      .compactMap { $0 }.joined(separator: ", ") + ", done in \(duration)"
  }

  /// In the order in which they stand; the one with the highest rank is left out first.
  private var parts: [Part] {
    [
      share.map { Part(rank: 0, text: $0) },
      contractCount > 1
        ? Part(rank: 5, text: "\(Amount.grouped(contractsDone)) of \(Amount.counted(contractCount, "contract"))") : nil,
      Part(rank: 3, text: Amount.byteSize(byteCount) + (knownTotal.map { " of \(Amount.byteSize($0))" } ?? "")),
      Part(rank: 4, text: rows), rate.map { Part(rank: 2, text: $0) }, Part(rank: 1, text: timeLeft ?? timeSpent),
    ].compactMap { $0 }
  }

  /// A file may have grown since it was measured; then nothing is known.
  private var knownTotal: Int? { totalBytes.flatMap { $0 >= byteCount && $0 > 0 ? $0 : nil } }

  private var share: String? { knownTotal.map { "\(Int(Int128(byteCount) * 100 / Int128($0))) %" } }

  private var rows: String { Amount.counted(rowCount, "row") }

  /// The average since the start, in units of 1,000,000 bytes.
  private var rate: String? {
    guard elapsedNanoseconds > 0 else { return nil }
    let tenths = Int(Int128(byteCount) * 10_000 / Int128(elapsedNanoseconds))
    return (tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : Amount.grouped(tenths / 10)) + " MB/s"
  }

  private var timeLeft: String? {
    guard let knownTotal, byteCount > 0 else { return nil }
    let left = Int128(knownTotal - byteCount) * Int128(elapsedNanoseconds) / Int128(byteCount)
    // A second that has begun is still to wait for.
    return "\(Self.clock(Int(clamping: (left + 999_999_999) / 1_000_000_000))) left"
  }

  private var timeSpent: String { "\(Self.clock(elapsedNanoseconds / 1_000_000_000)) so far" }

  /// `0.3 s`, from a minute on `1:05`.
  private var duration: String {
    let tenths = elapsedNanoseconds / 100_000_000
    return tenths < 600 ? "\(tenths / 10).\(tenths % 10) s" : Self.clock(tenths / 10)
  }

  /// `0:07`, `1:02:03`
  private static func clock(_ seconds: Int) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let end = twoDigits(seconds % 60)
    return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(end)" : "\(minutes):\(end)"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

private struct Part {
  var rank: Int
  var text: String
}

extension [Part] {
  fileprivate var text: String { map(\.text).joined(separator: ", ") }
}

import Contracts
import TestSupport
import Testing

@testable import Validation

/// The end of a sorted file says what the whole says.
struct TailReadingTests {
  private static let jsonl = """
    assay: 1
    id: events
    data: { files: "*.jsonl" }
    extra_fields: allow
    fields:
      - { name: at, type: timestamp, sorted: ascending }
    freshness: { field: at, warn_after: 12h, block_after: 24h }
    """

  private static let csv = """
    assay: 1
    id: events
    data: { files: "*.csv", csv: { line_breaks: forbid } }
    fields:
      - { name: at, type: timestamp, sorted: ascending }
      - { name: text, type: string }
    freshness: { field: at, warn_after: 12h, block_after: 24h }
    """

  private struct Watched {
    let tail: RunResult
    let whole: RunResult
    let didReadTail: Bool
  }

  private func watch(_ contractText: String, _ files: [String: String]) throws -> Watched {
    let scratch = try Scratch()
    for (name, text) in files { try scratch.write(name, text) }
    let path = try scratch.write("test.assay.yaml", contractText)
    let plan = try Plan(contract(contractText, file: path), EvaluationOptions(now: testClock))
    let result = FreshnessRun(plan).run()
    let notices = result.notices.joined()
    return Watched(
      tail: result, whole: Evaluator(plan).run(), didReadTail: notices.contains("is assumed sorted"))
  }

  private func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map { line($0) + "\n" }.joined() }

  /// `minutes` before the tests' clock.
  private func time(_ minutes: Int) -> String { testClock.advanced(by: Int64(-60 * minutes)).description }

  @Test func theLastLinesOfManyAreEnough() throws {
    let text = lines(20_000) { #"{"at": "\#(time(60 + 20_000 - $0))", "n": \#($0)}"# }
    let watched = try watch(Self.jsonl, ["a.jsonl": text])
    #expect(watched.didReadTail, "\(watched.tail.notices)")
    #expect(watched.tail.files.first.map { $0.byteCount < 70_000 } == true)
    let stale = try #require(watched.tail.clause("data.stale"))
    #expect(stale.status == .passed)
    #expect(stale.observed == watched.whole.clause("data.stale")?.observed)
    // The rest is not the monitor's.
    #expect(watched.tail.clause("record.malformed")?.status == .skipped)
    #expect(watched.tail.clauses.map(\.clause) == watched.whole.clauses.map(\.clause))
  }

  @Test func theNewestOfSeveralFilesDecides() throws {
    let old = lines(9000) { #"{"at": "\#(time(90_000 - $0))"}"# }
    let new = lines(9000) { #"{"at": "\#(time(9030 - $0))"}"# }
    let watched = try watch(Self.jsonl, ["a.jsonl": new, "b.jsonl": old])
    #expect(watched.didReadTail)
    #expect(watched.tail.clause("data.stale")?.observed == watched.whole.clause("data.stale")?.observed)
  }

  @Test func csvWithoutLineBreaksIsReadFromItsEnd() throws {
    let text = "at,text\n" + lines(9000) { "\(time(9900 - $0)),\"a, \($0)\"" }
    let watched = try watch(Self.csv, ["a.csv": text])
    #expect(watched.didReadTail)
    #expect(watched.tail.clause("data.stale")?.status == .failed)
    #expect(watched.tail.clause("data.stale")?.observed == watched.whole.clause("data.stale")?.observed)
    // Without the promise, the whole is read.
    let allowed = try watch(
      Self.csv.replacing("forbid", with: "allow"), ["a.csv": text])
    #expect(!allowed.didReadTail)
    #expect(allowed.tail.clause("data.stale")?.observed == watched.whole.clause("data.stale")?.observed)
  }

  @Test func aTailOutOfOrderIsNotBelieved() throws {
    let text = lines(9000) { #"{"at": "\#(time(9060 - $0))"}"# } + lines(2) { _ in #"{"at": "\#(time(50_000))"}"# }
    let watched = try watch(Self.jsonl, ["a.jsonl": text])
    #expect(!watched.didReadTail)
    #expect(watched.tail.notices.contains { $0.hasSuffix("is not sorted, though its contract says so, and was read whole") })
    #expect(watched.tail.clause("data.stale")?.observed == watched.whole.clause("data.stale")?.observed)
  }

  @Test(arguments: [
    // Nothing in the tail tells the time, as far as the first size goes.
    #"{"at": null, "padding": "some text to fill the tail with"}"#,
    // An event in the future has a place to be told.
    #"{"at": "9999-12-31T00:00:00Z"}"#, "not JSON at all", #"{"at": "yesterday"}"#,
  ])
  func whatTheTailCannotTellIsReadFurther(line: String) throws {
    let text = lines(500) { #"{"at": "\#(time(560 - $0))"}"# } + lines(3000) { _ in line }
    let watched = try watch(Self.jsonl, ["a.jsonl": text])
    let (tail, whole) = (watched.tail.clause("data.stale"), watched.whole.clause("data.stale"))
    #expect(tail?.status == whole?.status)
    #expect(tail?.observed == whole?.observed)
    #expect(tail?.exemplars == whole?.exemplars)
  }

  @Test(arguments: ["", "\n", #"{"at": "2026-11-21T11:00:00Z"}"#, "{}\n", "x\n"])
  func smallFilesAreTheSame(text: String) throws {
    let watched = try watch(Self.jsonl, ["a.jsonl": text])
    #expect(watched.tail.clause("data.stale")?.status == watched.whole.clause("data.stale")?.status)
    #expect(watched.tail.clause("data.stale")?.reason == watched.whole.clause("data.stale")?.reason)
  }

  @Test func aMissingFileIsUndecided() throws {
    let watched = try watch(Self.jsonl.replacing("\"*.jsonl\"", with: "a.jsonl"), [:])
    #expect(watched.tail.clause("data.unreadable")?.status == .inconclusive)
    #expect(watched.tail.clause("data.stale")?.status == .inconclusive)
  }

  @Test func randomTailsAgree() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(state: seed)
    for _ in 0..<30 {
      var minutes = 40_000
      let count = Int.random(in: 1...3000, using: &random)
      let text = lines(count) { _ in
        minutes -= Int.random(in: 0...20, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return #"{"at": null}"#
        case 1: return #"{"at": 7}"#
        case 2: return "{"
        default: return #"{"at": "\#(time(minutes))", "text": "\#(String(repeating: "é", count: minutes % 50))"}"#
        }
      }
      let watched = try watch(Self.jsonl, ["a.jsonl": text])
      #expect(
        watched.tail.clause("data.stale")?.observed == watched.whole.clause("data.stale")?.observed, "seed \(seed)")
    }
  }
}

import Contracts
import Synchronization
import TestSupport
import Testing

@testable import Validation

/// Where the time goes, with a clock that the tests wind.
struct StopwatchTests {
  /// Each reading is later than the one before by `step`.
  private final class Ticks: Sendable {
    private let now = Atomic(0)
    let step: Int
    init(step: Int) { self.step = step }
    func read() -> Int { now.add(step, ordering: .sequentiallyConsistent).newValue }
  }

  private static func contract() throws -> Contract {
    try TestSupport.contract(
      """
      assay: 1
      id: t
      data: { files: t.csv }
      fields: [{ name: a, type: integer, required: true }]

      """, file: "t.assay.yaml")
  }

  @Test func whatIsInsideOfSomethingCountsThereOnly() throws {
    let ticks = Ticks(step: 10)
    let keeper = Timekeeper(try Self.contract(), clock: ticks.read)
    let stopwatch = keeper.stopwatch()
    stopwatch.enter(.cut)
    let outer = stopwatch.begin(.read)
    stopwatch.enter(.hash)
    outer.end()
    stopwatch.enter(check: 0)
    stopwatch.stop()
    stopwatch.stop()
    let run = keeper.timings(threadCount: 1)
    #expect(
      run.stages == [
        Timings.StageTime(stage: .read, nanoseconds: 10, callCount: 1),
        Timings.StageTime(stage: .hash, nanoseconds: 10, callCount: 1),
        Timings.StageTime(stage: .cut, nanoseconds: 20, callCount: 1),
      ])
    #expect(run.checks.map(\.nanoseconds) == [10])
    #expect(run.checks.map(\.clauseID) == [try Self.contract().clauses[0].id])
  }

  @Test func threadsAreSummed() throws {
    let ticks = Ticks(step: 1)
    let keeper = Timekeeper(try Self.contract(), clock: ticks.read)
    let stopwatches = (0..<3).map { _ in keeper.stopwatch() }
    for stopwatch in stopwatches {
      for _ in 0..<5 { stopwatch.enter(.decode) }
      stopwatch.stop()
    }
    let run = keeper.timings(threadCount: 3)
    #expect(run.stages == [Timings.StageTime(stage: .decode, nanoseconds: 15, callCount: 15)])
    #expect(run.threadCount == 3)
  }

  /// Every stage has a slot of its own.
  @Test(arguments: Timings.Stage.allCases) func stagesAreKeptApart(stage: Timings.Stage) throws {
    let keeper = Timekeeper(try Self.contract(), clock: Ticks(step: 7).read)
    let stopwatch = keeper.stopwatch()
    stopwatch.enter(stage)
    stopwatch.stop()
    #expect(
      keeper.timings(threadCount: 1).stages == [Timings.StageTime(stage: stage, nanoseconds: 7, callCount: 1)])
  }

  /// On one thread, all that is counted is all the time that passed while it worked: nothing is lost or counted twice.
  @Test func timesOfARunAreItsTime() throws {
    let scratch = try Scratch()
    try scratch.write("t.csv", "a\n" + (0..<5000).map { $0 % 50 == 0 ? "\n" : "\($0)\n" }.joined())
    let text = """
      assay: 1
      id: t
      data: { files: t.csv }
      fields: [{ name: a, type: integer, required: true, unique: true }]

      """
    let contract = try TestSupport.contract(text, file: scratch.write("t.assay.yaml", text))
    let ticks = Ticks(step: 1)
    let options = EvaluationOptions(now: testClock, threadCount: 1, blockBytes: 1000)
    let evaluator = Evaluator(try Plan(contract, options), clock: ticks.read)
    let run = try #require(RunPool.run([evaluator], threadCount: 1).first?.timings)
    // Apart from it: from the keeper's start to the thread's, from there to the conclusion, and to the end.
    #expect(run.wallNanoseconds - run.totalNanoseconds <= 10, "\(run)")
    #expect(run.totalNanoseconds <= run.wallNanoseconds)
    for stage in [Timings.Stage.read, .cut, .index, .columns, .decode, .absorb, .evidence, .wait, .conclude] {
      #expect(run.stages.contains { $0.stage == stage }, "\(stage)")
    }
    #expect(run.checks.map(\.keyword).contains("unique"))
  }

  @Test func withoutAClockNoTimesAreKept() throws {
    let scratch = try Scratch()
    let text = "assay: 1\nid: t\ndata: { files: t.csv }\nfields: [{ name: a, type: integer }]\n"
    try scratch.write("t.csv", "a\n1\n")
    let contract = try TestSupport.contract(text, file: scratch.write("t.assay.yaml", text))
    let run = RunPool.run([Evaluator(try Plan(contract, EvaluationOptions(now: testClock)))], threadCount: 1)
    #expect(run.count == 1)
    #expect(run[0].timings == nil)
  }
}

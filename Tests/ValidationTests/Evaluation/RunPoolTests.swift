import Contracts
import TestSupport
import Testing

@testable import Validation

/// Several contracts at once.
struct RunPoolTests {
  /// `sizes` are the records of each; every seventh violates `required`.
  private static func prepared(_ sizes: [Int], blockBytes: Int, counters: RunCounters? = nil) throws -> (
    scratch: Scratch, evaluators: [Evaluator]
  ) {
    let scratch = try Scratch()
    var evaluators: [Evaluator] = []
    for (number, size) in sizes.enumerated() {
      try scratch.write(
        "\(number).csv", "a,b\n" + (0..<size).map { "\($0),\($0 % 7 == 0 ? "" : "x\(number)")\n" }.joined())
      let text = """
        assay: 1
        id: c\(number)
        data: { files: \(number).csv }
        fields:
          - { name: a, type: integer, unique: true }
          - { name: b, type: string, required: true }

        """
      let contract = try TestSupport.contract(text, file: scratch.write("\(number).assay.yaml", text))
      let options = EvaluationOptions(now: testClock, threadCount: 1, blockBytes: blockBytes)
      evaluators.append(Evaluator(try Plan(contract, options), counters: counters))
    }
    return (scratch, evaluators)
  }

  @Test(arguments: [1, 2, 3, 8], [[], [0], [5000], [1, 2000], [3000, 10, 0, 700, 20, 5], Array(repeating: 3, count: 60)])
  func runsAtOnceFindWhatRunsAloneFind(threadCount: Int, sizes: [Int]) throws {
    let (scratch, evaluators) = try Self.prepared(sizes, blockBytes: 500)
    let alone = evaluators.map { $0.run() }
    let atOnce = RunPool.run(evaluators, threadCount: threadCount)
    #expect(atOnce.map(\.result) == alone)
    #expect(alone.map(\.recordCount) == sizes)
    _ = scratch
  }

  @Test func countersTellHowFarRunsHaveCome() throws {
    let counters = RunCounters()
    let (scratch, evaluators) = try Self.prepared([500, 0, 30], blockBytes: 100, counters: counters)
    let sizes = evaluators.compactMap(\.storedBytes)
    #expect(sizes.count == 3)
    _ = RunPool.run(evaluators, threadCount: 2)
    #expect(counters.byteCount == sizes.reduce(0, +))
    #expect(counters.recordCount == 530)
    #expect(counters.runCount == 3)
    _ = scratch
  }

  /// The last of several has the threads of those that are done; no more threads are at work than were asked for.
  @Test func threadsGoWhereWorkIsLeft() throws {
    let scratch = try Scratch()
    var evaluators: [Evaluator] = []
    for (number, size) in [1, 1, 400_000].enumerated() {
      try scratch.write("\(number).csv", "a\n" + (0..<size).map { "\($0)\n" }.joined())
      let text = "assay: 1\nid: c\(number)\ndata: { files: \(number).csv }\nfields: [{ name: a, type: integer }]\n"
      let contract = try TestSupport.contract(text, file: scratch.write("\(number).assay.yaml", text))
      let options = EvaluationOptions(now: testClock, blockBytes: 1000)
      evaluators.append(Evaluator(try Plan(contract, options), clock: { 0 }))
    }
    let runs = RunPool.run(evaluators, threadCount: 3)
    #expect(runs.compactMap(\.timings).last?.threadCount == 3)
    #expect(runs.compactMap(\.timings).allSatisfy { 1...3 ~= $0.threadCount })
  }
}

/// Where the time of one call went. No two runs have the same, so it stands apart from everything else in a report.
package struct Timings: Hashable, Sendable, Codable {
  /// From the first contract's start to the last one's end.
  package var wallNanoseconds: Int
  /// Threads that validated.
  package var threadCount: Int
  /// In the order of the report's entries; one that could not be run has none.
  package var runs: [Run]

  package init(wallNanoseconds: Int, threadCount: Int, runs: [Run]) {
    self.wallNanoseconds = wallNanoseconds
    self.threadCount = threadCount
    self.runs = runs
  }

  /// What a thread can be at. The checks are kept one by one instead.
  package enum Stage: String, CaseIterable, Hashable, Sendable, Codable {
    case read, decompress, hash, transcode, cut, index, columns, decode, absorb, evidence, write, wait, conclude
  }

  /// The time of one contract, summed over its threads.
  package struct Run: Hashable, Sendable, Codable {
    package var contract: String
    /// From its start to its end.
    package var wallNanoseconds: Int
    /// Threads that worked on it, for all of that time or a part.
    package var threadCount: Int
    /// Those that occurred, in the order of `Stage`.
    package var stages: [StageTime]
    /// In the order of the contract's clauses; those that fold no records have none.
    package var checks: [CheckTime]

    package init(
      contract: String, wallNanoseconds: Int, threadCount: Int, stages: [StageTime], checks: [CheckTime]
    ) {
      self.contract = contract
      self.wallNanoseconds = wallNanoseconds
      self.threadCount = threadCount
      self.stages = stages
      self.checks = checks
    }

    /// All that is counted: about the time that its threads had.
    package var totalNanoseconds: Int { stages.reduce(0) { $0 + $1.nanoseconds } + checkNanoseconds }
    package var checkNanoseconds: Int { checks.reduce(0) { $0 + $1.nanoseconds } }
  }

  /// One stage's time. What it does inside of another counts here only.
  package struct StageTime: Hashable, Sendable, Codable {
    package var stage: Stage
    package var nanoseconds: Int
    /// How often it was begun.
    package var callCount: Int

    package init(stage: Stage, nanoseconds: Int, callCount: Int) {
      self.stage = stage
      self.nanoseconds = nanoseconds
      self.callCount = callCount
    }
  }

  /// One clause's time: judging batches, putting blocks together, and concluding.
  package struct CheckTime: Hashable, Sendable, Codable {
    package var clauseID: ClauseID
    /// The word that asks for it: `unique`, `type`.
    package var keyword: String
    package var nanoseconds: Int
    /// How often it was begun.
    package var callCount: Int

    package init(clauseID: ClauseID, keyword: String, nanoseconds: Int, callCount: Int) {
      self.clauseID = clauseID
      self.keyword = keyword
      self.nanoseconds = nanoseconds
      self.callCount = callCount
    }
  }
}

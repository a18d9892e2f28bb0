import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// What a merge cannot do, by the documentation of the check's state.
struct MergeLimits: OptionSet {
  let rawValue: Int
  /// Counts are those of the whole, but some violations are known by their record alone.
  static let findsLate = MergeLimits(rawValue: 1)
}

/// Folds chosen files of a dataset for one check, as the evaluator does for all.
struct ShardFold {
  let plan: Plan
  let files: DataFiles

  init(_ plan: Plan) {
    self.plan = plan
    files = DataFiles(plan.contract, replacedBy: nil, root: nil)
  }

  /// The state of the files with these indices, and the last evidence, which some law needs. With `ownNumbers` records
  /// are numbered as if there were no other files.
  func state<C: Check>(
    of check: C, clause: Int, in chosen: Set<Int>, ownNumbers: Bool = false
  ) -> (state: C.State, evidence: Evidence?) {
    var total = C.State()
    var last: Evidence?
    let source = BlockSource(plan: plan, files: files, pins: PinSet(plan.contract, root: nil), root: nil)
    let reader = recordReader(for: plan)
    let batch = RecordBatch(fields: plan.contract.fields)
    let buffer = UnsafeBlockBuffer(capacity: plan.blockBytes)
    let excerpts = excerptReader(for: plan)
    var records = [Int: Int]()
    var lines = [Int: Int]()
    var datasetRecords = 0
    while let work = source.next(buffer) {
      let file = work.block.file
      guard chosen.contains(file) else {
        guard !ownNumbers else { continue }
        reader.begin(work.block, work.binding)
        while reader.fill(batch, maximumRows: 512, onSlice: {}) {}
        datasetRecords += reader.recordCount
        continue
      }
      lines[file, default: 0] += work.skippedLines
      var block = C.State()
      fold(work, check, reader, batch, into: &block)
      let evidence = Evidence(
        block: work.block, reader: reader, paths: files.paths, datasetRecordsBefore: datasetRecords,
        recordsBefore: records[file, default: 0], linesBefore: lines[file, default: 0], lineBreak: 0x0A, excerpts: excerpts, collectsRejected: false)
      excerpts.bind(work.binding)
      evidence.clause = clause
      evidence.focus = plan.contract.clauses[clause].field
      total.absorb(block, evidence)
      records[file, default: 0] += reader.recordCount
      datasetRecords += reader.recordCount
      lines[file, default: 0] += countBytes(0x0A, in: work.block.bytes, upTo: work.block.bytes.count)
      last = evidence
    }
    return (total, last)
  }

  private func fold<C: Check>(
    _ work: BlockSource.Work, _ check: C, _ reader: any RecordReader, _ batch: RecordBatch, into state: inout C.State
  ) {
    reader.begin(work.block, work.binding)
    for (field, column) in work.binding.columns.enumerated() { batch.isPresent[field] = column != nil }
    // All values of a record are in one batch, of which there are few.
    while reader.fill(batch, maximumRows: 16, onSlice: {}) {
      for (field, decoder) in plan.decoders.enumerated() where batch.isPresent[field] {
        decoder.decode(batch.columns[field])
        batch.columns[field].countStates()
      }
      check.fold(batch, into: &state)
    }
  }
}

/// The laws that `CheckState` promises, on the three files of a plan's dataset.
///
/// `clause` must be one of `type`'s. What states amount to is compared, since no one sees more of them.
/// Answers whether the check found anything: laws about nothing are easily kept.
func checkMergeLaws<C: Check>(_ type: C.Type, clause index: Int, plan: Plan, limits: MergeLimits = []) throws -> Bool {
  let clause = plan.contract.clauses[index]
  let context = CheckContext(
    contract: plan.contract, decoders: plan.decoders, options: plan.options, sources: plan.sources)
  let check = try C(clause, in: context)
  let shards = ShardFold(plan)
  let name = Comment(rawValue: clause.id.rawValue)

  func amount(_ state: C.State, full: Bool = true) -> String {
    var finding = check.conclude(state)
    if !full, limits.contains(.findsLate) {
      (finding.exemplars, finding.firstRecords, finding.lateViolations) = ([], [], [])
    }
    return "\(finding)"
  }
  func merged(_ earlier: C.State, _ later: C.State) -> C.State {
    var result = earlier
    result.merge(later)
    return result
  }
  func restored(_ state: C.State) throws -> C.State {
    try JSONDecoder().decode(C.State.self, from: JSONEncoder().encode(state))
  }

  let (whole, evidence) = shards.state(of: check, clause: index, in: [0, 1, 2])
  #expect(check.conclude(whole).judgedCount > 0, "\(name) judges something")
  let (a, b, c) = (
    shards.state(of: check, clause: index, in: [0]).state, shards.state(of: check, clause: index, in: [1]).state,
    shards.state(of: check, clause: index, in: [2]).state
  )

  // Identity.
  #expect(amount(merged(C.State(), whole)) == amount(whole), name)
  #expect(amount(merged(whole, C.State())) == amount(whole), name)
  var absorbed = whole
  if let evidence { absorbed.absorb(C.State(), evidence) }
  #expect(amount(absorbed) == amount(whole), name)
  #expect(amount(merged(C.State(), C.State())) == amount(C.State()), name)

  // Grouping does not matter.
  #expect(amount(merged(merged(a, b), c)) == amount(merged(a, merged(b, c))), name)

  // Folding parts and merging equals folding the whole.
  #expect(amount(merged(merged(a, b), c), full: false) == amount(whole, full: false), name)
  let tail = shards.state(of: check, clause: index, in: [1, 2]).state
  #expect(amount(merged(a, tail), full: false) == amount(whole, full: false), name)

  // What was stored says the same, and merges the same.
  #expect(amount(try restored(whole)) == amount(whole), name)
  #expect(amount(merged(try restored(a), try restored(tail))) == amount(merged(a, tail)), name)
  let finding = check.conclude(whole)
  return finding.violationCount > 0 || finding.outcome != .passed
}

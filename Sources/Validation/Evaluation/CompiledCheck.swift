import Contracts

/// A check without its type: what the plan holds one of for each clause that folds records.
package protocol CompiledCheck: Sendable {
  var expected: String { get }
  /// How many bytes of each text of a field it looks at; `.max` for all.
  func textBytes(ofField field: Int) -> Int
  /// A state for one thread, folded block by block.
  func makeFold() -> CheckFold
  /// The state of everything absorbed so far.
  func makeTotal() -> CheckTotal
}

/// The state of one block in the making.
package class CheckFold {
  /// Folds a batch in.
  package func fold(_ batch: RecordBatch) { preconditionFailure("a fold has a check") }
  /// Forgets what was folded.
  package func removeAll() { preconditionFailure("a fold has a check") }
}

/// The state of all blocks absorbed.
package class CheckTotal {
  /// Adds a block's state and empties it.
  package func absorb(_ fold: CheckFold, _ evidence: Evidence) { preconditionFailure("a total has a check") }
  /// Adds the state of later files.
  package func merge(_ later: CheckTotal) { preconditionFailure("a total has a check") }
  /// Moves the numbers of its records behind `count` others.
  package func rebase(byRecords count: Int) { preconditionFailure("a total has a check") }
  /// What it amounts to.
  package func conclude() -> Finding { preconditionFailure("a total has a check") }
  /// The state as partials hold it; its runs of keys go to `runs`.
  func encoded(_ runs: RunExport) throws -> CBOR { preconditionFailure("a total has a check") }
  /// Takes the state that a partial holds, whose indices of runs are those of `runs`.
  func restore(_ value: CBOR, _ runs: [StoredRun]) throws { preconditionFailure("a total has a check") }
}

/// A check that has been compiled from its clause.
struct Compiled<C: Check>: CompiledCheck {
  let check: C

  var expected: String { check.expected }
  func textBytes(ofField field: Int) -> Int { check.textBytes(ofField: field) }
  func makeFold() -> CheckFold { Fold(check) }
  func makeTotal() -> CheckTotal { Total(check) }

  private final class Fold: CheckFold {
    let check: C
    var state = C.State()
    init(_ check: C) { self.check = check }
    override func fold(_ batch: RecordBatch) { check.fold(batch, into: &state) }
    override func removeAll() { state.removeAll() }
  }

  private final class Total: CheckTotal {
    let check: C
    var state = C.State()
    init(_ check: C) { self.check = check }

    override func absorb(_ fold: CheckFold, _ evidence: Evidence) {
      let fold = unsafeDowncast(fold, to: Fold.self)
      state.absorb(fold.state, evidence)
      fold.removeAll()
    }

    override func merge(_ later: CheckTotal) { state.merge(unsafeDowncast(later, to: Total.self).state) }
    override func rebase(byRecords count: Int) { state.rebase(byRecords: count) }
    override func conclude() -> Finding { check.conclude(state) }
    override func encoded(_ runs: RunExport) throws -> CBOR { try CBOREncoder.encode(state, runs: runs) }

    override func restore(_ value: CBOR, _ runs: [StoredRun]) throws {
      state = try CBORDecoder.decode(C.State.self, from: value, runs: runs)
      check.adopt(&state)
    }
  }
}

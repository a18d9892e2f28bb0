import Contracts

/// One clause, compiled: a fold over batches of records into a small state that merges.
///
/// To add one: its file, its line in `Catalog`, its page `docs/rules/<rule-id>.md`.
package protocol Check: Sendable {
  associatedtype State: CheckState

  /// The words by which contracts ask for this check.
  static var keywords: [Keyword] { get }

  /// Compiles a clause; throws when its argument makes no sense for its field.
  init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem)

  /// The rule in short, for reports: `at most 10000`.
  var expected: String { get }

  /// Folds a batch in. Positions stay relative to the block until the state is absorbed.
  func fold(_ batch: RecordBatch, into state: inout State)

  /// What the state of the whole dataset amounts to.
  func conclude(_ state: State) -> Finding

  /// How many bytes of each text of a field, from its beginning, the check looks at; `.max` for all of them.
  ///
  /// A reader may leave out what no check looks at, so a check that names too few judges wrongly. What is shown of a
  /// violation is read again, and whole.
  func textBytes(ofField field: Int) -> Int

  /// Makes a state that was stored elsewhere work under the limits of this run. Only a state that has any needs it.
  func adopt(_ state: inout State)
}

extension Check {
  package func adopt(_ state: inout State) {}
}

/// What a check remembers: an ordered monoid.
///
/// `init()` changes nothing, grouping does not matter, and folding two halves and merging equals folding the whole.
/// So `later` must always hold later records.
package protocol CheckState: Codable, Sendable {
  init()

  /// Adds the state of the next block, whose candidates are turned into violations while there is room for them.
  mutating func absorb(_ block: Self, _ evidence: Evidence)

  /// Adds a state over later files, already absorbed.
  mutating func merge(_ later: Self)

  /// Moves the numbers of its records behind `count` others. Only a state that keeps numbers has to do anything.
  mutating func rebase(byRecords count: Int)

  /// Becomes as `init()` makes it. A state with much memory keeps that for the next block.
  mutating func removeAll()
}

extension CheckState {
  package mutating func removeAll() { self = Self() }
  package mutating func rebase(byRecords count: Int) {}
}

/// Why a clause cannot be compiled; a semantic diagnostic at the clause's place.
package struct ClauseProblem: Error, Sendable, Equatable {
  package var message: String
  package init(_ message: String) { self.message = message }
}

/// What a check may know of its contract while it is compiled.
package struct CheckContext: Sendable {
  package var contract: Contract
  /// One for each field of the contract.
  package var decoders: [FieldDecoder]
  package var options: EvaluationOptions
  /// What the contract's provenance names, once it has been read.
  package var sources: SourceManifest?
  /// What of the contract's fields may be shown.
  package let masking: Masking

  package init(
    contract: Contract, decoders: [FieldDecoder], options: EvaluationOptions, sources: SourceManifest? = nil
  ) {
    self.contract = contract
    self.decoders = decoders
    self.options = options
    self.sources = sources
    masking = Masking(contract, masksAll: options.masksAll)
  }

  /// The field that a clause stands under.
  package func field(of clause: Clause) throws(ClauseProblem) -> Int {
    guard let field = clause.field else { throw ClauseProblem("`\(clause.keyword)` needs a field") }
    return field
  }

  /// The fields that a clause across fields names.
  package func fields(of clause: Clause) throws(ClauseProblem) -> [Int] {
    guard case .list(let names) = clause.argument else { throw ClauseProblem("expected a list of fields") }
    var indices: [Int] = []
    for name in names {
      guard let index = contract.fields.firstIndex(where: { $0.path.text == name.text }) else {
        throw ClauseProblem("no field is named `\(name.text)`")
      }
      indices.append(index)
    }
    return indices
  }
}

/// What a check found in the whole dataset; thresholds have not been looked at.
package struct Finding: Sendable {
  /// Values that were judged.
  package var judgedCount = 0
  /// Values that satisfied the clause by being null.
  package var nullCount = 0
  /// Violating records.
  package var violationCount = 0
  package var kinds: [ClauseResult.KindCount] = []
  package var exemplars: [Violation] = []
  /// For a clause on keys, beside each exemplar: the record that has its key first, from 0 over the whole dataset.
  package var firstRecords: [Int] = []
  /// Violations found after their block was gone, by record; at most `EvaluationOptions.maximumExemplars`. They count
  /// in `violationCount`, and are shown once their records have been read again.
  package var lateViolations: [LateViolation] = []
  /// A limit that was hit, so that the answer is not known.
  package var limit: String?
  package var observed: String?
  package var measurements: [Measurement] = []
  /// Licences met, for the policy.
  package var licenses: [MetLicense] = []
  /// Which sources the records come from.
  package var sources: SourceUsage?
  /// The outcome holds whatever the data that could not be read says.
  package var isCertain = false
  /// For clauses on the dataset as a whole, which have no thresholds: how they ended.
  package var outcome = DatasetOutcome.passed

  /// A licence that stands in the data.
  package struct MetLicense: Sendable {
    /// Canonical; `nil` for records that name none.
    package var expression: String?
    package var recordCount: Int
    /// The first records that name it, by position; at least one.
    package var firstRecords: [Position]
  }

  package init() {}
}

/// A violation that is known by its record alone: a key that turned out to be a copy when runs of keys were merged.
package struct LateViolation: Hashable, Sendable, Codable {
  /// Index of the record, from 0 over the whole dataset.
  package var record: Int
  /// Which of the record's values, for fields with several; 0 otherwise.
  package var item: UInt32
  /// The record that has the key first, counted the same way.
  package var firstRecord: Int

  package init(record: Int, item: UInt32, firstRecord: Int) {
    self.record = record
    self.item = item
    self.firstRecord = firstRecord
  }
}

/// How a clause on the dataset as a whole ended.
package enum DatasetOutcome: Sendable, Equatable {
  case passed
  case failed(Severity)
  case undecided(Reason)
  case skipped(Reason)

  package var isFailure: Bool {
    if case .failed = self { return true }
    return false
  }
}

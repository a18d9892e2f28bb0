import Comparison
import Contracts
import Validation

/// Two datasets under one contract, checked just now.
struct DataVersions {
  let options: CheckOptions
  let contractPath: String
  /// The field that names each row's source; `nil` for that of the contract's `provenance`.
  let source: String?

  /// Both versions, and what became of rows that both have. `nil` where the contract is invalid, which has been said.
  func compare(_ before: String, _ after: String) throws(UsageError) -> VersionComparison? {
    var evaluation = options.evaluation
    evaluation.hashesFiles = true
    evaluation.memoryBytes /= 2
    let reading = ContractFiles.read(contractPath, root: options.root, options: evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let plan = reading.plan else { return nil }
    let field = try sourceField(of: plan.contract)
    let manifest = SourceFiles.read(for: plan.contract, options)?.manifest
    let evaluators = [before, after].map { Evaluator(plan, replacement: [$0], root: options.root, sources: manifest) }
    let runs = RunPool.run(evaluators, threadCount: evaluation.threadCount)
    let join = field.index.map { Self.join(evaluators, plan.contract, source: $0) }
    let versions = zip([before, after], runs).enumerated().map { side, pair in
      var result = pair.1.result.maskingLicenses(masksAll: evaluation.masksAll)
      result.contractDigest = digest(reading.bytes)
      let counts = field.isDeclared ? CountedSource.counts(of: result.sources) : Self.counts(join?.result, side: side)
      return DatasetVersion(
        result, at: options.now, origin: DatasetVersion.Origin(.data, pair.0), sources: counts,
        sourceField: field.index.map { plan.contract.fields[$0].path.text })
    }
    return VersionComparison(
      versions[0], versions[1], moves: join.map { Self.moves($0) } ?? .unknown(because: field.reason))
  }

  /// The field by which rows are told apart by their source.
  private struct SourceField {
    /// `nil` where rows cannot be.
    var index: Int?
    /// It is that of `provenance`, whose manifest says what the sources are.
    var isDeclared: Bool
    /// Why there is none.
    var reason = DataVersions.noSource
  }

  private static let noSource =
    "no field was named that names the source of a row (--source FIELD, or `provenance` in the contract)"

  private func sourceField(of contract: Contract) throws(UsageError) -> SourceField {
    let declared = contract.provenance?.field
    if let source {
      let index = try self.index(of: source, in: contract)
      return SourceField(index: index, isDeclared: index == declared)
    }
    guard let declared else { return SourceField(index: nil, isDeclared: false) }
    if contract.fields[declared].path.isRepeated {
      return SourceField(index: nil, isDeclared: true, reason: "a row may have several sources")
    }
    if contract.fields[declared].isPrivate || options.evaluation.masksAll {
      return SourceField(index: nil, isDeclared: true, reason: "the ids of sources are masked")
    }
    return SourceField(index: declared, isDeclared: true)
  }

  private func index(of name: String, in contract: Contract) throws(UsageError) -> Int {
    guard let index = contract.fields.firstIndex(where: { $0.path.text.utf8.elementsEqual(name.utf8) }) else {
      throw UsageError(
        message: "--source \(name) is no field of \(contract.path)",
        advice: "it has \(contract.fields.map(\.path.text).joined(separator: ", "))")
    }
    guard !contract.fields[index].path.isRepeated else {
      throw UsageError(message: "--source \(name) has several values a row, and a row has one source")
    }
    guard !contract.fields[index].isPrivate, !options.evaluation.masksAll else {
      throw UsageError(message: "--source \(name) is private, so that its values may not stand in a report")
    }
    return index
  }

  private struct Join {
    let result: Result<SourceJoin, RunProblem>
    let key: [String]
  }

  private static func join(_ evaluators: [Evaluator], _ contract: Contract, source: Int) -> Join {
    let keys = key(of: contract)
    do throws(RunProblem) {
      let join = try SourceJoin(evaluators[0], evaluators[1], source: source, keys: keys)
      return Join(result: .success(join), key: keys.map { contract.fields[$0].path.text })
    } catch {
      return Join(result: .failure(error), key: [])
    }
  }

  /// What names a row: the first field that is unique, else the fields that are unique together.
  private static func key(of contract: Contract) -> [Int] {
    for clause in contract.clauses where clause.rule == "column.duplicate_value" {
      if let field = clause.field, !contract.fields[field].path.isRepeated { return [field] }
    }
    for clause in contract.clauses where clause.rule == "record.duplicate_key" {
      guard case .list(let names) = clause.argument else { continue }
      let fields = names.compactMap { name in contract.fields.firstIndex { $0.path.text == name.text } }
      if fields.count == names.count, !fields.contains(where: { contract.fields[$0].path.isRepeated }) { return fields }
    }
    return []
  }

  private static func counts(_ join: Result<SourceJoin, RunProblem>?, side: Int) -> Knowable<[CountedSource]> {
    switch join {
    case nil: .unknown(because: noSource)
    case .failure(let problem): .unknown(because: problem.message)
    case .success(let join):
      .known(
        join.sources.map { CountedSource(id: $0.source, rowCount: side == 0 ? $0.before : $0.after) }
          .filter { $0.rowCount > 0 })
    }
  }

  private static func moves(_ join: Join) -> Knowable<RowMoves> {
    switch join.result {
    case .failure(let problem): return .unknown(because: problem.message)
    case .success(let found):
      guard !join.key.isEmpty else { return .unknown(because: "the contract has no unique field that names a row") }
      var moves = RowMoves(key: join.key)
      moves.keptCount = found.keptCount
      moves.movedCount = found.movedCount
      moves.addedCount = found.addedCount
      moves.removedCount = found.removedCount
      moves.incomparableCount = found.incomparableCount
      moves.examples = found.moves.map { move in
        RowMoves.Move(
          recordBefore: move.recordBefore, recordAfter: move.recordAfter, sourceBefore: move.sourceBefore,
          sourceAfter: move.sourceAfter)
      }
      return .known(moves)
    }
  }
}

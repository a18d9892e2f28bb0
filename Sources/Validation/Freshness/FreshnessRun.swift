import Contracts

/// Judges what the monitor looks at, freshness and pins, and reads no more of the data for it than that needs.
///
/// | clause | what is read |
/// |---|---|
/// | `mtime`, `manifest`, `sources` | the beginning of each file |
/// | `field`, declared sorted | the end of each file, see `TailReading` |
/// | `field` otherwise, or with `pins` | all |
/// | `pins` | all, without looking into it |
package struct FreshnessRun {
  private let plan: Plan
  private let options: EvaluationOptions
  private let root: String?

  /// The plan of the whole contract.
  package init(_ plan: Plan, root: String? = nil) {
    self.plan = plan
    options = plan.options
    self.root = root
  }

  /// Clauses of other rules come back skipped: `assay check` judges them.
  package func run() -> RunResult {
    let contract = plan.contract
    guard contract.watchesSomething, let watched = try? Plan(contract.watched(sortedToo: false), options) else {
      return completed(RunResult(contract: contract))
    }
    return completed(result(watched))
  }

  private func result(_ watched: Plan) -> RunResult {
    let contract = watched.contract
    guard contract.freshness.contains(where: \.readsRecords) else {
      return FilesAsTheyAre(watched, root: root).result()
    }
    var notices: [String] = []
    if contract.pins == nil, plan.contract.canReadTails,
      let tailPlan = try? Plan(plan.contract.watched(sortedToo: true), options)
    {
      switch TailReading(tailPlan, root: root).result() {
      case .success(let result): return result
      case .failure(let refusal): notices = [refusal.notice].compactMap { $0 }
      }
    }
    var result = Evaluator(watched, root: root).run()
    result.notices += notices
    return result
  }

  /// Puts the clauses that were left out back in their places.
  private func completed(_ result: RunResult) -> RunResult {
    var result = result
    let judged = Dictionary(result.clauses.map { ($0.clause.id, $0) }, uniquingKeysWith: { first, _ in first })
    let isWatched = Set(plan.contract.clauses.filter { plan.contract.watches($0) }.map(\.id))
    result.contract = plan.contract
    result.clauses = plan.contract.clauses.map { clause in
      if isWatched.contains(clause.id), let found = judged[clause.id] { return found }
      return ClauseResult(
        clause: clause, field: clause.field.map { plan.contract.fields[$0].path.text }, status: .skipped,
        reason: .notApplicable("the monitor judges freshness and pins; `assay check` judges this"))
    }
    return result
  }
}

extension Freshness {
  var readsRecords: Bool {
    if case .field = clock { return true }
    return false
  }
}

extension Contract {
  /// Whether there is anything for the monitor.
  package var watchesSomething: Bool { !freshness.isEmpty || pins != nil }

  /// Whether the monitor judges a clause: freshness, pins, and what they rest on.
  func watches(_ clause: Clause) -> Bool {
    switch clause.rule {
    case "data.unreadable", "data.stale", "file.not_pinned": true
    case "column.missing": clause.field.map(timedFields.contains) ?? false
    default: false
    }
  }

  /// The contract with nothing but what the monitor judges; with the order of its fields of time too, if asked for.
  func watched(sortedToo: Bool) -> Contract {
    var contract = self
    contract.clauses = clauses.filter { clause in
      watches(clause)
        || (sortedToo && clause.rule == "column.unsorted" && clause.field.map(timedFields.contains) == true)
    }
    return contract
  }

  /// Fields that are a clock.
  private var timedFields: Set<Int> {
    Set(freshness.compactMap { freshness in
      if case .field(let field) = freshness.clock { return field }
      return nil
    })
  }
}

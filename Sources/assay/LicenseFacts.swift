import Contracts
import Licensing
import Validation

/// What a contract, its data and its sources say of licences.
struct LicenseFacts {
  let contract: Contract
  let declared: LicenseExpression?
  /// What licences allow, with those that the policy declares.
  let table: LicenseTable
  /// What the dataset is made from.
  private(set) var origins: [LicenseOrigin] = []
  /// Sources by the name of their origin, for a notice.
  private(set) var sources: [String: Source] = [:]
  /// The digests of the files that were read, where they were computed.
  private(set) var digests: [Digest] = []

  /// Reads the data where records name licences or sources, or where `readsFiles`; `nil` where what they name is not
  /// all known, which has then been said.
  init?(_ plan: Plan, _ options: CheckOptions, table: LicenseTable, readsFiles: Bool) {
    let contract = plan.contract
    self.contract = contract
    self.table = table
    declared = contract.license.flatMap { try? LicenseExpression(parsing: $0.expression) }
    let clauses = contract.clauses.filter { $0.rule == Self.rule }
    guard !clauses.isEmpty || contract.provenance != nil || readsFiles else { return }
    let manifest = SourceFiles.read(for: contract, options)?.manifest
    let evaluator = Evaluator(
      plan, replacement: options.replacement, root: options.root, sources: manifest, licenses: table)
    guard let run = RunPool.run([evaluator], threadCount: plan.options.threadCount).first,
      Self.isComplete(run.result)
    else { return nil }
    digests = run.result.files.flatMap(\.digests)
    origins = run.licenseOrigins + clauses.flatMap { Self.unreadable($0, in: run.result) }
    for tally in run.result.sources?.tallies ?? [] where tally.isUsed { sources[tally.source.id] = tally.source }
  }

  /// Adds what the files rest on by lineage.
  mutating func add(upstream: [LicenseOrigin]) { origins += upstream }

  private static let rule: RuleID = "cell.license_invalid"
  private static let judged: Set<RuleID> = [rule, .sourceUnknown]

  /// Says why, if records could not all be read.
  private static func isComplete(_ result: RunResult) -> Bool {
    let problems = result.problems + result.files.compactMap(\.problem)
    for problem in problems { Output.complain(problem) }
    if result.malformedCount > 0 {
      Output.complain("assay: \(result.malformedCount) malformed records may name any licence or source")
    }
    let limits = result.clauses.compactMap { clause -> String? in
      guard judged.contains(clause.clause.rule), case .limit(let limit)? = clause.reason else { return nil }
      return "assay: \(clause.clause.id): \(limit)"
    }
    for limit in limits { Output.complain(limit) }
    return problems.isEmpty && result.malformedCount == 0 && limits.isEmpty
  }

  /// Records whose text in one field is no licence that can be read, by that text. They are told apart where every one
  /// of them was kept and its text may be shown.
  private static func unreadable(_ clause: Clause, in result: RunResult) -> [LicenseOrigin] {
    guard let judged = result.clauses.first(where: { $0.clause.id == clause.id }), judged.violationCount > 0 else {
      return []
    }
    func origin(_ text: String?, _ count: Int, _ records: [Violation]) -> LicenseOrigin {
      var origin = LicenseOrigin(
        .records, name: judged.field ?? "records", expression: nil, unreadText: text, recordCount: count,
        firstRecords: records.prefix(LicenseState.firstRecordLimit).map(\.position))
      origin.spansFiles = result.files.count > 1
      return origin
    }
    let byText = Dictionary(grouping: judged.exemplars, by: shownText)
    guard judged.exemplars.count == judged.violationCount, byText[nil] == nil else {
      return [origin(nil, judged.violationCount, judged.exemplars)]
    }
    return byText.sorted { ($0.key ?? "") < ($1.key ?? "") }.map { origin($0.key, $0.value.count, $0.value) }
  }

  /// The text at a violation; `nil` where it is masked or was cut.
  private static func shownText(_ violation: Violation) -> String? {
    guard case .text(let text, isCut: false)? = violation.value else { return nil }
    return text
  }
}

import Contracts

/// What reports say about one clause. All texts are harmless, and none holds a value of the data.
struct ClauseWording {
  let result: ClauseResult
  /// `nil` only if the decision forgot the clause.
  let decision: ClauseDecision?

  init(result: ClauseResult, decision: ClauseDecision?) {
    self.result = result.decided(by: decision?.effect, isInconclusive: decision?.isInconclusive ?? false)
    self.decision = decision
  }

  var id: String { result.clause.id.rawValue.harmless }

  /// The identity without the contract, and without the field where `field` is shown beside it.
  var tail: String { Self.tail(of: result.clause.id) }

  static func tail(of id: ClauseID) -> String {
    let text = id.rawValue
    return text.firstIndex(of: "/").map { String(text[text.index(after: $0)...]).harmless } ?? text.harmless
  }

  /// `142 of 1,000,000 (0.0142 %), limit 0`, or for a dataset's clause what was found.
  var headline: String {
    switch result.status {
    case .inconclusive: return "inconclusive: \(reason)"
    // The effect beside it says "skipped" already.
    case .skipped: return decision?.effect == .skipped ? reason : "skipped: \(reason)"
    case .failed: return found
    case .passed: return result.violationCount > 0 ? "\(found), tolerated" : "passed"
    }
  }

  /// Bounds and the like: `at most 10000`.
  var expected: String? { result.expected.isEmpty ? nil : result.expected.harmless }

  var observed: String? { result.observed.map(\.harmless) }

  /// `contracts/orders.assay.yaml:31`
  var contractLine: String { "\(result.clause.location.file.harmless):\(result.clause.location.line)" }

  /// What is kept as evidence; what an earlier result did not have comes first.
  var exemplars: [Violation] {
    let new = Set(decision?.change?.newExemplars ?? [])
    guard !new.isEmpty else { return result.exemplars }
    let indices = result.exemplars.indices
    return (indices.filter(new.contains) + indices.filter { !new.contains($0) }).map { result.exemplars[$0] }
  }

  /// The evidence that a short report shows: the first violation; of clauses on the dataset a few that say different
  /// things, such as one for each source.
  var tellingExemplars: [Violation] {
    guard result.clause.measure == .dataset else { return Array(exemplars.prefix(1)) }
    var told: Set<String?> = []
    let telling = exemplars.filter { told.insert($0.detail).inserted }
    return Array(telling.prefix(Self.tellingLimit))
  }

  private static let tellingLimit = 5

  /// `fixtures/orders.csv:812`
  var firstPlace: String? { (exemplars.first?.position).map(Self.place) }

  static func place(_ position: Position) -> String { "\(position.file.harmless):\(position.line)" }

  /// How many violations are not the first one.
  var moreCount: Int { max(0, result.violationCount - 1) }

  /// `bare_quote 3, unclosed_quote 1`
  var kinds: String? {
    guard !result.kinds.isEmpty else { return nil }
    return result.kinds.map { "\($0.kind.harmless) \(Amount.grouped($0.count))" }.joined(separator: ", ")
  }

  /// Who answers for the clause, where that is not the contract's owner.
  var owner: String? { result.clause.owner?.harmless }

  /// How it stands against an earlier result, and why the effect is not the clause's own: waiver, baseline, policy.
  var changes: [String] {
    var lines = (decision?.change?.phrase).map { [$0] } ?? []
    if let waiver = decision?.waiver {
      let place = "\(waiver.location.file.harmless):\(waiver.location.line)"
      lines.append(
        "waived by \(waiver.owner.harmless) until \(waiver.expires.harmless): \(waiver.reason.harmless) (\(place))")
    }
    if let because = decision?.because { lines.append(because.harmless) }
    return lines
  }

  private var reason: String { result.reason?.phrase ?? "no reason was recorded" }

  private var found: String {
    if result.violationCount == 0, result.clause.measure == .records { return "refused by the policy" }
    if result.clause.measure == .dataset {
      return [observed, expected.map { "expected \($0)" }].compactMap { $0 }.joined(separator: ", ").nonEmpty
        ?? Amount.counted(result.violationCount, "violation")
    }
    let share = Amount.percent(result.violationCount, of: result.recordCount).map { " (\($0))" } ?? ""
    // A failure that is certain although a limit ended the judging.
    let atLeast = result.reason == nil ? "" : "at least "
    let counts = "\(atLeast)\(Amount.grouped(result.violationCount)) of \(Amount.grouped(result.recordCount))\(share)"
    let found = limit.map { "\(counts), limit \($0)" } ?? counts
    return result.reason.map { "\(found); then \($0.phrase)" } ?? found
  }

  /// The limit that was broken, or within which it stayed.
  private var limit: String? {
    let thresholds = result.clause.thresholds
    let broken = result.level == .warn ? thresholds.warnAbove : thresholds.blockAbove
    return (broken ?? thresholds.warnAbove ?? thresholds.blockAbove).map { limit in
      switch limit {
      case .count(let count): Amount.grouped(count)
      case .share(_, let text): text.harmless
      }
    }
  }
}

extension ClauseResult {
  /// What only a policy can decide is skipped in a result. Once a policy has spoken, reports show what it said, so that
  /// no one takes a clause that blocks for one that was skipped.
  fileprivate func decided(by effect: ClauseDecision.Effect?, isInconclusive: Bool) -> ClauseResult {
    var result = self
    // The clause holds, but the policy refuses what its values say: licences that the records name.
    if status == .passed, [.block, .warn, .waived, .known].contains(effect) { result.status = .failed }
    guard status == .skipped, reason == .noPolicy else { return result }
    switch effect {
    case .pass: result.status = .passed
    case .block, .warn, .waived, .known: result.status = isInconclusive ? .inconclusive : .failed
    case .ignored, .skipped, nil: return self
    }
    if !isInconclusive { result.reason = nil }
    return result
  }
}

extension Violation {
  /// Whether the line under which its excerpt stands is shown.
  var showsLine: Bool { excerpt != nil || value != nil }
}

extension String {
  /// Itself unless it is empty.
  var nonEmpty: String? { isEmpty ? nil : self }
}

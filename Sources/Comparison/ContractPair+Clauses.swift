import Contracts

extension ContractPair {
  /// Rules whose clauses other parts of the contract bring along, and with which those parts are compared.
  private static let comparedElsewhere = Set<RuleID>([
    "data.unreadable", "column.missing", "column.duplicate", "column.blank", "cell.wrong_type", "data.stale",
    .objectiveMissed, .objectiveBurning, "file.not_pinned", "license.not_allowed", "use.not_allowed",
    "privacy.not_allowed",
  ]).union(SourceProblem.rules)
  /// Those that only a header has.
  private static let onHeaders: Set<RuleID> = ["column.order", "column.extra", "object.extra_field"]

  /// Clauses on the dataset and across fields.
  var datasetClauseDifferences: [ContractDifference] {
    compare(clauses(of: before, field: nil), clauses(of: after, field: nil), field: nil)
  }

  /// Clauses of a field that both contracts have.
  func clauseDifferences(of earlier: Field, _ later: Field) -> [ContractDifference] {
    compare(
      clauses(of: before, field: earlier.path.text), clauses(of: after, field: later.path.text),
      field: (earlier, later))
  }

  /// Those that are compared as clauses, in the order of the contract.
  func clauses(of contract: Contract, field: String?) -> [Clause] {
    contract.clauses.filter { clause in
      clause.field.map { contract.fields[$0].path.text } == field && !Self.comparedElsewhere.contains(clause.rule)
        && (agreeOnHeader || !Self.onHeaders.contains(clause.rule))
    }
  }

  private func compare(
    _ before: [Clause], _ after: [Clause], field: (before: Field, after: Field)?
  ) -> [ContractDifference] {
    var differences: [ContractDifference] = []
    for (earlier, later) in paired(before, after) {
      if let earlier, let later {
        differences += changed(earlier, later, field)
      } else if let earlier {
        differences.append(removed(earlier, field?.before))
      } else if let later {
        differences.append(added(later, field?.after))
      }
    }
    return differences
  }

  /// What asks for the same thing on both sides: by rule, a bound by its side; where there are several, by name, then
  /// by argument, then in their order.
  private func paired(_ before: [Clause], _ after: [Clause]) -> [(Clause?, Clause?)] {
    var rest = before
    func takeFirst(where matches: (Clause) -> Bool) -> Clause? {
      rest.firstIndex(where: matches).map { rest.remove(at: $0) }
    }
    var partners: [Clause?] = after.map { _ in nil }
    func hasSameName(_ earlier: Clause, _ later: Clause) -> Bool {
      earlier.rule == later.rule && name(earlier, self.before) == name(later, self.after)
    }
    let tests: [(Clause, Clause) -> Bool] = [
      { hasSameName($0, $1) && $0.argument.hasSameText($1.argument) },
      hasSameName,
      { $0.rule == $1.rule && $0.argument.hasSameText($1.argument) },
      { $0.family == $1.family },
    ]
    for test in tests {
      for (index, later) in after.enumerated() where partners[index] == nil {
        partners[index] = takeFirst { test($0, later) }
      }
    }
    return zip(partners, after).map { ($0, $1) } + rest.map { ($0, nil) }
  }

  /// A clause's identity without the contract's.
  private func name(_ clause: Clause, _ contract: Contract) -> Substring {
    clause.id.rawValue.dropFirst(contract.id.count)
  }

  private func changed(
    _ before: Clause, _ after: Clause, _ field: (before: Field, after: Field)?
  ) -> [ContractDifference] {
    let argument = ArgumentOrder(before: (before, field?.before), after: (after, field?.after)).direction
    let nullability = (field?.before.isNullable, field?.after.isNullable)
    let isRequired = after.rule == "cell.missing"
    var (was, now) = (before.side, after.side)
    if isRequired, nullability.0 != nullability.1 {
      was.text += nullability.0 == true ? ", null will do" : ""
      now.text += nullability.1 == true ? ", null will do" : ""
    }
    if before.keyword != after.keyword {
      was.text = "\(before.keyword) \(was.text)"
      now.text = "\(after.keyword) \(now.text)"
    }
    let notes = Self.noteDifferences(before, after, field: field?.after)
    guard was.text != now.text || before.thresholds != after.thresholds || argument != .neutral else { return notes }
    let direction = Direction.clause(before, after, argument: argument)
    return [
      ContractDifference(
        .clause, field: field?.after.path.text, keyword: after.label, before: was, after: now, direction,
        reason: reason(before, after, direction, argument: argument))
    ] + notes
  }

  private func reason(_ before: Clause, _ after: Clause, _ direction: Direction, argument: Direction) -> String {
    switch (before.isEnforced, after.isEnforced) {
    case (false, false): return "it only warns, so nobody may rely on it"
    case (true, false): return "it blocked and now only warns, so that data may come which was refused before"
    case (false, true): return "it only warned and now blocks, so that data which came before is refused"
    case (true, true): break
    }
    switch direction {
    case .neutral: return "the same data passes"
    case .weaker: return "data may come that was refused before"
    case .stronger: return "data that passed before is refused"
    case .incomparable:
      let isTold = argument == .incomparable && ["cell.not_in_enum", "record.duplicate_key"].contains(after.rule)
      return isTold
        ? "some data may come that was refused before, and some that passed is refused"
        : "nobody can tell from the contracts which data passes only one of them"
    }
  }

  private func removed(_ clause: Clause, _ field: Field?) -> ContractDifference {
    ContractDifference(
      .clause, field: field?.path.text, keyword: clause.label, before: clause.side, after: nil,
      .clause(clause, nil, argument: .neutral),
      reason: clause.isEnforced
        ? "it is promised no more, so that data may come which was refused before"
        : "it only warned, so nobody may rely on it")
  }

  private func added(_ clause: Clause, _ field: Field?) -> ContractDifference {
    ContractDifference(
      .clause, field: field?.path.text, keyword: clause.label, before: nil, after: clause.side,
      .clause(nil, clause, argument: .neutral),
      reason: clause.isEnforced
        ? "it was not asked before, so that data which passed may be refused" : "it only warns")
  }
}

extension Clause {
  /// As a line names it: `max_length`, `rows/min`.
  var label: String {
    switch rule {
    case "rows.too_few": "rows/min"
    case "rows.too_many": "rows/max"
    case "file.too_few_rows": "rows/per_file/min"
    case "file.too_many_rows": "rows/per_file/max"
    case "column.order": "order"
    case "column.extra", "object.extra_field": "extra_fields"
    default: keyword
    }
  }

  /// What may stand in for each other.
  fileprivate var family: String {
    switch rule {
    case "cell.below_minimum", "cell.not_above_minimum": "lower bound"
    case "cell.above_maximum", "cell.not_below_maximum": "upper bound"
    default: rule.rawValue
    }
  }
}

extension Argument {
  fileprivate func hasSameText(_ other: Argument) -> Bool {
    switch (self, other) {
    case (.flag, .flag): true
    case (.count(let a), .count(let b)): a == b
    case (.scalar(let a), .scalar(let b)): a.text == b.text
    case (.list(let a), .list(let b)): a.map(\.text) == b.map(\.text)
    case (.flag, _), (.count, _), (.scalar, _), (.list, _): false
    }
  }
}

import Contracts

extension [Violation] {
  /// Indices of those that have no counterpart in `earlier`: another of the same field, kind and value. `nil` where
  /// they cannot be told apart.
  ///
  /// Where there are too few counterparts, those whose whole record was there count as known first. A value that tells
  /// nothing, since it is masked or there is none, has a counterpart only in the same record, known by one of `keys`.
  func notIn(_ earlier: [Violation], keys: [RecordKey]) -> [Int]? {
    var left = Dictionary(grouping: earlier, by: ViolationKey.init)
    var open: [Int] = []
    for (index, violation) in self.enumerated() {
      let key = ViolationKey(violation)
      if violation.tellsItsRecord, let same = left[key]?.firstIndex(where: { $0.excerpt == violation.excerpt }) {
        left[key]?.remove(at: same)
      } else {
        open.append(index)
      }
    }
    var new: [Int] = []
    for index in open {
      let violation = self[index]
      let key = ViolationKey(violation)
      guard let candidates = left[key], !candidates.isEmpty else {
        new.append(index)
        continue
      }
      if violation.tellsItsValue {
        left[key]?.removeLast()
        continue
      }
      let verdicts = candidates.map { keys.areOfOneRecord(violation, $0) }
      if let same = verdicts.firstIndex(of: true) {
        left[key]?.remove(at: same)
      } else if verdicts.contains(nil) {
        return nil
      } else {
        new.append(index)
      }
    }
    return new
  }
}

/// What makes two violations of one clause the same. Positions move, so they are no part of it.
private struct ViolationKey: Hashable {
  let field: String?
  let kind: String?
  let value: ShownValue?

  init(_ violation: Violation) {
    field = violation.field
    kind = violation.kind
    value = violation.value
  }
}

/// The fields by which a contract's records are told apart: those of a `unique` clause.
struct RecordKey: Hashable {
  let fields: [String]

  static func all(of result: RunResult) -> [RecordKey] {
    let rules: [RuleID] = ["column.duplicate_value", "record.duplicate_key"]
    return result.clauses.filter { rules.contains($0.clause.rule) }.compactMap { clause in
      if let field = clause.field { return RecordKey(fields: [field]) }
      guard case .list(let paths) = clause.clause.argument, !paths.isEmpty else { return nil }
      return RecordKey(fields: paths.map(\.text))
    }
  }

  /// The key's values; `nil` where one of them is not shown.
  func values(in violation: Violation) -> [String]? {
    guard case .cells(let cells, _)? = violation.excerpt else { return nil }
    let values = fields.compactMap { field -> String? in
      guard case .text(let text, isCut: false)? = cells.first(where: { $0.name == field })?.value else { return nil }
      return text
    }
    return values.count == fields.count ? values : nil
  }
}

extension [RecordKey] {
  /// Whether two violations stand in one record, by the first key whose values both show; `nil` where none does.
  fileprivate func areOfOneRecord(_ a: Violation, _ b: Violation) -> Bool? {
    for key in self {
      if let one = key.values(in: a), let other = key.values(in: b) { return one == other }
    }
    return nil
  }
}

extension Violation {
  /// Whether the value is there and may be seen.
  fileprivate var tellsItsValue: Bool {
    if case .text(let text, _)? = value { return !text.isEmpty }
    return false
  }

  /// Whether the same excerpt means the same record, or as good as that. One in which all is masked does not.
  fileprivate var tellsItsRecord: Bool {
    switch excerpt {
    case .cells(let cells, _):
      tellsItsValue
        || cells.contains { cell in
          if case .text(let text, _) = cell.value { !text.isEmpty } else { false }
        }
    case .text: true
    case .masked, nil: tellsItsValue
    }
  }
}

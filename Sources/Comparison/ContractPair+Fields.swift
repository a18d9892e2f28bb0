import Contracts

extension ContractPair {
  /// Field by field in the order of the later contract, each removed one behind its old neighbour.
  var fieldDifferences: [ContractDifference] {
    let renames = FieldRenames(self)
    var lines: [ContractDifference] = orderDifferences
    var rest = before.fields.filter { field in !after.fields.contains { $0.hasName(of: field) } }[...]
    for field in after.fields {
      if let earlier = before.fields.first(where: { $0.hasName(of: field) }) {
        while let gone = rest.first, position(gone) < position(earlier) {
          lines.append(removed(gone, renames))
          rest = rest.dropFirst()
        }
        lines += differences(earlier, field)
      } else {
        lines.append(added(field, renames))
      }
    }
    return lines + rest.map { removed($0, renames) }
  }

  private func position(_ field: Field) -> Int { before.fields.firstIndex { $0.hasName(of: field) } ?? 0 }

  /// What is written to a field that nobody declared.
  private func isClosed(_ contract: Contract) -> Bool {
    let rules: [RuleID] = ["column.extra", "object.extra_field"]
    let isWithoutHeader = contract.data.format == .csv && !contract.data.csv.hasHeader
    return isWithoutHeader || contract.clauses.contains { rules.contains($0.rule) && $0.isEnforced }
  }

  /// Readers find fields by name, so one more breaks none of them. Those who write it must know whether they have to.
  private func added(_ field: Field, _ renames: FieldRenames) -> ContractDifference {
    let clauses = after.clauses(of: field)
    let mustExist = clauses.contains { ["column.missing", "cell.missing"].contains($0.rule) && $0.isEnforced }
    let isNarrowed = !isClosed(before) && clauses.contains { $0.isEnforced }
    var line = ContractDifference(
      .field, field: field.path.text, before: nil, after: after.side(of: field),
      mustExist || isNarrowed ? .stronger : .neutral,
      reason: mustExist
        ? "it must be written from now on; readers by name do not notice it"
        : isNarrowed
          ? "anything could stand under this name before, since extra fields were allowed; now it must pass"
          : "it may be written from now on; readers by name do not notice it",
      hint: renames.former(field).map { "may be the new name of `\($0)`" })
    line.consumers = .compatible
    if line.producers == .none { line.producers = .compatible }
    return line
  }

  /// Whoever still writes it is refused where the later contract is closed.
  private func removed(_ field: Field, _ renames: FieldRenames) -> ContractDifference {
    let isRefused = isClosed(after)
    return ContractDifference(
      .field, field: field.path.text, before: before.side(of: field), after: nil,
      isRefused ? .incomparable : .weaker,
      reason: isRefused
        ? "readers no longer find it, and whoever still writes it is refused, since extra fields are forbidden"
        : "readers no longer find it",
      hint: renames.later(field).map { "may be called `\($0)` now" })
  }

  /// A field that both contracts have.
  private func differences(_ before: Field, _ after: Field) -> [ContractDifference] {
    presence(before, after) + type(before, after) + spelling(before, after) + privacy(before, after)
      + clauseDifferences(of: before, after) + title(before, after)
  }

  private func presence(_ before: Field, _ after: Field) -> [ContractDifference] {
    guard agreeOnHeader else { return [] }
    let earlier = self.before.clause("column.missing", of: before)
    let later = self.after.clause("column.missing", of: after)
    guard (earlier == nil) != (later == nil) else { return [] }
    let isOptional = later == nil
    return [
      ContractDifference(
        .clause, field: after.path.text, keyword: "optional",
        before: .init(isOptional ? "no" : "yes", at: before.location),
        after: .init(isOptional ? "yes" : "no", at: after.location), isOptional ? .weaker : .stronger,
        reason: isOptional ? "the column may be absent" : "the column must be there")
    ]
  }

  private func privacy(_ before: Field, _ after: Field) -> [ContractDifference] {
    guard before.privacy != after.privacy else { return [] }
    let isMasking = before.isPrivate || after.isPrivate
    return [
      ContractDifference(
        .privacy, field: after.path.text, keyword: "privacy",
        before: before.privacy.map { .init($0.rawValue, at: before.location) },
        after: after.privacy.map { .init($0.rawValue, at: after.location) }, isMasking ? .incomparable : .neutral,
        reason: isMasking
          ? "who may see the values, and on which legal basis, is judged anew" : "it is as public as before")
    ]
  }

  private func title(_ before: Field, _ after: Field) -> [ContractDifference] {
    guard before.title != after.title else { return [] }
    return [
      ContractDifference(
        .notes, field: after.path.text, keyword: "title", before: before.title.map { .init($0, at: before.location) },
        after: after.title.map { .init($0, at: after.location) }, .neutral,
        reason: "a note for readers; no data breaks it")
    ]
  }

  /// The order of what both have, for those who go by position.
  private var orderDifferences: [ContractDifference] {
    guard before.data.format != .jsonl, after.data.format != .jsonl, let first = after.fields.first,
      let earliest = before.fields.first
    else { return [] }
    func kept(_ these: [Field], _ those: [Field]) -> [String] {
      these.filter { field in those.contains { $0.hasName(of: field) } }.map(\.path.text)
    }
    let isMoved = kept(before.fields, after.fields) != kept(after.fields, before.fields)
    let isShifted =
      !after.data.csv.hasHeader && !after.fields.map(\.path.text).starts(with: before.fields.map(\.path.text))
    guard isMoved || isShifted else { return [] }
    let (was, now) = (before.keepsOrder, after.keepsOrder)
    return [
      ContractDifference(
        .order, keyword: "fields", before: .init(list(before.fields.map(\.path.text)) ?? "", at: earliest.location),
        after: .init(list(after.fields.map(\.path.text)) ?? "", at: first.location),
        was && now ? .incomparable : was ? .weaker : now ? .stronger : .neutral,
        reason: was || now
          ? "whoever counts columns finds others, and data in the earlier order is refused where order is checked"
          : "columns may stand in any order")
    ]
  }
}

extension Contract {
  func clauses(of field: Field) -> [Clause] {
    clauses.filter { clause in clause.field.map { fields[$0].hasName(of: field) } ?? false }
  }

  func clause(_ rule: RuleID, of field: Field) -> Clause? {
    clauses(of: field).first { $0.rule == rule && $0.isEnforced }
  }

  /// A field in short: `integer, required, unique`.
  fileprivate func side(of field: Field) -> ContractDifference.Side {
    let silent = Set<RuleID>(["column.missing", "cell.wrong_type"] + SourceProblem.rules)
    let clauses = clauses(of: field).filter { !silent.contains($0.rule) }.map { clause -> String in
      clause.words == "yes" ? clause.keyword : "\(clause.keyword) \(clause.words)"
    }
    let parts = [field.type.rawValue] + (field.isOptional ? ["optional"] : []) + clauses
    return .init(parts.joined(separator: ", "), at: field.location)
  }

  /// Columns must stand in the contract's order.
  fileprivate var keepsOrder: Bool {
    !data.csv.hasHeader || clauses.contains { $0.rule == "column.order" && $0.isEnforced }
  }
}

extension Field {
  /// Names are compared byte by byte, as headers are.
  func hasName(of other: Field) -> Bool { path.text.utf8.elementsEqual(other.path.text.utf8) }
}

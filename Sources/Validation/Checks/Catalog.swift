import Contracts

/// Every check that a contract can ask for. To add one, add its line.
package enum Catalog {
  /// Asked for by keywords.
  package static let checks: [any Check.Type] = [
    Required.self, Bounds.self, MultipleOf.self, DecimalSize.self, TextLength.self, Pattern.self, Enumeration.self,
    Format.self, Unique.self, Sorted.self, ArraySize.self, UniqueItems.self, LicenseText.self,
  ]

  /// Implied by other parts of the contract, by rule.
  static let implied: [RuleID: any Check.Type] = [
    WrongType.rule: WrongType.self, ExtraFields.rule: ExtraFields.self, NewestEvent.rule: NewestEvent.self,
    SourceCount.rule: SourceCount.self,
  ]

  /// The words that the dialects read contracts with.
  package static let vocabulary: [Keyword] = checks.flatMap { $0.keywords }

  private static let byRule: [RuleID: any Check.Type] = {
    var byRule = implied
    for check in checks { for keyword in check.keywords { byRule[keyword.rule] = check } }
    return byRule
  }()

  /// Compiles a clause; `nil` for clauses that fold no records, such as row counts and pins.
  static func compile(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) -> (any CompiledCheck)? {
    guard let check = byRule[clause.rule] else { return nil }
    if clause.rule == NewestEvent.rule, !readsRecords(clause, context.contract) {
      for freshness in context.contract.freshness where freshness.clauseID == clause.id {
        _ = try FreshnessJudge(freshness, now: context.options.now)
      }
      return nil
    }
    return try compile(check, clause, context)
  }

  private static func readsRecords(_ clause: Clause, _ contract: Contract) -> Bool {
    contract.freshness.contains {
      guard $0.clauseID == clause.id, case .field = $0.clock else { return false }
      return true
    }
  }

  private static func compile<C: Check>(
    _ type: C.Type, _ clause: Clause, _ context: CheckContext
  ) throws(ClauseProblem) -> any CompiledCheck {
    Compiled(check: try C(clause, in: context))
  }
}

extension Catalog {
  /// Rules that no keyword asks for by itself: what the rest of a contract implies.
  package static let impliedRules: [(rule: RuleID, summary: String)] = [
    ("cell.wrong_type", "Every value can be read as its field's type."),
    (
      "object.extra_field", "Every field of a JSON document is declared, unless the contract has `extra_fields: allow`."
    ),
    ("data.unreadable", "Every file can be read to its end, and begins as the contract says."),
    ("data.stale", "The data is no older than `freshness` allows, and none of it is from the future."),
    (.objectiveMissed, "The data was fresh for as much of the time as its objective asks; the monitor judges it."),
    (.objectiveBurning, "The error budget of an objective goes no faster than `burn` allows; the monitor judges it."),
    ("record.malformed", "Every record is well-formed; `malformed` allows for some that are not."),
    ("rows.too_few", "The dataset has at least `rows: { min }` records."),
    ("rows.too_many", "The dataset has at most `rows: { max }` records."),
    ("file.too_few_rows", "Each file has at least `rows: { per_file: { min } }` records."),
    ("file.too_many_rows", "Each file has at most `rows: { per_file: { max } }` records."),
    ("file.not_pinned", "Each file has the digest that `pins` gives it, and each pin its file."),
    ("column.missing", "The header names each field that is not `optional`."),
    ("column.extra", "The header names only declared fields, unless the contract has `extra_fields: allow`."),
    ("column.duplicate", "The header names no column twice."),
    ("column.blank", "Each column of the header has a name."),
    ("column.order", "Columns stand in the contract's order, unless it has `order: any`."),
    ("license.not_allowed", "The policy allows the licence."),
    ("license.incompatible", "The licences of the data allow what the contract's `license` and `uses` promise."),
    ("privacy.not_allowed", "The policy lets the data's privacy classes pass, on the contract's legal basis."),
    ("use.not_allowed", "The policy allows each use that the contract declares."),
    (.sourceUnknown, "Every record names a source that the manifest of `provenance` has."),
    (.sourceUnused, "Some record comes from every source of the manifest."),
    (.sourceUnlicensed, "Every source in use has a licence."),
    (.sourceLicenseInvalid, "The licence of every source in use is an SPDX expression."),
    (.sourceIncomplete, "The manifest says of every source in use what `provenance: { require }` names."),
    (.sourceStale, "Every source in use was refreshed within `max_age`, and none in the future."),
    (.sourceExpired, "No source in use is past its `expires_at`."),
  ]

  /// Every rule that a clause can have.
  package static let rules: [RuleID] = vocabulary.map(\.rule) + impliedRules.map(\.rule)
}

extension Catalog {
  /// Why a clause of a field cannot be compiled, asked before the contract is whole, so that a contract's problems can
  /// all be reported in one go. What is wrong with the field itself is not said.
  @Sendable package static func argumentProblem(
    _ clause: Clause, _ field: Field, _ format: DataSource.Format
  ) -> String? {
    guard let decoder = try? FieldDecoder(field: field, format: format) else { return nil }
    let contract = Contract(id: "", data: DataSource(files: [], format: format), fields: [field], path: "")
    var alone = clause
    alone.field = 0
    // No check compiles differently at another time.
    let options = EvaluationOptions(now: Instant(seconds: 0))
    do {
      _ = try compile(alone, in: CheckContext(contract: contract, decoders: [decoder], options: options))
    } catch {
      return error.message
    }
    return nil
  }

  /// Why a field's values cannot be read as they are spelled. That CSV has no such type is the dialect's to say.
  @Sendable package static func spellingProblem(_ field: Field, _ format: DataSource.Format) -> String? {
    do { _ = try FieldDecoder(field: field, format: format) } catch { return error.key == "type" ? nil : error.message }
    return nil
  }
}

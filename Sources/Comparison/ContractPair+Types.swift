import Contracts

extension ContractPair {
  /// The type of a field, with the clause that judges it.
  func type(_ before: Field, _ after: Field) -> [ContractDifference] {
    let earlier = self.before.clauses(of: before).first { $0.rule == "cell.wrong_type" }
    let later = self.after.clauses(of: after).first { $0.rule == "cell.wrong_type" }
    // Only in JSONL can a value fail to be a string: the clause comes and goes with the format.
    let isOfFormat = (earlier == nil) != (later == nil)
    guard before.type != after.type || !isOfFormat && earlier?.thresholds != later?.thresholds else { return [] }
    let direction = typeDirection(before.type, earlier, after.type, later)
    return [
      ContractDifference(
        .type, field: after.path.text, keyword: "type", before: side(before, earlier), after: side(after, later),
        direction, reason: reason(direction, isSameType: before.type == after.type))
    ]
  }

  private func side(_ field: Field, _ clause: Clause?) -> ContractDifference.Side {
    let parts = [field.type.rawValue, clause?.thresholds.words].compactMap { $0 }
    return .init(parts.joined(separator: ", "), at: clause?.location ?? field.location)
  }

  /// A type that can never fail has no clause; one that only warns keeps no value out.
  private func typeDirection(
    _ before: FieldType, _ earlier: Clause?, _ after: FieldType, _ later: Clause?
  ) -> Direction {
    guard before != after else { return .clause(earlier, later, argument: .neutral) }
    let (wasKept, isKept) = (earlier?.isEnforced ?? true, later?.isEnforced ?? true)
    guard wasKept || isKept else { return .neutral }
    guard wasKept else { return later == nil ? .neutral : .stronger }
    guard isKept else { return earlier == nil ? .neutral : .weaker }
    let types = order(before, after)
    guard let earlier, let later else { return types }
    return .clause(earlier, later, argument: types)
  }

  private func order(_ before: FieldType, _ after: FieldType) -> Direction {
    switch (holds(after, all: before), holds(before, all: after)) {
    case (true, true): .neutral
    case (true, false): .weaker
    case (false, true): .stronger
    case (false, false): .incomparable
    }
  }

  /// Whether every value of `narrow` is one of `wide`. In CSV every cell is a text.
  private func holds(_ wide: FieldType, all narrow: FieldType) -> Bool {
    switch (wide, narrow) {
    case (.any, _): true
    case (.number, .decimal), (.number, .integer), (.decimal, .integer): true
    case (.string, let narrow):
      before.data.format == .csv && after.data.format == .csv && narrow != .object && narrow != .array
    default: false
    }
  }

  private func reason(_ direction: Direction, isSameType: Bool) -> String {
    switch direction {
    case .neutral: "no value is kept out by it"
    case .weaker:
      isSameType ? "more values may come that are not of the type" : "values may come that are not of the earlier type"
    case .stronger: "values that passed before are refused"
    case .incomparable: "values of the one type are not values of the other"
    }
  }

  /// How values are spelled, as far as the later type reads it.
  func spelling(_ before: Field, _ after: Field) -> [ContractDifference] {
    let (was, now, type) = (before.spelling, after.spelling, after.type)
    guard before.type == type else { return [] }
    var lines: [ContractDifference] = []
    func note(_ keyword: String, _ texts: (String?, String?), _ direction: Direction, _ reason: String) {
      guard texts.0 != texts.1 else { return }
      lines.append(
        ContractDifference(
          .spelling, field: after.path.text, keyword: keyword, before: texts.0.map { .init($0, at: before.location) },
          after: texts.1.map { .init($0, at: after.location) }, direction, reason: reason))
    }
    let other = "the same values are spelled in another way"
    if type.isTemporal { note("layout", (was.layout ?? "iso", now.layout ?? "iso"), .incomparable, other) }
    if type.isNumeric {
      note("decimal_mark", (was.decimalMark ?? ".", now.decimalMark ?? "."), .incomparable, other)
      note(
        "group_mark", (was.groupMark, now.groupMark),
        was.groupMark == nil ? .weaker : now.groupMark == nil ? .stronger : .incomparable, other)
    }
    if type == .boolean {
      note("true", (words(was.trueSpellings), words(now.trueSpellings)), .incomparable, other)
      note("false", (words(was.falseSpellings), words(now.falseSpellings)), .incomparable, other)
    }
    if type == .timestamp {
      let zones = (was.zone ?? .required, now.zone ?? .required)
      note("zone", (zones.0.rawValue, zones.1.rawValue), zone(zones.0, zones.1), "offsets are asked for otherwise")
    }
    let missing = (missingSpellings(was, self.before), missingSpellings(now, self.after))
    // What a format takes for null changes with it, which is told once.
    if Set(missing.0) != Set(missing.1), was.missing != nil || now.missing != nil {
      note("missing", (words(missing.0), words(missing.1)), .incomparable, "other texts stand for null")
    }
    let trim = (was.trim ?? false, now.trim ?? false)
    note("trim", ("\(trim.0)", "\(trim.1)"), .incomparable, "blanks around values count otherwise")
    return lines
  }

  /// What CSV takes for null unless it is told otherwise is the empty cell.
  private func missingSpellings(_ spelling: Spelling, _ contract: Contract) -> [String] {
    spelling.missing ?? (contract.data.format == .jsonl ? [] : [""])
  }

  /// `["", NA]`
  private func words(_ texts: [String]?) -> String? {
    texts.map { "[\($0.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: ", "))]" }
  }

  private func zone(_ before: Spelling.Zone, _ after: Spelling.Zone) -> Direction {
    switch (before, after) {
    case (.required, .optional), (.forbidden, .optional): .weaker
    case (.optional, .required), (.optional, .forbidden): .stronger
    default: .incomparable
    }
  }
}

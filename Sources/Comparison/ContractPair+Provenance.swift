import Contracts

extension ContractPair {
  /// Where records come from: which field names it, what is asked of the sources, and how old they may be.
  var provenanceDifferences: [ContractDifference] {
    guard let was = before.provenance, let now = after.provenance else { return wholeProvenance }
    let places = (was.location, now.location)
    func line(
      _ keyword: String, _ before: String?, _ after: String?, _ direction: Direction, _ reason: String
    ) -> [ContractDifference] {
      changed(.provenance, "provenance/\(keyword)", (before, after), at: places, direction, reason: reason)
    }
    let asked = requirement(was, now)
    let young = age(was, now)
    return line(
      "field", before.fields[was.field].path.text, after.fields[now.field].path.text, .incomparable,
      "rows name their sources in another field")
      + line(
        "sources", was.manifest.words, now.manifest.words, .neutral,
        "which sources there are is the manifest's to say; compare the data")
      + line("require", list(was.required.map(\.rawValue)), list(now.required.map(\.rawValue)), asked, reason(asked))
      + line("max_age", was.maximumAge?.text, now.maximumAge?.text, young, reason(young))
      + sourceRules(hidesLicenses: was.required.contains(.license) != now.required.contains(.license))
  }

  /// One line where only one of the contracts says where records come from.
  private var wholeProvenance: [ContractDifference] {
    func words(_ contract: Contract) -> String? {
      contract.provenance.map { "by \(contract.fields[$0.field].path.text), from \($0.manifest.words)" }
    }
    let moved = SourceProblem.rules.map { direction(of: $0) }.reduce(Direction.neutral) { $0.and($1) }
    let isGone = after.provenance == nil
    return changed(
      .provenance, "provenance", (words(before), words(after)),
      at: (before.provenance?.location ?? Self.top(before), after.provenance?.location ?? Self.top(after)), moved,
      reason: isGone ? "nobody promises any more where rows come from" : "rows without a declared source are refused")
  }

  /// What `require` asks is judged by two rules: one for licences, one for the rest.
  private func requirement(_ was: Provenance, _ now: Provenance) -> Direction {
    let names = [was, now].map { Set($0.required).subtracting([.license]) }
    let rest = Direction.allowing(names[0], names[1]).reversed
    guard was.required.contains(.license) != now.required.contains(.license) else {
      return direction(of: .sourceIncomplete, argument: rest)
    }
    return direction(of: .sourceIncomplete, argument: rest).and(direction(of: .sourceUnlicensed))
  }

  private func age(_ was: Provenance, _ now: Provenance) -> Direction {
    guard let earlier = was.maximumAge, let later = now.maximumAge else { return direction(of: .sourceStale) }
    return direction(of: .sourceStale, argument: .upperLimit(earlier.seconds, later.seconds))
  }

  /// What each rule does with a breach.
  private func sourceRules(hidesLicenses: Bool) -> [ContractDifference] {
    SourceProblem.rules.flatMap { rule -> [ContractDifference] in
      guard let was = before.sourceClause(rule), let now = after.sourceClause(rule), was.thresholds != now.thresholds,
        rule != .sourceUnlicensed || !hidesLicenses
      else { return [] }
      let moved = direction(of: rule)
      return changed(
        .provenance, "provenance/\(rule.rawValue.dropFirst("source.".count))", (was.words, now.words),
        at: (was.location, now.location), moved, reason: reason(moved))
    }
  }

  private func direction(of rule: RuleID, argument: Direction = .neutral) -> Direction {
    .clause(before.sourceClause(rule), after.sourceClause(rule), argument: argument)
  }

  private func reason(_ direction: Direction) -> String {
    switch direction {
    case .neutral: "nothing that blocks has moved"
    case .weaker: "less is promised of the sources"
    case .stronger: "more is asked of the sources"
    case .incomparable: "some things are asked of the sources no longer, and others are new"
    }
  }
}

extension SourceProblem {
  /// Every rule about sources.
  static let rules: [RuleID] = [.sourceUnknown] + allCases.map(\.rule)
}

extension Contract {
  /// The clause of `provenance` with this rule.
  fileprivate func sourceClause(_ rule: RuleID) -> Clause? { clauses.first { $0.rule == rule } }
}

extension Provenance.Manifest {
  /// In short: `corpus.sources.yaml`, `contract deployments.assay.yaml`.
  fileprivate var words: String {
    switch self {
    case .file(let file): return file.text
    case .contract(let contract, let columns):
      let names = columns.map { "\($0.key.rawValue): \($0.name)" }
      return ["contract \(contract.text)", list(names)].compactMap { $0 }.joined(separator: ", ")
    }
  }
}

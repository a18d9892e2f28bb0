import Contracts
import Markup

extension ContractCompiler {
  /// Adds a clause, with the options of its long form.
  mutating func add(
    _ rule: RuleID, keyword: String, field: (index: Int, path: String)? = nil, argument: Argument = .flag,
    measure: Clause.Measure = .records, options: Node? = nil, thresholds: Thresholds? = nil, at place: Node
  ) {
    clauses.append(
      clause(
        rule, keyword: keyword, field: field, argument: argument, measure: measure, options: options,
        thresholds: thresholds, at: place))
  }

  private mutating func clause(
    _ rule: RuleID, keyword: String, field: (index: Int, path: String)?, argument: Argument, measure: Clause.Measure,
    options: Node?, thresholds: Thresholds?, at place: Node
  ) -> Clause {
    let name = options?["id"]?.text
    return Clause(
      id: name.map { ClauseID(contract: id, id: $0) } ?? ClauseID(contract: id, field: field?.path, rule: rule),
      rule: rule, keyword: keyword, field: field?.index, argument: argument,
      thresholds: thresholds ?? self.thresholds(of: options, measure: measure), measure: measure,
      because: options?["because"]?.text, owner: options?["owner"]?.text, tags: texts(options?["tags"]),
      location: location(place))
  }

  private mutating func thresholds(of options: Node?, measure: Clause.Measure) -> Thresholds {
    let severity = options?["severity"]?.text.flatMap(Severity.init) ?? .block
    let written = ["warn_above", "block_above"].compactMap { options?.entry($0) }
    guard let first = written.first else { return Thresholds(severity) }
    if measure == .dataset {
      report(
        "threshold.on_dataset", "`\(first.name)` counts records, and this clause is on the dataset as a whole",
        at: first.key, advice: "Use `severity: warn` or `severity: block`.")
      return Thresholds(severity)
    }
    let result = Thresholds(
      warnAbove: options?["warn_above"].flatMap { limit($0) }, blockAbove: options?["block_above"].flatMap { limit($0) }
    )
    if isAbove(result.warnAbove, result.blockAbove) {
      report(
        "threshold.order", "`warn_above` is above `block_above`, so that it could never warn", at: first.key)
    }
    return result
  }

  private mutating func limit(_ node: Node) -> Limit? {
    if let count = node.integer { return count >= 0 ? .count(count) : nil }
    guard let text = node.text, TextRule.percentage.accepts(text) else { return nil }
    guard let share = Share(percent: text) else {
      report("threshold.above_100", "A share of all records cannot be above 100 %, found `\(text)`", at: node)
      return nil
    }
    return .share(share, text: text)
  }

  /// Only two counts or two shares can be compared before the records are counted.
  private func isAbove(_ warn: Limit?, _ block: Limit?) -> Bool {
    switch (warn, block) {
    case (.count(let warn), .count(let block)): return warn > block
    case (.share(let warn, _), .share(let block, _)):
      let left = warn.numerator.multipliedFullWidth(by: block.denominator)
      let right = block.numerator.multipliedFullWidth(by: warn.denominator)
      return (left.high, left.low) > (right.high, right.low)
    case (.count, .share), (.share, .count), (nil, _), (_, nil): return false
    }
  }

  /// What a keyword was given; `nil` where the structure check has found fault, or a flag is not set.
  func argument(_ written: Written, as type: Keyword.ArgumentType) -> Argument? {
    switch type {
    case .flag: written.isSet ? .flag : nil
    case .count: written.value?.integer.flatMap { $0 >= 0 ? .count($0) : nil }
    case .value, .text, .positiveNumber, .oneOf:
      written.value.flatMap { $0.isNull ? nil : scalar($0) }.map { .scalar($0) }
    case .values, .fields: written.value?.items.map { .list($0.compactMap(scalar)) }
    }
  }
}

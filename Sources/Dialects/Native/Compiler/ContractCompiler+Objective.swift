import Contracts
import Markup

extension ContractCompiler {
  /// `expected: { days: [mon, tue], at: "06:00", time_zone: Europe/Berlin, grace: 2h }`
  mutating func dueTimes(_ node: Node) -> DueTimes? {
    guard let at = node["at"] else { return nil }
    let times = (at.items ?? [at]).compactMap { $0.text.flatMap(secondOfDay) }
    guard !times.isEmpty else { return nil }
    let named = Set(texts(node["days"]).compactMap(DueTimes.Weekday.init))
    let days = DueTimes.Weekday.allCases.filter { named.isEmpty || named.contains($0) }
    return DueTimes(
      days: days, secondsOfDay: Set(times).sorted(), timeZone: node["time_zone"].flatMap(scalar),
      grace: age("grace", in: node), exceptions: exceptions(node["except"]))
  }

  private mutating func exceptions(_ node: Node?) -> [CivilDate] {
    var dates: Set<CivilDate> = []
    for item in node?.items ?? [] {
      guard let text = item.text, let date = CivilDate(iso: text) else { continue }
      if date.isValid { dates.insert(date) } else { report("date.invalid", "The calendar has no \(text)", at: item) }
    }
    return dates.sorted { $0.daysSinceEpoch < $1.daysSinceEpoch }
  }

  private func secondOfDay(_ text: String) -> Int? {
    guard TextRule.timeOfDay.accepts(text), let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2)) else {
      return nil
    }
    return hour * 3600 + minute * 60
  }

  /// An objective with its clauses.
  mutating func objective(_ entry: Node.Entry, of freshness: Clause) -> Objective? {
    let node = entry.value
    guard node.entries != nil, let target = share("target", in: node), let window = age("window", in: node),
      let gap = age("max_gap", in: node, or: Objective.defaultGap),
      let unknown = share("max_unknown", in: node, or: Objective.defaultUnknown),
      let burn = burn(node["burn"], window: window)
    else { return nil }
    checkTarget(target.share, in: node)
    for (key, age) in [("window", window), ("max_gap", gap)] where age.seconds == 0 {
      report("objective.empty", "`\(key)` is no time at all", at: node[key] ?? node)
    }
    let severity = node["severity"]?.text.flatMap(Severity.init) ?? freshness.thresholds.severity
    addObjective(.objectiveMissed, Thresholds(severity), of: freshness, at: entry.key)
    if burn.warnAbove != nil || burn.blockAbove != nil {
      let severity: Severity = burn.blockAbove == nil ? .warn : .block
      addObjective(.objectiveBurning, Thresholds(severity), of: freshness, at: node.entry("burn")?.key ?? entry.key)
    }
    return Objective(
      target: target.share, targetText: target.text, window: window, maximumGap: gap, maximumUnknown: unknown.share,
      maximumUnknownText: unknown.text, burn: burn)
  }

  private mutating func addObjective(_ rule: RuleID, _ thresholds: Thresholds, of freshness: Clause, at place: Node) {
    clauses.append(
      Clause(
        id: ClauseID(rule, of: freshness.id), rule: rule, keyword: "objective", thresholds: thresholds,
        measure: .dataset, because: freshness.because, owner: freshness.owner, tags: freshness.tags,
        location: location(place)))
  }

  private mutating func age(_ key: String, in node: Node, or standard: String) -> Age? {
    node[key] == nil ? Age(standard) : age(key, in: node)
  }

  private mutating func share(
    _ key: String, in node: Node, or standard: String? = nil
  ) -> (share: Share, text: String)? {
    guard let text = node[key]?.text ?? standard, TextRule.percentage.accepts(text) else { return nil }
    guard let share = Share(percent: text) else {
      report("threshold.above_100", "A share of the time cannot be above 100 %, found `\(text)`", at: node[key] ?? node)
      return nil
    }
    return (share, text)
  }

  private mutating func checkTarget(_ target: Share, in node: Node) {
    guard target.numerator == 0 || target.numerator == target.denominator else { return }
    let isAll = target.numerator != 0
    report(
      "objective.no_budget",
      isAll ? "A target of all the time leaves no error budget" : "A target of 0% promises nothing",
      at: node["target"] ?? node,
      advice: isAll ? "Write 99.9%, or leave the objective out: the clause itself allows no exception." : nil)
  }

  private mutating func burn(_ node: Node?, window: Age) -> Objective.Burn? {
    let standard = Age(Objective.defaultBurnWindow).map { min($0, window) }
    guard let node else { return standard.map { Objective.Burn(over: $0) } }
    guard let over = node["over"] == nil ? standard : age("over", in: node) else { return nil }
    if over.seconds == 0 || over > window {
      report(
        "objective.burn_window", "`over` must be more than no time, and at most the window \(window)",
        at: node["over"] ?? node)
    }
    let (warn, block) = (rate("warn_above", in: node), rate("block_above", in: node))
    if let warn, let block, warn > block {
      report(
        "threshold.order", "`warn_above` is above `block_above`, so that it could never warn",
        at: node.entry("warn_above")?.key ?? node)
    }
    return Objective.Burn(over: over, warnAbove: warn, blockAbove: block)
  }

  private func rate(_ key: String, in node: Node) -> ExactDecimal? { node[key]?.text.flatMap { ExactDecimal($0) } }
}

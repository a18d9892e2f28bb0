import Contracts

extension ContractPair {
  /// How old the data may be, clock by clock: those that go by the same clock are one promise, others two.
  var freshnessDifferences: [ContractDifference] {
    var rest = before.freshness
    var lines: [ContractDifference] = []
    for later in after.freshness {
      let same = rest.firstIndex { words($0.clock, before) == words(later.clock, after) }
      lines += differences(same.map { rest.remove(at: $0) }, later)
    }
    return lines + rest.flatMap { differences($0, nil) }
  }

  private func differences(_ earlier: Freshness?, _ later: Freshness?) -> [ContractDifference] {
    let was = earlier.flatMap { freshness in before.clauses.first { $0.id == freshness.clauseID } }
    let now = later.flatMap { freshness in after.clauses.first { $0.id == freshness.clauseID } }
    let texts = (earlier.map { words($0, before) }, later.map { words($0, after) })
    let places = (was?.location ?? Self.top(before), now?.location ?? Self.top(after))
    let ages: Direction
    switch (earlier, later) {
    case (let earlier?, let later?): ages = order(earlier, later)
    case (nil, nil), (nil, _), (_, nil): ages = .neutral
    }
    let direction = Direction.clause(was, now, argument: ages)
    return changed(.freshness, "freshness", texts, at: places, direction, reason: reason(direction, was, now))
  }

  private func reason(_ direction: Direction, _ before: Clause?, _ after: Clause?) -> String {
    switch direction {
    case .neutral: "no limit that blocks has moved"
    case .weaker: after == nil ? "nobody promises how old the data is" : "older data passes than before"
    case .stronger: before == nil ? "data that is too old is refused" : "data must be younger than before"
    case .incomparable: "nobody can tell from the contracts which of them asks for more"
    }
  }

  private func order(_ before: Freshness, _ after: Freshness) -> Direction {
    var direction = Direction.neutral
    if let was = before.blockAfter, let now = after.blockAfter {
      direction = direction.and(.upperLimit(was.seconds, now.seconds))
    }
    switch (before.futureTolerance?.seconds ?? 0, after.futureTolerance?.seconds ?? 0) {
    case (let was, let now): direction = direction.and(.upperLimit(was, now))
    }
    if before.timeZone?.text != after.timeZone?.text || before.expected?.words != after.expected?.words {
      direction = direction.and(.incomparable)
    }
    return direction.and(order(before.objective, after.objective))
  }

  private func order(_ before: Objective?, _ after: Objective?) -> Direction {
    switch (before, after) {
    case (nil, nil): return .neutral
    case (nil, _): return .stronger
    case (_, nil): return .weaker
    case (let before?, let after?):
      let isOnlyTarget =
        before.window.seconds == after.window.seconds && before.maximumGap.seconds == after.maximumGap.seconds
        && before.maximumUnknown == after.maximumUnknown && before.burn == after.burn
      return isOnlyTarget ? Direction.share(before.target, after.target).reversed : .incomparable
    }
  }

  // MARK: Wording

  private func words(_ freshness: Freshness, _ contract: Contract) -> String {
    let ages: [(String, String?)] = [
      ("warn after", freshness.warnAfter?.text), ("block after", freshness.blockAfter?.text),
      ("future tolerance", freshness.futureTolerance?.text), ("zone", freshness.timeZone?.text),
      ("expected", freshness.expected?.words), ("objective", freshness.objective?.words),
    ]
    return ([words(freshness.clock, contract)] + ages.compactMap { name, text in text.map { "\(name) \($0)" } })
      .joined(separator: ", ")
  }

  private func words(_ clock: Freshness.Clock, _ contract: Contract) -> String {
    switch clock {
    case .field(let index): "field \(contract.fields[index].path)"
    case .manifest(let file, let pointer): "manifest \(file.text)\(pointer.text)"
    case .sources(let file, let pointer, let date): "sources \(file.text)\(pointer.text) \(date.text)"
    case .modificationTime: "mtime"
    }
  }
}

extension DueTimes {
  fileprivate var words: String {
    let times = secondsOfDay.map { second in
      [second / 3600, second / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
    let parts: [String?] = [
      days.map(\.rawValue).joined(separator: " "), times.joined(separator: " "), timeZone?.text,
      grace.map { "grace \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}

extension Objective {
  fileprivate var words: String {
    var text = "\(targetText) over \(window), gaps up to \(maximumGap), unknown up to \(maximumUnknownText)"
    if let warn = burn.warnAbove { text += ", burn warns above \(warn)" }
    if let block = burn.blockAbove { text += ", burn blocks above \(block)" }
    return text + (burn.warnAbove == nil && burn.blockAbove == nil ? "" : " over \(burn.over)")
  }
}

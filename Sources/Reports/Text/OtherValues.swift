import Contracts

/// The other values of a clause that asks for names somebody has to declare or to correct, so that a reader need not
/// run again for each: `others: S18, S19, …`.
struct OtherValues {
  private static let rules: Set<RuleID> = [.sourceUnknown, "cell.not_in_enum"]

  let clause: ClauseWording
  let width: Int

  /// What fits on one line; `nil` where all that is kept has one value, or values are masked.
  var line: String? {
    guard Self.rules.contains(clause.result.clause.rule) else { return nil }
    let values = distinctValues
    guard values.count > 1 else { return nil }
    var line = "others:"
    // Beyond the exemplars there may be more.
    let isComplete = clause.result.exemplars.count == clause.result.violationCount
    for (index, value) in values.enumerated().dropFirst() {
      let isLast = index == values.count - 1 && isComplete
      let longer = line + (index == 1 ? " " : ", ") + value
      guard longer.displayWidth + (isLast ? 0 : ", …".displayWidth) <= width else {
        return index == 1 ? nil : line + ", …"
      }
      line = longer
    }
    return isComplete ? line : line + ", …"
  }

  /// The first is the one that stands in the excerpt.
  private var distinctValues: [String] {
    var seen: Set<String> = []
    return clause.exemplars.compactMap { violation in
      guard case .text? = violation.value, let shown = violation.value?.shown else { return nil }
      return seen.insert(shown).inserted ? shown : nil
    }
  }
}

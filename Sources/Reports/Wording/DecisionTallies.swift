import Contracts

/// The files that decided, by the names of their options.
struct DecisionFiles {
  let named: [(name: String, file: FileReference)]

  init(_ basis: DecisionBasis) {
    let all = [
      ("policy", basis.policy), ("waivers", basis.waivers), ("baseline", basis.baseline), ("against", basis.against),
    ]
    named = all.compactMap { name, file in file.map { (name, $0) } }
  }
}

/// What became of waivers, baseline and the comparison, a line each.
struct DecisionTallies {
  let lines: [(name: String, text: String)]

  init(_ decision: Decision) {
    let all = [
      ("waivers", decision.waivers?.phrase), ("baseline", decision.baseline?.phrase),
      ("against", decision.comparison?.phrase),
    ]
    lines = all.compactMap { name, text in text.map { (name, $0) } }
  }
}

extension WaiverTally {
  /// `3: 1 used, 1 unused, 1 expired`, of which only what there is.
  fileprivate var phrase: String {
    let parts = [
      ("used", used), ("exceeded", exceeded), ("unused", unused), ("expired", expired), ("ending soon", ending),
    ]
    let told = parts.filter { $0.1 > 0 }.map { "\(Amount.grouped($0.1)) \($0.0)" }
    return Amount.grouped(count) + (told.isEmpty ? "" : ": \(told.joined(separator: ", "))")
  }
}

extension BaselineTally {
  /// `12 violations of 2 clauses accepted, 1 clause exceeded, 3 more than there are`
  fileprivate var phrase: String {
    var parts = ["\(Amount.counted(accepted, "violation")) of \(Amount.counted(used, "clause")) accepted"]
    if exceeded > 0 { parts.append("\(Amount.counted(exceeded, "clause")) exceeded") }
    if slack > 0 { parts.append("could be lowered by \(Amount.grouped(slack))") }
    return parts.joined(separator: ", ")
  }
}

extension Comparison {
  /// `3 new, 12 already there, 4 gone`
  fileprivate var phrase: String {
    "\(Amount.grouped(introduced)) new, \(Amount.grouped(alreadyThere)) already there, \(Amount.grouped(gone)) gone"
  }
}

extension ClauseChange {
  /// `3 new, 9 already there`
  var phrase: String {
    guard let before else { return "the earlier result did not judge this clause" }
    let there = max(0, after - introduced)
    let gone = max(0, before - there)
    let parts = [
      introduced > 0 ? "\(isExact ? "" : "at least ")\(Amount.grouped(introduced)) new" : nil,
      there > 0 ? "\(Amount.grouped(there)) already there" : nil, gone > 0 ? "\(Amount.grouped(gone)) gone" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

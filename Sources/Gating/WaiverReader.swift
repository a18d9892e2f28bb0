import Contracts
import Markup

/// `waivers.yaml` → waivers, with every problem in one go.
package struct WaiverReader {
  private var reading: MarkupReading
  private let policy: Policy?
  private let now: Instant

  /// Reads the bytes of a waiver file; `nil` as soon as there is an error.
  ///
  /// `file` is the path to show. A waiver that expires later than the policy's `max_days` from `now` is an error; one
  /// that has expired is none, since a file must not become invalid overnight: the gate tells.
  package static func read(
    _ bytes: [UInt8], file: String, policy: Policy?, now: Instant
  ) -> (waivers: [Waiver]?, diagnostics: [Diagnostic]) {
    var reader = WaiverReader(reading: MarkupReading(file: file), policy: policy, now: now)
    let waivers = reader.waivers(bytes)
    return (reader.reading.hasErrors ? nil : waivers, reader.reading.diagnostics.sorted())
  }

  private mutating func waivers(_ bytes: [UInt8]) -> [Waiver]? {
    let keys = PolicyGrammar.waivers
    guard let root = reading.root(of: bytes, what: "waivers"),
      let values = reading.mapping(root, "a waiver file", keys: keys, required: keys)
    else { return nil }
    reading.version(root, "assay_waivers")
    var firsts: [ClauseID: Int] = [:]
    let items = values["waivers"].flatMap { reading.sequence($0, "`waivers`") } ?? []
    return items.compactMap { item in
      guard let waiver = waiver(item) else { return nil }
      if let first = firsts[waiver.clause] {
        reading.report(
          "waiver.duplicate", "\(waiver.clause) is waived already in line \(first)", at: item, kind: .semantic)
      } else {
        firsts[waiver.clause] = item.line
      }
      return waiver
    }
  }

  private mutating func waiver(_ node: Node) -> Waiver? {
    let keys = PolicyGrammar.waiver
    guard let values = reading.mapping(node, "a waiver", keys: keys, required: keys) else { return nil }
    // All are read before any is missed, so that every problem is found.
    let clause = values["clause"].flatMap { reading.clauseID($0) }
    let ceiling = values["ceiling"].flatMap { self.ceiling($0) }
    let reason = values["reason"].flatMap { reading.text($0, "`reason`") }
    let owner = values["owner"].flatMap { reading.text($0, "`owner`") }
    let issue = values["issue"].flatMap { reading.text($0, "`issue`") }
    let expires = values["expires"].flatMap { date($0) }
    guard let clause, let ceiling, let reason, let owner, let issue, let expires else { return nil }
    return Waiver(
      clause: clause, ceiling: ceiling, reason: reason, owner: owner, issue: issue, expires: expires,
      location: reading.location(node))
  }

  private mutating func ceiling(_ node: Node) -> Limit? {
    if let count = node.integer, count >= 0 { return .count(count) }
    if let text = node.text, let share = Share(percent: text) { return .share(share, text: text) }
    reading.report(
      "value.wrong_form", "`ceiling` must be a count or a percentage of the records, such as 10 or 0.5%", at: node)
    return nil
  }

  private mutating func date(_ node: Node) -> CivilDate? {
    guard let date = reading.date(node, "`expires`") else { return nil }
    checkIsSoonEnough(date, at: node)
    return date
  }

  private mutating func checkIsSoonEnough(_ date: CivilDate, at node: Node) {
    guard let policy, let days = policy.maximumWaiverDays else { return }
    let latest = now.daysSinceEpoch + Int64(days)
    guard date.daysSinceEpoch > latest else { return }
    reading.report(
      "waiver.too_long", "the waiver would hold for more than the \(days) days that \(policy.file) allows", at: node,
      kind: .semantic, advice: "no later than \(CivilDate(daysSinceEpoch: latest))")
  }
}

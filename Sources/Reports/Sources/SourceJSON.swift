import Contracts

/// The sources as JSON: what a result holds of them, in the order of the table, with totals.
struct SourceJSON {
  /// Grows when a reader of the old format would misread the new one.
  static let formatVersion = 1

  private let list: SourceList

  init(_ list: SourceList) { self.list = list }

  func value(of contract: Contract, now: Instant) -> JSONValue {
    let usage = list.usage
    return .object([
      "assay_source_list": Self.formatVersion.json, "contract": contract.id.json, "version": contract.version?.json,
      "now": now.json, "manifest": usage.files.json, "license": usage.license?.json, "problem": usage.problem?.json,
      "is_masked": usage.isMasked ? true.json : nil, "record_count": list.recordCount.json,
      "undeclared_count": usage.undeclaredCount.json, "missing_count": usage.missingCount.json,
      "has_too_many_undeclared": usage.hasTooManyUndeclared ? true.json : nil,
      "sources": .array(list.rows.map(object)), "undeclared": usage.undeclared.json,
    ])
  }

  private func object(_ row: SourceList.Row) -> JSONValue {
    guard case .object(let members) = row.tally.json else { return row.tally.json }
    let age = row.ageSeconds.map { JSONValue.Member(name: "age_seconds", value: Int($0).json) }
    return .object(members + [age].compactMap { $0 })
  }
}

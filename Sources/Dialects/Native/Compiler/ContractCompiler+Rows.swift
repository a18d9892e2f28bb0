import Contracts
import Markup

extension ContractCompiler {
  mutating func rowBounds() -> RowBounds {
    let rows = root["rows"]
    let perFile = rows?["per_file"]
    let bounds = RowBounds(
      minimum: bound("min", in: rows, rule: "rows.too_few"), maximum: bound("max", in: rows, rule: "rows.too_many"),
      perFileMinimum: bound("min", in: perFile, rule: "file.too_few_rows"),
      perFileMaximum: bound("max", in: perFile, rule: "file.too_many_rows"))
    checkOrder(bounds.minimum, bounds.maximum, in: rows)
    checkOrder(bounds.perFileMinimum, bounds.perFileMaximum, in: perFile)
    return bounds
  }

  private mutating func bound(_ key: String, in rows: Node?, rule: RuleID) -> Int? {
    guard let entry = rows?.entry(key) else { return nil }
    let written = Written(entry)
    guard let count = written.value?.integer, count >= 0 else { return nil }
    add(
      rule, keyword: "rows", argument: .count(count), measure: .dataset, options: written.options, at: written.key)
    return count
  }

  private mutating func checkOrder(_ minimum: Int?, _ maximum: Int?, in rows: Node?) {
    guard let minimum, let maximum, minimum > maximum, let place = rows?.entry("min")?.key else { return }
    report("bounds.empty", "`min` \(minimum) is above `max` \(maximum), so that no data could pass", at: place)
  }
}

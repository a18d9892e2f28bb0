import Contracts
import Markup

extension ContractCompiler {
  /// What a field, or `csv`, says about spellings.
  func spelling(_ node: Node) -> Spelling {
    var spelling = Spelling()
    spelling.layout = node["layout"]?.text
    spelling.decimalMark = node["decimal_mark"]?.text
    spelling.groupMark = node["group_mark"]?.text
    spelling.trueSpellings = node["true"].map(texts)
    spelling.falseSpellings = node["false"].map(texts)
    spelling.missing = node["missing"].map(texts)
    spelling.trim = node["trim"]?.flag
    spelling.zone = node["zone"]?.text.flatMap(Spelling.Zone.init)
    return spelling
  }

  mutating func checkMarks(_ spelling: Spelling, at node: Node) {
    let decimalMark = spelling.decimalMark ?? "."
    if spelling.groupMark == decimalMark {
      report(
        "spelling.ambiguous", "`group_mark` and `decimal_mark` are both `\(decimalMark)`",
        at: node["group_mark"] ?? node["decimal_mark"] ?? node)
    }
    let isFalse = Set(spelling.falseSpellings ?? [])
    if let both = spelling.trueSpellings?.first(where: isFalse.contains) {
      report(
        "spelling.ambiguous", "`\(both)` is spelled both true and false", at: node["true"] ?? node["false"] ?? node)
    }
  }

  /// A spelling that the field's type never reads would be a promise that nobody keeps.
  mutating func checkSpelling(of field: Field, at node: Node) {
    let type = field.type
    let isRead: [(key: String, isRead: Bool)] = [
      ("layout", type.isTemporal), ("zone", type == .timestamp),
      ("decimal_mark", type.isNumeric), ("group_mark", type.isNumeric),
      ("true", type == .boolean), ("false", type == .boolean),
    ]
    for (key, isRead) in isRead where !isRead {
      guard let place = node.entry(key)?.key else { continue }
      report("keyword.wrong_type", "`\(key)` says nothing about type \(type.rawValue)", at: place)
    }
    if let layout = node["layout"], layout.text?.hasPrefix("epoch_") == true, type.isTemporal, type != .timestamp {
      report("keyword.wrong_type", "Seconds since 1970 are a timestamp, not a \(type.rawValue)", at: layout)
    }
    if ["group_mark", "decimal_mark", "true", "false"].contains(where: { node.entry($0) != nil }) {
      checkMarks(field.spelling, at: node)
    }
  }
}

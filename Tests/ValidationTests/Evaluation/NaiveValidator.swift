/// A slow validator of a small part of the language, written from its description alone.
///
/// It holds everything in memory, reads one byte after another and shares no code with the product.
struct NaiveValidator {
  /// One field and what is asked of it; `nil` asks for nothing.
  struct Rule {
    var name: String
    var type: String
    var isRequired = false
    var allowed: [String]?
    var minimum: String?
    var maximum: String?
    var minLength: Int?
    var maxLength: Int?
    var isUnique = false
    var order: String?
  }

  /// A value as it stands in the data.
  enum Value: Equatable {
    case absent, null
    case text(String)
    /// A JSON token that is no string.
    case number(String)
  }

  struct Record {
    var number: Int
    var offset: Int
    var line: Int
    var values: [Value]
  }

  struct Finding: Equatable, CustomStringConvertible {
    var count = 0
    var firstRecord: Int?
    var firstLine: Int?
    var firstOffset: Int?

    mutating func add(_ record: Record) {
      if count == 0 { (firstRecord, firstLine, firstOffset) = (record.number, record.line, record.offset) }
      count += 1
    }

    var description: String {
      "\(count) violations, first record \(firstRecord ?? 0), line \(firstLine ?? 0), offset \(firstOffset ?? -1)"
    }
  }

  var rules: [Rule]
  var keys: [[Int]]
  var isJSON: Bool

  /// Findings by the end of the clause's identity.
  func validate(_ records: [Record]) -> [String: Finding] {
    var findings: [String: Finding] = [:]
    for (field, rule) in rules.enumerated() {
      let (name, type) = (rule.name, rule.type)
      var seen: Set<[UInt8]> = []
      var last: String?
      func note(_ clause: String, _ record: Record, if isViolated: Bool) {
        if isViolated { findings["\(name)/\(clause)", default: Finding()].add(record) }
      }
      for record in records {
        let value = record.values[field]
        if isNull(value) {
          note("cell.missing", record, if: rule.isRequired)
          continue
        }
        guard let text = valid(value, type) else {
          note("cell.wrong_type", record, if: true)
          continue
        }
        if let allowed = rule.allowed { note("cell.not_in_enum", record, if: !allowed.contains { compare($0, text, type) == 0 }) }
        if let minimum = rule.minimum { note("cell.below_minimum", record, if: compare(text, minimum, type) < 0) }
        if let maximum = rule.maximum { note("cell.above_maximum", record, if: compare(text, maximum, type) > 0) }
        let length = text.unicodeScalars.count
        if let minimum = rule.minLength { note("cell.too_short", record, if: length < minimum) }
        if let maximum = rule.maxLength { note("cell.too_long", record, if: length > maximum) }
        if rule.isUnique { note("column.duplicate_value", record, if: !seen.insert(canonical(text, type)).inserted) }
        if let order = rule.order {
          if let last {
            let step = compare(text, last, type)
            note("column.unsorted", record, if: order == "strict" ? step <= 0 : step < 0)
          }
          last = text
        }
      }
    }
    for (number, fields) in keys.enumerated() {
      var seen: Set<[[UInt8]]> = []
      for record in records {
        var key: [[UInt8]] = []
        for field in fields where !isNull(record.values[field]) {
          if let text = valid(record.values[field], rules[field].type) { key.append(canonical(text, rules[field].type)) }
        }
        guard key.count == fields.count else { continue }
        if !seen.insert(key).inserted { findings["key\(number)", default: Finding()].add(record) }
      }
    }
    return findings
  }

  private func isNull(_ value: Value) -> Bool {
    switch value {
    case .absent, .null: true
    case .text(let text): !isJSON && text.isEmpty
    case .number: false
    }
  }

  /// The text of a value of its type; `nil` when it is none.
  private func valid(_ value: Value, _ type: String) -> String? {
    switch (value, type) {
    case (.text(let text), "string"): return text
    case (.number(let text), "integer"): return parts(text).flatMap { $0.decimals.isEmpty ? text : nil }
    case (.number(let text), "decimal"): return parts(text) == nil ? nil : text
    case (.text(let text), "integer"):
      guard !isJSON, !text.contains("."), parts(text) != nil else { return nil }
      return text
    case (.text(let text), "decimal"): return isJSON || parts(text) == nil ? nil : text
    default: return nil
    }
  }

  /// A number's digits without zeros that say nothing; `nil` when it is none.
  private func parts(_ text: String) -> (isNegative: Bool, whole: String, decimals: String)? {
    var rest = Substring(text)
    var isNegative = false
    if let sign = rest.first, sign == "+" || sign == "-" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    let pieces = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count <= 2, pieces.contains(where: { !$0.isEmpty }) else { return nil }
    for piece in pieces { for c in piece.unicodeScalars where !("0"..."9").contains(c) { return nil } }
    var whole = String(pieces[0].drop { $0 == "0" })
    var decimals = pieces.count == 2 ? String(pieces[1]) : ""
    while decimals.last == "0" { decimals.removeLast() }
    if whole.isEmpty { whole = "0" }
    return (isNegative && !(whole == "0" && decimals.isEmpty), whole, decimals)
  }

  /// As bytes, since equal strings of Swift may differ in those.
  private func canonical(_ text: String, _ type: String) -> [UInt8] {
    guard type != "string", let parts = parts(text) else { return Array(text.utf8) }
    return Array(((parts.isNegative ? "-" : "") + parts.whole + "." + parts.decimals).utf8)
  }

  private func compare(_ a: String, _ b: String, _ type: String) -> Int {
    guard type != "string", let x = parts(a), let y = parts(b) else { return order(Array(a.unicodeScalars), Array(b.unicodeScalars)) }
    if x.isNegative != y.isNegative { return x.isNegative ? -1 : 1 }
    var size = x.whole.count - y.whole.count
    if size == 0 { size = order(Array(x.whole.unicodeScalars), Array(y.whole.unicodeScalars)) }
    if size == 0 { size = order(Array(x.decimals.unicodeScalars), Array(y.decimals.unicodeScalars)) }
    return x.isNegative ? -size : size
  }

  private func order(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    for (x, y) in zip(a, b) where x != y { return x < y ? -1 : 1 }
    return a.count - b.count
  }
}

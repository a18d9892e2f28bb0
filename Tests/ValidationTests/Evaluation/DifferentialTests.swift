import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// The tool against a slow validator that shares nothing with it, on random data and contracts.
@Suite struct DifferentialTests {
  /// One case, all of it from its seed.
  private struct RandomCase {
    var generator: SeededGenerator
    let isJSON: Bool
    var rules: [NaiveValidator.Rule] = []
    var keys: [[Int]] = []
    var text: [UInt8] = []
    var records: [NaiveValidator.Record] = []
    var minimumRows = 0

    static let numbers = ["0", "-0", "1", "01", "+1", "1.0", "1.00", ".5", "5.", "-.5", "2", "10", "9", "-3", "1.25", "99999999999999999999",
      "99999999999999999999.5", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "0.000000000000000000001"]
    static let jsonNumbers = numbers.filter { $0.first != "+" && $0.first != "." && $0.last != "." && $0 != "01" && $0 != "-.5" }
    static let words = ["a", "b", "ab", "B", "\u{E9}", "e\u{301}", "日本", "a,b", "say \"x\"", "two\nlines", "crlf\r\nline", " a", "", "x", "z", "𝄞", "1"]

    init(seed: UInt64) {
      generator = SeededGenerator(state: seed)
      isJSON = seed % 2 == 1
      for field in 0..<Int.random(in: 1...4, using: &generator) { rules.append(rule("f\(field)")) }
      if rules.count > 1 {
        keys = [[0, 1]]
        if Bool.random(using: &generator) { keys.append(Array(rules.indices.reversed())) }
      }
      minimumRows = Int.random(in: 0...20, using: &generator)
      write()
    }

    private mutating func maybe() -> Bool { Int.random(in: 0..<3, using: &generator) == 0 }
    private mutating func pick<T>(_ from: [T]) -> T { from[Int.random(in: 0..<from.count, using: &generator)] }

    private mutating func rule(_ name: String) -> NaiveValidator.Rule {
      var rule = NaiveValidator.Rule(name: name, type: pick(["string", "integer", "decimal"]))
      let isText = rule.type == "string"
      let whole = ["0", "1", "-3", "10", "99999999999999999999", "9223372036854775807"]
      let bounds = isText ? ["a", "b", "é", "日本"] : rule.type == "integer" ? whole : whole + ["1.25", "0.5", "99999999999999999999.5"]
      rule.isRequired = maybe()
      if maybe() { rule.allowed = Array(Set((0..<3).map { _ in pick(bounds) })).sorted() }
      if maybe() { rule.minimum = pick(bounds) } else if maybe() { rule.maximum = pick(bounds) }
      if isText, maybe() { rule.minLength = Int.random(in: 0...3, using: &generator) }
      else if isText, maybe() { rule.maxLength = Int.random(in: 0...3, using: &generator) }
      rule.isUnique = maybe()
      if maybe() { rule.order = pick(["ascending", "strict"]) }
      return rule
    }

    /// A few pools make copies likely.
    private mutating func value(_ rule: NaiveValidator.Rule) -> NaiveValidator.Value {
      if isJSON {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .absent
        case 1: return .null
        case 2: return .text(pick(Self.words))
        case 3: return .number(pick(Self.jsonNumbers))
        default: return rule.type == "string" ? .text(pick(Self.words)) : .number(pick(Self.jsonNumbers))
        }
      }
      return .text(maybe() ? pick(Self.words) : pick(rule.type == "string" ? Self.words : Self.numbers))
    }

    private mutating func write() {
      let terminator = isJSON || Bool.random(using: &generator) ? "\n" : "\r\n"
      if Bool.random(using: &generator) { text += [0xEF, 0xBB, 0xBF] }
      if !isJSON { text += Array((rules.map(\.name).joined(separator: ",") + terminator).utf8) }
      var line = isJSON ? 1 : 2
      let count = Int.random(in: 0...25, using: &generator)
      for number in 0..<count {
        var values = rules.indices.map { value(rules[$0]) }
        // A record that is one empty cell is a blank one.
        if !isJSON, values == [.text("")] { values = [.text("x")] }
        records.append(.init(number: number + 1, offset: text.count, line: line, values: values))
        let last = number == count - 1 && Bool.random(using: &generator)
        let bytes = Array((isJSON ? document(values) : cells(values)).utf8) + Array(last ? "".utf8 : terminator.utf8)
        line += bytes.count { $0 == 0x0A }
        text += bytes
      }
    }

    private mutating func cells(_ values: [NaiveValidator.Value]) -> String {
      values.map { value in
        guard case .text(let text) = value else { return "" }
        let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard needsQuotes || maybe() else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
      }.joined(separator: ",")
    }

    private func document(_ values: [NaiveValidator.Value]) -> String {
      var members: [String] = []
      for (rule, value) in zip(rules, values) {
        switch value {
        case .absent: continue
        case .null: members.append("\"\(rule.name)\": null")
        case .number(let text): members.append("\"\(rule.name)\": \(text)")
        case .text(let text):
          let escaped = text.unicodeScalars.map { $0 == "\"" ? "\\\"" : $0 == "\n" ? "\\n" : $0 == "\r" ? "\\u000d" : String($0) }
          members.append("\"\(rule.name)\":\"\(escaped.joined())\"")
        }
      }
      return "{\(members.joined(separator: ","))}"
    }

    var contract: String {
      let fields = rules.map { rule -> String in
        var parts = ["name: \(rule.name)", "type: \(rule.type)"]
        if rule.isRequired { parts.append("required: true") }
        if let allowed = rule.allowed { parts.append("enum: ['\(allowed.joined(separator: "', '"))']") }
        if let minimum = rule.minimum { parts.append("minimum: '\(minimum)'") }
        if let maximum = rule.maximum { parts.append("maximum: '\(maximum)'") }
        if let minimum = rule.minLength { parts.append("min_length: \(minimum)") }
        if let maximum = rule.maxLength { parts.append("max_length: \(maximum)") }
        if rule.isUnique { parts.append("unique: true") }
        if let order = rule.order { parts.append("sorted: \(order)") }
        return "  - { \(parts.joined(separator: ", ")) }"
      }
      let checks = keys.enumerated().map { number, fields in
        "  - { unique: [\(fields.map { rules[$0].name }.joined(separator: ", "))], id: key\(number) }"
      }
      return """
        assay: 1
        id: d
        data: { files: \(isJSON ? "a.jsonl" : "a.csv") }
        rows: { min: \(minimumRows) }
        fields:
        \(fields.joined(separator: "\n"))
        \(checks.isEmpty ? "" : "checks:\n" + checks.joined(separator: "\n"))
        """
    }
  }

  private func found(_ clause: ClauseResult) -> NaiveValidator.Finding {
    let first = clause.exemplars.first?.position
    return .init(
      count: clause.violationCount, firstRecord: first?.record, firstLine: first?.line, firstOffset: first?.offset)
  }

  @Test func theToolFindsWhatTheSlowValidatorFinds() throws {
    let start = UInt64.random(in: 0...1_000_000)
    var violations = 0
    for seed in start..<(start + 600) {
      let random = RandomCase(seed: seed)
      let expected = NaiveValidator(rules: random.rules, keys: random.keys, isJSON: random.isJSON).validate(random.records)
      let options = EvaluationOptions(
        now: testClock, threadCount: Int(seed % 3) + 1, blockBytes: [1, 20, 100, 1 << 16][Int(seed / 2 % 4)],
        reader: seed % 5 == 0 ? .plain : .simd)
      let result = try evaluate(
        random.contract, [random.isJSON ? "a.jsonl" : "a.csv": random.text], options: options)
      #expect(result.recordCount == random.records.count, "seed \(seed)")
      #expect(result.malformedCount == 0, "seed \(seed)")
      let tooFew = result.clause("rows.too_few")?.status == .failed
      #expect(tooFew == (random.records.count < random.minimumRows), "seed \(seed)")
      let judged: Set<RuleID> = [
        "cell.missing", "cell.wrong_type", "cell.not_in_enum", "cell.below_minimum", "cell.above_maximum",
        "cell.too_short", "cell.too_long", "column.duplicate_value", "column.unsorted", "record.duplicate_key",
      ]
      for clause in result.clauses where judged.contains(clause.clause.rule) {
        let name = String(clause.clause.id.rawValue.dropFirst(2))
        let wanted = expected[name] ?? .init()
        violations += wanted.count
        #expect(found(clause) == wanted, "seed \(seed): \(name)\n\(random.contract)\n\(visible(random.text))")
      }
    }
    #expect(violations > 1000)
  }
}

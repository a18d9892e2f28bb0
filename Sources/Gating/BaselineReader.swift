import Contracts
import Markup

/// `assay.baseline.yaml` → `Baseline`, with every problem in one go.
package struct BaselineReader {
  private var reading: MarkupReading

  /// Reads the bytes of a baseline; `nil` as soon as there is an error. `file` is the path to show.
  package static func read(_ bytes: [UInt8], file: String) -> (baseline: Baseline?, diagnostics: [Diagnostic]) {
    var reader = BaselineReader(reading: MarkupReading(file: file))
    let baseline = reader.baseline(bytes)
    return (reader.reading.hasErrors ? nil : baseline, reader.reading.diagnostics.sorted())
  }

  private mutating func baseline(_ bytes: [UInt8]) -> Baseline? {
    let keys = PolicyGrammar.baseline
    guard let root = reading.root(of: bytes, what: "baseline"),
      let values = reading.mapping(root, "a baseline", keys: keys, required: keys)
    else { return nil }
    reading.version(root, "assay_baseline")
    let tool = values["tool"].flatMap { reading.text($0, "`tool`") }
    let date = values["date"].flatMap { reading.date($0, "`date`") }
    let items = values["clauses"].flatMap { reading.sequence($0, "`clauses`") } ?? []
    let entries = items.compactMap { entry($0) }
    checkAreDistinct(entries, items)
    guard let tool, let date else { return nil }
    return Baseline(file: reading.file, tool: tool, date: date, entries: entries)
  }

  private mutating func checkAreDistinct(_ entries: [Baseline.Entry], _ nodes: [Node]) {
    var firsts: [ClauseID: Int] = [:]
    for entry in entries {
      if let first = firsts[entry.clause], let node = nodes.first(where: { $0.line == entry.location.line }) {
        reading.report(
          "baseline.duplicate", "\(entry.clause) stands in line \(first) already", at: node, kind: .semantic,
          advice: "keep the lower count of the two")
      }
      if firsts[entry.clause] == nil { firsts[entry.clause] = entry.location.line }
    }
  }

  private mutating func entry(_ node: Node) -> Baseline.Entry? {
    let keys = PolicyGrammar.baselineEntry
    guard let values = reading.mapping(node, "an entry", keys: keys, required: keys) else { return nil }
    let clause = values["clause"].flatMap { reading.clauseID($0) }
    let violations = values["violations"].flatMap { count($0) }
    guard let clause, let violations else { return nil }
    return Baseline.Entry(clause, violations: violations, location: reading.location(node))
  }

  private mutating func count(_ node: Node) -> Int? {
    guard let count = node.integer, count >= 1 else {
      reading.report(
        "value.wrong_form", "`violations` must be a count of at least 1", at: node,
        advice: "an entry without violations is not needed; remove it")
      return nil
    }
    return count
  }
}

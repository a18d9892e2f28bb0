import Contracts
import Foundation
import Testing
import TestSupport
import Validation

/// The pages of `docs/rules`, every example executed. `ASSAY_UPDATE_GOLDENS=1` writes results and the index anew.
@Suite struct RulePagesTests {
  private static let updates = ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1"

  @Test func everyRuleHasAPageAndEveryPageARule() throws {
    #expect(try RulePage.all().map(\.rule) == Set(Catalog.rules).sorted())
  }

  @Test(arguments: Set(Catalog.rules).sorted())
  func everyExampleEndsAsPrinted(rule: RuleID) throws {
    var page = try RulePage(file: "\(rule).md")
    if Self.updates {
      let results = try page.examples.map { try outcome(of: $0, rule).lines }
      try page.rewritten(results).write(toFile: path(rule), atomically: true, encoding: .utf8)
      page = try RulePage(file: "\(rule).md")
    }
    for example in page.examples {
      #expect(try outcome(of: example, rule).lines == example.result, "\(example.place)")
    }
  }

  @Test(arguments: Set(Catalog.rules).sorted())
  func everyPageShowsTheRuleFailingAndPassing(rule: RuleID) throws {
    let outcomes = try RulePage(file: "\(rule).md").examples.map { try outcome(of: $0, rule) }
    #expect(outcomes.contains { $0.fails }, "no example fails")
    #expect(outcomes.contains { $0.passes }, "no example passes")
  }

  @Test(arguments: Set(Catalog.rules).sorted())
  func everyPageHasTheSameParts(rule: RuleID) throws {
    let lines = try RulePage(file: "\(rule).md").lines
    #expect(lines.first == "# `\(rule)`")
    let headings = lines.filter { $0.hasPrefix("## ") }
    for part in ["## In the contract", "## Fix or accept it", "## What counts", "## Fails", "## Passes"] {
      #expect(headings.contains(part), "\(part) is missing")
    }
  }

  @Test(arguments: FaultKind.allCases)
  func everyFaultHasASectionWithAnExample(kind: FaultKind) throws {
    let page = try RulePage(file: "record.malformed.md")
    let start = try #require(page.lines.firstIndex(of: "### `\(kind.name)`"), "no section")
    let end = page.lines[(start + 1)...].firstIndex { $0.hasPrefix("##") } ?? page.lines.count
    let examples = page.examples.filter { (start..<end).contains($0.resultLines.lowerBound) }
    let found = try examples.flatMap { try outcome(of: $0, page.rule).result.clauses.flatMap(\.exemplars) }
    #expect(found.contains { $0.kind == kind.name }, "no example shows it")
  }

  @Test func theIndexNamesEveryRule() throws {
    let path = RulePage.folder + "/README.md"
    var lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "| Rule | Asked for by | What must hold |"))
    let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.count
    if Self.updates {
      lines.replaceSubrange(start..<end, with: RuleIndex.table)
      try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(Array(lines[start..<end]) == RuleIndex.table)
    }
  }

  private func outcome(of example: RuleExample, _ rule: RuleID) throws -> RuleOutcome {
    let (result, decision) = try example.run()
    return RuleOutcome(rule: rule, result: result, decision: decision)
  }

  private func path(_ rule: RuleID) -> String { "\(RulePage.folder)/\(rule).md" }
}

/// The table of `docs/rules/README.md`, from the catalog.
private enum RuleIndex {
  static var table: [String] {
    ["| Rule | Asked for by | What must hold |", "|---|---|---|"]
      + rows.sorted { $0.rule < $1.rule }.map { "| [`\($0.rule)`](\($0.rule).md) | \($0.word) | \($0.summary) |" }
  }

  private static var rows: [(rule: RuleID, word: String, summary: String)] {
    Catalog.vocabulary.map { keyword in
      (keyword.rule, keyword.place == .field ? "`\(keyword.name)`" : "`checks: \(keyword.name)`", keyword.summary)
    } + Catalog.impliedRules.map { ($0.rule, "the contract as a whole", $0.summary) }
  }
}

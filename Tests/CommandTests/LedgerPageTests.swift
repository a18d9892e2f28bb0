import Foundation
import TestSupport
import Testing

/// Every command of `docs/ledger.md`, in its order.
@Suite struct LedgerPageTests {
  /// The blocks of the page, with the word after `sh`.
  private func blocks() throws -> [(kind: String, text: String)] {
    var blocks: [(String, String)] = []
    for part in try Repository.text("docs/ledger.md").components(separatedBy: "\n```sh").dropFirst() {
      let lines = part.components(separatedBy: "\n```")[0].split(separator: "\n", maxSplits: 1)
      let hasKind = part.hasPrefix(" ")
      blocks.append((hasKind ? String(lines[0].dropFirst()) : "", hasKind ? String(lines[1]) : lines.joined(separator: "\n")))
    }
    return blocks
  }

  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench()
    let blocks = try blocks()
    #expect(blocks.count >= 12 && blocks.count { $0.kind == "recipe" } >= 5)
    // One shell for all, since later commands use what earlier ones set.
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (index, block) in blocks.enumerated() { script += "\(block.text)\necho '== \(index)'\n" }
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    var rest = run.output[...]
    for (index, block) in blocks.enumerated() {
      let end = try #require(rest.range(of: "== \(index)\n"), "block \(index) did not run:\n\(block.text)\n\(rest)")
      let output = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      if block.kind == "recipe" { #expect(output.split(separator: "\n").count >= 2, "no row:\n\(block.text)\n\(output)") }
    }
    let hashes = run.output.split(separator: "\n").filter { $0.hasSuffix("  -") || $0.hasPrefix("sha256:") }
    #expect(hashes.count == 2 && hashes[1].dropFirst(7) == hashes[0].prefix(64), "\(hashes)")
  }

  /// The table of the page has the columns that the views have.
  @Test func thePageHasEveryColumn() throws {
    let bench = try Bench()
    _ = try bench.run("ledger", "init", "--ledger", "l.db")
    let page = try Repository.text("docs/ledger.md")
    let start = try #require(page.range(of: "| View | One row for each | Columns |\n|---|---|---|\n"))
    let table = page[start.upperBound...].components(separatedBy: "\n\n")[0]
    let rows = table.split(separator: "\n").map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    #expect(rows.count == 23)
    for row in rows {
      let view = row[0].filter { $0 != "`" }
      let header = try bench.run("ledger", "query", "SELECT * FROM \(view)", "--format", "csv", "--ledger", "l.db").output
      #expect(header == row[2].replacingOccurrences(of: ", ", with: ",") + "\n", "\(view)")
    }
  }
}

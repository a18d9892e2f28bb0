import Contracts
import Markup
import Provenance
import Reports

/// `assay ledger show`: one entry, whole.
enum LedgerShowCommand: Command {
  static let description = CommandDescription(
    name: "ledger show", summary: "Show one entry, whole.", operands: "ENTRY",
    options: [
      LedgerCommand.ledger,
      OptionDescription("json", "print the entry's bytes, of which its digest is the SHA-256, and no line break"),
    ],
    discussion: """
      An entry is its number, or its digest or the first digits of it, 8 or more.

      Exit codes: 0, 2 the ledger cannot be read, or there is no such entry.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else {
      throw UsageError(message: "expected one entry", advice: "`assay ledger log` lists them by number")
    }
    let path = try LedgerPlace.required(arguments)
    return try LedgerCommand.run { () throws(LedgerError) in
      let entry = try Ledger(path, .reading).entry(arguments.operands[0])
      if arguments.has("json") {
        entry.bytes.withUnsafeBytes { _ = Output.write($0, to: 1) }
      } else {
        Output.print("entry \(entry.reference.sequence), \(entry.reference.digest)\n" + (try outline(entry)))
      }
      return 0
    }
  }

  /// Everything that the entry holds, a line for each value.
  private static func outline(_ entry: StoredEntry) throws(LedgerError) -> String {
    let node: Node
    do throws(MarkupProblem) { node = try JSON.parse(entry.bytes) } catch {
      throw LedgerError(.broken, "entry \(entry.reference.sequence) is no JSON: \(error.message)")
    }
    var lines: [String] = []
    write(node, depth: 1, to: &lines)
    return lines.map { $0 + "\n" }.joined()
  }

  private static func write(_ node: Node, depth: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    for entry in node.entries ?? [] {
      let name = entry.name.harmless
      if let text = entry.value.text {
        lines.append("\(indent)\(name): \(text.harmless)")
      } else if let items = entry.value.items {
        write(items, named: name, depth: depth, to: &lines)
      } else {
        lines.append("\(indent)\(name):")
        write(entry.value, depth: depth + 1, to: &lines)
      }
    }
  }

  private static func write(_ items: [Node], named name: String, depth: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    guard !items.isEmpty else { return lines.append("\(indent)\(name): none") }
    lines.append("\(indent)\(name):")
    for item in items {
      if let text = item.text {
        lines.append("\(indent)  - \(text.harmless)")
        continue
      }
      var inner: [String] = []
      write(item, depth: depth + 2, to: &inner)
      if let first = inner.first { inner[0] = "\(indent)  - \(first.drop { $0 == " " })" }
      lines += inner
    }
  }
}

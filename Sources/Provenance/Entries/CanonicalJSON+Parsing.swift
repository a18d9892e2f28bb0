import Contracts
import Markup

extension CanonicalJSON {
  /// Reads a value in any spelling.
  static func anyNode(_ bytes: [UInt8]) throws(EntryProblem) -> Node {
    do throws(MarkupProblem) { return try JSON.parse(bytes) } catch {
      throw EntryProblem(message: "the bytes are no JSON: \(error.message)")
    }
  }

  /// Reads a value, and refuses bytes that are not its one spelling.
  static func node(_ bytes: [UInt8]) throws(EntryProblem) -> Node {
    let node = try anyNode(bytes)
    var spelling: [UInt8] = []
    spelling.reserveCapacity(bytes.count)
    guard write(node, to: &spelling), spelling == bytes else {
      throw EntryProblem(message: "the bytes are not in canonical form")
    }
    return node
  }

  /// Writes the one spelling; `false` where a part has none: null, a fraction, an integer beyond 2⁵³ - 1, members that
  /// are not in their order.
  private static func write(_ node: Node, to bytes: inout [UInt8]) -> Bool {
    switch node.content {
    case .scalar(let text, .plain):
      guard text == "true" || text == "false" || isExact(text) else { return false }
      bytes += text.utf8
      return true
    case .scalar(let text, _):
      write(text, to: &bytes)
      return true
    case .sequence(let items, _):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        guard write(item, to: &bytes) else { return false }
      }
      bytes.append(UInt8(ascii: "]"))
      return true
    case .mapping(let entries, _): return write(entries, to: &bytes)
    }
  }

  private static func write(_ entries: [Node.Entry], to bytes: inout [UInt8]) -> Bool {
    bytes.append(UInt8(ascii: "{"))
    for (index, entry) in entries.enumerated() {
      if index > 0 {
        guard precedes(entries[index - 1].name, entry.name) else { return false }
        bytes.append(UInt8(ascii: ","))
      }
      write(entry.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      guard write(entry.value, to: &bytes) else { return false }
    }
    bytes.append(UInt8(ascii: "}"))
    return true
  }

  /// A whole number in the spelling that it is written in, without a sign or zeros that say nothing.
  private static func isExact(_ text: String) -> Bool {
    guard let number = Int(text), number.magnitude <= largestInteger else { return false }
    return String(number) == text
  }
}

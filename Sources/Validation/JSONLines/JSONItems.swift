import Contracts
import Markup

/// Items of a JSON array, for comparing them.
enum JSONItems {
  /// For each item a key that equal items share, as JSON Schema has it: numbers by value, objects whatever the order of
  /// their keys. `nil` when the text is no array.
  static func keys(ofArray text: UnsafeBufferPointer<UInt8>) -> [[UInt8]]? {
    (try? JSON.parse(Array(text)))?.items?.map { Array(key($0).utf8) }
  }

  private static func key(_ node: Node) -> String {
    if let text = node.text {
      if node.isQuoted { return "\"" + text }
      return ExactDecimal(text)?.description ?? text
    }
    if let items = node.items { return "[" + items.map { length(key($0)) }.joined() + "]" }
    let entries = (node.entries ?? []).map { (name: $0.name, key: key($0.value)) }
    return "{" + entries.sorted { $0.name < $1.name }.map { length($0.name) + length($0.key) }.joined() + "}"
  }

  /// With its length, so that keys in a row stay distinct.
  private static func length(_ key: String) -> String { "\(key.utf8.count):\(key)" }
}

import Contracts
import Markup

extension CanonicalJSON {
  /// Reads a value, and refuses bytes that are not its one spelling.
  static func node(_ bytes: [UInt8]) throws(EntryProblem) -> Node {
    let node: Node
    do throws(MarkupProblem) { node = try JSON.parse(bytes) } catch {
      throw EntryProblem(message: "the bytes are no JSON: \(error.message)")
    }
    guard let value = CanonicalJSON(node), value.bytes == bytes else {
      throw EntryProblem(message: "the bytes are not in canonical form")
    }
    return node
  }

  /// `nil` where a part has no canonical form: null, a fraction, an integer beyond 2⁵³ - 1.
  private init?(_ node: Node) {
    switch node.content {
    case .scalar(let text, .plain):
      switch text {
      case "true": self = .bool(true)
      case "false": self = .bool(false)
      default:
        guard let number = Int(text), number.magnitude <= Self.largestInteger else { return nil }
        self = .integer(number)
      }
    case .scalar(let text, _): self = .string(text)
    case .sequence(let items, _):
      let values = items.compactMap(CanonicalJSON.init)
      guard values.count == items.count else { return nil }
      self = .array(values)
    case .mapping(let entries, _):
      let members = entries.compactMap { entry in
        CanonicalJSON(entry.value).map { Member(name: entry.name, value: $0) }
      }
      guard members.count == entries.count else { return nil }
      self = .object(members)
    }
  }
}

extension Node {
  /// The node at a JSON pointer (RFC 6901), such as `/a/b/0`; `nil` when it leads nowhere or is no pointer.
  package func value(at pointer: String) -> Node? {
    if pointer.isEmpty { return self }
    guard pointer.hasPrefix("/") else { return nil }
    var node = self
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let name = Node.unescaped(token), let next = node.step(name) else { return nil }
      node = next
    }
    return node
  }

  private func step(_ token: String) -> Node? {
    switch content {
    case .scalar: return nil
    case .mapping: return self[token]
    case .sequence(let items, _):
      // RFC 6901 allows no sign and no leading zero.
      guard token == "0" || !token.hasPrefix("0"), token.utf8.allSatisfy({ (48...57).contains($0) }),
        let index = Int(token), items.indices.contains(index)
      else { return nil }
      return items[index]
    }
  }

  /// `~1` is a slash and `~0` a tilde; any other tilde is an error.
  private static func unescaped(_ token: Substring) -> String? {
    var result = ""
    var rest = token.unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "~" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "0": result.append("~")
      case "1": result.append("/")
      default: return nil
      }
    }
    return result
  }
}

/// One value of a YAML or JSON text, which knows where it stands.
package struct Node: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// From 1, in Unicode scalars.
  package var column: Int
  package var content: Content

  package enum Content: Hashable, Sendable {
    case scalar(text: String, style: ScalarStyle)
    case sequence([Node], isFlow: Bool)
    /// In the order of the text; keys are scalars, and no two have the same text.
    case mapping([Entry], isFlow: Bool)
  }

  /// How a scalar is written. Only plain ones can be anything but a string; JSON's strings are quoted, the rest plain.
  package enum ScalarStyle: Hashable, Sendable { case plain, quoted, block }

  package struct Entry: Hashable, Sendable {
    package var key: Node
    package var value: Node

    package init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }

    /// The key's text.
    package var name: String { key.text ?? "" }
  }

  package init(line: Int, column: Int, _ content: Content) {
    self.line = line
    self.column = column
    self.content = content
  }
}

extension Node {
  /// A scalar's source text, quotes and escapes resolved; `nil` for collections.
  package var text: String? {
    if case .scalar(let text, _) = content { return text }
    return nil
  }

  /// A sequence's items; `nil` for anything else.
  package var items: [Node]? {
    if case .sequence(let items, _) = content { return items }
    return nil
  }

  /// A mapping's entries in order; `nil` for anything else.
  package var entries: [Entry]? {
    if case .mapping(let entries, _) = content { return entries }
    return nil
  }

  /// Written in `[]` or `{}`.
  package var isFlow: Bool {
    switch content {
    case .scalar: false
    case .sequence(_, let isFlow), .mapping(_, let isFlow): isFlow
    }
  }

  package var isQuoted: Bool {
    if case .scalar(_, let style) = content { return style != .plain }
    return false
  }

  /// The value of a mapping's key; `nil` when there is none, or this is no mapping.
  package subscript(key: String) -> Node? { entry(key)?.value }

  /// A mapping's entry, for the key's place. Keys are told apart by their bytes.
  package func entry(_ key: String) -> Entry? { entries?.first { $0.name.utf8.elementsEqual(key.utf8) } }
}

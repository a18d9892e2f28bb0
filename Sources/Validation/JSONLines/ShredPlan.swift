import Contracts

/// The paths of a contract as one tree, by which documents are shredded into columns.
package struct ShredPlan: Sendable {
  struct Node: Sendable {
    /// The key that leads here, as UTF-8; empty for the root and for items.
    var name: [UInt8] = []
    /// Nodes behind keys of the object that stands here, in the contract's order.
    var children: [Int] = []
    /// The node of the items of the array that stands here.
    var items: Int?
    /// Fields whose value stands here.
    var fields: [Int] = []
    /// Fields that have exactly one value for each thing that stands here: the fields below, up to the next `[]`.
    var owned: [Int] = []
    /// How many bytes of a text that stands here are wanted, from its beginning; `.max` for all.
    var textBytes = 0
  }

  package let paths: [FieldPath]
  /// The first one is the root.
  private(set) var nodes = [Node()]

  package init(fields: [Field], textBytes: [Int]? = nil) {
    self.init(paths: fields.map(\.path), textBytes: textBytes)
  }

  /// For each path, `textBytes` says how many bytes of a text are wanted at least, from its beginning; without it, all
  /// are.
  package init(paths: [FieldPath], textBytes: [Int]? = nil) {
    self.paths = paths
    for (field, path) in paths.enumerated() { add(path, field, textBytes: textBytes?[field] ?? .max) }
  }

  private mutating func add(_ path: FieldPath, _ field: Int, textBytes: Int) {
    var node = 0
    var owner = 0
    for step in path.steps {
      switch step {
      case .key(let key): node = child(of: node, Array(key.utf8))
      case .items:
        node = items(of: node)
        owner = node
      }
    }
    nodes[node].fields.append(field)
    nodes[node].textBytes = max(nodes[node].textBytes, textBytes)
    nodes[owner].owned.append(field)
  }

  private mutating func child(of node: Int, _ name: [UInt8]) -> Int {
    if let known = nodes[node].children.first(where: { nodes[$0].name == name }) { return known }
    nodes.append(Node(name: name))
    nodes[node].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  private mutating func items(of node: Int) -> Int {
    if let known = nodes[node].items { return known }
    nodes.append(Node())
    nodes[node].items = nodes.count - 1
    return nodes.count - 1
  }
}

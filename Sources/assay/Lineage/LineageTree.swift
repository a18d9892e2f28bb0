import Contracts
import Provenance

/// A closure as an indented tree. A node that was shown is named again without what lies below it.
struct LineageTree {
  let graph: LineageGraph
  let closure: LineageClosure

  /// Deeper ones are continued at the left, so that lines stay short however long a chain is.
  private static let depthLimit = 24

  var text: String {
    let words = LineageWords(graph: graph, closure: closure)
    var lines: [String] = []
    var shown: Set<LineageNode> = []
    var waiting = closure.roots
    var next = 0
    while next < waiting.count {
      var pending = [(node: waiting[next], depth: 0)]
      next += 1
      if shown.contains(pending[0].node) { continue }
      if !lines.isEmpty { lines.append("") }
      while let (node, depth) = pending.popLast() {
        let indent = String(repeating: "  ", count: depth)
        let branch = branches(of: node)
        if shown.contains(node) {
          lines.append(indent + words.short(node) + (branch.nodes.isEmpty ? "" : "  shown above"))
          continue
        }
        if depth >= Self.depthLimit, !branch.nodes.isEmpty {
          lines.append(indent + words.short(node) + "  continued below")
          waiting.append(node)
          continue
        }
        shown.insert(node)
        lines.append(indent + words.long(node))
        if branch.alikeCount > 0 { lines.append("\(indent)  and \(branch.alikeCount) of its files, made with it") }
        pending += branch.nodes.reversed().map { ($0, depth + 1) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What stands below a node. Files of a directory that lead nowhere else than it does are counted, not shown.
  private func branches(of node: LineageNode) -> (nodes: [LineageNode], alikeCount: Int) {
    let nodes = next(node)
    let own = Set(nodes)
    let shown = nodes.filter { other in
      guard case .artifact = other else { return true }
      let beyond = next(other)
      return beyond.isEmpty || !beyond.allSatisfy(own.contains) || closure.roots.contains(other)
    }
    return (shown, nodes.count - shown.count)
  }

  private func next(_ node: LineageNode) -> [LineageNode] {
    closure.direction == .up ? graph.parents(of: node) : graph.children(of: node)
  }
}

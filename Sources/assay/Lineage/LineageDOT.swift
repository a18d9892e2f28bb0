import Contracts
import Provenance

/// A closure in the DOT language of Graphviz. Arrows go the way that data flows.
struct LineageDOT {
  let graph: LineageGraph
  let closure: LineageClosure

  var text: String {
    let words = LineageWords(graph: graph, closure: closure)
    let nodes = closure.nodes
    let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0 + 1) })
    let doubtful = Set(closure.unknown.map { LineageNode.artifact($0.artifact.digest) } + closure.cycles.joined())
    var lines = ["digraph lineage {", "  rankdir=LR;", "  node [fontname=\"sans-serif\"];"]
    for (node, number) in zip(nodes, 1...) {
      let label = ([words.short(node)] + words.details(of: node)).map(Self.escaped).joined(separator: "\\n")
      let colour = doubtful.contains(node) ? ", color=red" : ""
      lines.append("  n\(number) [shape=\(Self.shape(of: node)), label=\"\(label)\"\(colour)];")
    }
    for (node, number) in zip(nodes, 1...) {
      for parent in graph.parents(of: node) {
        if let other = numbers[parent] { lines.append("  n\(other) -> n\(number);") }
      }
    }
    return lines.map { $0 + "\n" }.joined() + "}\n"
  }

  private static func shape(of node: LineageNode) -> String {
    switch node {
    case .artifact: "box"
    case .job: "ellipse"
    case .check: "hexagon"
    case .source: "cylinder"
    case .promotion: "doubleoctagon"
    }
  }

  /// A label is a quoted string in which `\` begins an escape and `&` an entity.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "&": result += "&amp;"
      default: result.append(character)
      }
    }
    return result
  }
}

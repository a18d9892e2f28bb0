/// What stands next to each node of a graph, by number: for all nodes in one array, since most have one or two.
struct Adjacency: Hashable, Sendable {
  /// Where the neighbours of a node begin; those of the next one end them.
  private let starts: [Int]
  private let neighbours: [Int]

  /// Neighbours are sorted, and none is there twice.
  init(nodeCount: Int, _ edges: [(from: Int, to: Int)]) {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for edge in edges { starts[edge.from + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var unsorted = [Int](repeating: 0, count: edges.count)
    var next = starts
    for edge in edges {
      unsorted[next[edge.from]] = edge.to
      next[edge.from] += 1
    }
    var ends = [0]
    ends.reserveCapacity(nodeCount + 1)
    var neighbours: [Int] = []
    neighbours.reserveCapacity(edges.count)
    for node in 0..<nodeCount {
      let range = starts[node]..<starts[node + 1]
      if range.count > 1 { unsorted[range].sort() }
      let first = neighbours.count
      for other in unsorted[range] where neighbours.count == first || neighbours[neighbours.count - 1] != other {
        neighbours.append(other)
      }
      ends.append(neighbours.count)
    }
    self.starts = ends
    self.neighbours = neighbours
  }

  subscript(_ node: Int) -> ArraySlice<Int> { neighbours[starts[node]..<starts[node + 1]] }
}

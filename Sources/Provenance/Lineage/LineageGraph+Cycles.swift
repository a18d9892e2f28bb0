extension LineageGraph {
  /// Ways from a node back to itself, one for each knot of nodes that all rest on one another; empty where all is well.
  package var cycles: [[LineageNode]] { cycles(among: Array(nodes.indices)).map { $0.map { nodes[$0] } } }

  /// The same within some nodes, as numbers. A way begins with its smallest node, and its last rests on its first.
  func cycles(among members: [Int]) -> [[Int]] {
    knots(among: members).compactMap { knot in
      let within = Set(knot)
      return knot.min().map { shortestWay(around: $0, within) }
    }.sorted { $0[0] < $1[0] }
  }

  /// The strongly connected components that hold a cycle, by Tarjan (1972), without recursion.
  private func knots(among members: [Int]) -> [[Int]] {
    var isMember = [Bool](repeating: false, count: nodes.count)
    for member in members { isMember[member] = true }
    var found = [Int](repeating: -1, count: nodes.count)
    var lowest = found
    var isOpen = [Bool](repeating: false, count: nodes.count)
    var open: [Int] = []
    var path: [(node: Int, next: Int)] = []
    var clock = 0
    var knots: [[Int]] = []
    func enter(_ node: Int) {
      found[node] = clock
      lowest[node] = clock
      clock += 1
      open.append(node)
      isOpen[node] = true
      path.append((node, 0))
    }
    for start in members where found[start] < 0 {
      enter(start)
      while let (node, next) = path.last {
        let others = above[node]
        guard next < others.count else {
          path.removeLast()
          if let parent = path.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
          guard lowest[node] == found[node] else { continue }
          var knot: [Int] = []
          while let last = open.popLast() {
            isOpen[last] = false
            knot.append(last)
            if last == node { break }
          }
          if knot.count > 1 || others.contains(node) { knots.append(knot) }
          continue
        }
        path[path.count - 1].next += 1
        let other = others[others.startIndex + next]
        guard isMember[other] else { continue }
        if found[other] < 0 {
          enter(other)
        } else if isOpen[other] {
          lowest[node] = min(lowest[node], found[other])
        }
      }
    }
    return knots
  }

  /// The first of the shortest ways from a node of a knot back to it.
  private func shortestWay(around start: Int, _ knot: Set<Int>) -> [Int] {
    var before: [Int: Int] = [:]
    var layer = [start]
    while !layer.isEmpty {
      var next: [Int] = []
      for node in layer {
        for other in above[node] where knot.contains(other) {
          if other == start {
            var way = [node]
            while let last = way.last, last != start, let earlier = before[last] { way.append(earlier) }
            return way.reversed()
          }
          if before[other] == nil {
            before[other] = node
            next.append(other)
          }
        }
      }
      layer = next
    }
    return [start]
  }
}

/// The name among `names` that `word` most likely meant; `nil` when none is near.
///
/// Near is at most one edit for each three letters begun, two swapped neighbours being one edit; case, `-` and `_`
/// count nothing.
package func suggestion(for word: String, among names: [String]) -> String? {
  guard word.unicodeScalars.count <= 64 else { return nil }
  let asked = folded(word)
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = folded(name)
    let limit = (min(asked.count, candidate.count) + 2) / 3
    let distance = editDistance(asked, candidate, limit: limit)
    if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
  }
  return best?.name
}

private func folded(_ word: String) -> [Unicode.Scalar] {
  word.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" && $0 != " " }
}

/// Damerau–Levenshtein distance (optimal string alignment); anything above `limit` may come back as `limit + 1`.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
  guard abs(a.count - b.count) <= limit else { return limit + 1 }
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var cost = min(replaced, last[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

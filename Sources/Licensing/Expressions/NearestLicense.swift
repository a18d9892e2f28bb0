/// The identifier that was probably meant, or `nil` when none is close: `Apache License 2.0` is `Apache-2.0`.
func nearestLicense(to text: String) -> String? { nearest(to: text, among: LicenseIndex.shared.currentLicenses) }

/// The exception that was probably meant, or `nil` when none is close.
func nearestException(to text: String) -> String? { nearest(to: text, among: LicenseIndex.shared.currentExceptions) }

/// Compared without punctuation: first whole, then without a version, then by the number of edits.
private func nearest(to text: String, among ids: [String]) -> String? {
  let wanted = skeleton(text)
  guard wanted.count >= 2, wanted.count <= 64 else { return nil }
  let candidates = ids.map { (id: $0, skeleton: skeleton($0)) }
  if let same = candidates.first(where: { $0.skeleton == wanted }) { return same.id }
  let versions = candidates.filter { isVersion($0.skeleton, of: wanted) }
  if let latest = versions.max(by: { $0.skeleton.lexicographicallyPrecedes($1.skeleton) }) { return latest.id }
  let limit = max(1, wanted.count / 5)
  let ranked = candidates.lazy
    .filter { abs($0.skeleton.count - wanted.count) <= limit }
    .map { (id: $0.id, edits: edits(from: wanted, to: $0.skeleton)) }
  guard let best = ranked.min(by: { ($0.edits, $0.id) < ($1.edits, $1.id) }), best.edits <= limit else { return nil }
  return best.id
}

/// Lower-case letters and digits, without the words that people add to a licence's name.
private func skeleton(_ text: String) -> [UInt8] {
  let words = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
  return words.filter { !["the", "license", "licence", "version"].contains($0) }.flatMap { Array($0.utf8) }
}

/// Whether only a version, and perhaps the word `only`, is missing from `stem`.
private func isVersion(_ skeleton: [UInt8], of stem: [UInt8]) -> Bool {
  guard skeleton.starts(with: stem) else { return false }
  var rest = skeleton.dropFirst(stem.count)
  if rest.suffix(4).elementsEqual("only".utf8) { rest = rest.dropLast(4) }
  return !rest.isEmpty && rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

/// Levenshtein's distance.
private func edits(from a: [UInt8], to b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in b.enumerated() {
      let substitution = diagonal + (left == right ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}

import Contracts

extension SourceState {
  /// As many sources as a manifest may have; more cannot have been counted.
  private static let sourceLimit = 1 << 20
  private static let countLimit = 1 << 58

  private enum CodingKeys: String, CodingKey {
    case sources, counts, files, first, undeclared, tooMany
    case unknown, missing, tally
  }

  private struct StoredUndeclared: Codable {
    var id: [UInt8]
    var count: Int
    var first: [Position]
  }

  /// Sources without records are left out, and positions name their file by its number in a list.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let met = counts.indices.filter { counts[$0] > 0 }
    var files: [String] = []
    var numbers: [[UInt8]: Int] = [:]
    let places = met.map { source in
      first[source].flatMap { position -> [Int] in
        let file = numbers[Array(position.file.utf8)] ?? files.count
        if file == files.count {
          files.append(position.file)
          numbers[Array(position.file.utf8)] = file
        }
        return [file, position.offset, position.line, position.record ?? 0]
      }
    }
    try container.encode(met, forKey: .sources)
    try container.encode(met.map { counts[$0] }, forKey: .counts)
    try container.encode(files, forKey: .files)
    try container.encode(places, forKey: .first)
    let stored = undeclaredInOrder.map { StoredUndeclared(id: $0, count: $1.count, first: $1.first) }
    try container.encode(stored, forKey: .undeclared)
    try container.encode(hasTooManyUndeclared, forKey: .tooMany)
    try container.encode(undeclaredCount, forKey: .unknown)
    try container.encode(missingCount, forKey: .missing)
    try container.encode(tally, forKey: .tally)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func demand(_ holds: Bool, _ what: String) throws {
      guard !holds else { return }
      throw DecodingError.dataCorruptedError(forKey: .sources, in: container, debugDescription: what)
    }
    let sources = try container.decode([Int].self, forKey: .sources)
    let counts = try container.decode([Int].self, forKey: .counts)
    let files = try container.decode([String].self, forKey: .files)
    let places = try container.decode([[Int]].self, forKey: .first)
    try demand(sources.count == counts.count && sources.count == places.count, "lists of unequal length")
    try demand(sources.allSatisfy { (0..<Self.sourceLimit).contains($0) }, "no manifest has so many sources")
    try demand(counts.allSatisfy { (0..<Self.countLimit).contains($0) }, "no dataset has so many records")
    restore(
      try sources.enumerated().map { index, source in
        let place = places[index]
        try demand(
          place.count % 4 == 0 && place.count <= 4 * EvaluationOptions.maximumFirstRecords, "too many first records")
        let first = try stride(from: 0, to: place.count, by: 4).map { at in
          try demand(files.indices.contains(place[at]), "a file that is not listed")
          return Position(
            file: files[place[at]], offset: place[at + 1], line: place[at + 2],
            record: place[at + 3] == 0 ? nil : place[at + 3])
        }
        return (number: source, count: counts[index], first: first)
      })
    for entry in try container.decode([StoredUndeclared].self, forKey: .undeclared) {
      try demand((0..<Self.countLimit).contains(entry.count), "no dataset has so many records")
      add(entry.id, entry.count, entry.first)
    }
    if try container.decode(Bool.self, forKey: .tooMany) { dropUndeclared() }
    undeclaredCount = try container.decode(Int.self, forKey: .unknown)
    missingCount = try container.decode(Int.self, forKey: .missing)
    let isPossible = (0..<Self.countLimit).contains(undeclaredCount) && (0..<Self.countLimit).contains(missingCount)
    try demand(isPossible, "no dataset has so many records")
    tally = try container.decode(Tally.self, forKey: .tally)
  }
}

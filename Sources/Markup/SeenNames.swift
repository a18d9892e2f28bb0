/// The keys of one object, by bytes: strings compare by canonical equivalence, under which two spellings of `é` are
/// one.
struct SeenNames {
  /// Beyond this many, they are hashed.
  private static let fewest = 16
  private var hashed: Set<[UInt8]> = []

  /// `false` where one of the entries has this name already.
  mutating func insert(_ name: String, behind entries: [Node.Entry]) -> Bool {
    guard entries.count >= Self.fewest else {
      return !entries.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }
    if hashed.isEmpty { hashed = Set(entries.map { Array($0.name.utf8) }) }
    return hashed.insert(Array(name.utf8)).inserted
  }
}

import CXXHash

/// Where the blocks of each file began, so that a record can be found again by its number.
struct RecordLocator: Sendable {
  /// By file.
  private(set) var files: [FileBlocks]

  init(fileCount: Int) { files = Array(repeating: FileBlocks(), count: fileCount) }

  init(files: [FileBlocks]) { self.files = files }

  mutating func note(_ place: BlockPlace, file: Int) { files[file].append(place) }
}

/// Where a block stands in its file.
struct BlockPlace: Hashable, Sendable {
  var offset: Int
  var byteCount: Int
  /// Records and lines of the file before it.
  var recordsBefore: Int
  var linesBefore: Int
  /// XXH3-128, its lower half, of the block's bytes, where it may be looked at by another run.
  var checksum: UInt64?

  static func checksum(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    assay_xxh3_128(bytes.baseAddress, bytes.count).low
  }
}

/// The places of a file's blocks, in their order.
struct FileBlocks: Sendable {
  private var places: [BlockPlace] = []

  init() {}

  mutating func append(_ place: BlockPlace) { places.append(place) }

  /// The block that holds a record, from 0 in its file.
  func block(ofRecord record: Int) -> BlockPlace? {
    var (lower, upper) = (0, places.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if places[middle].recordsBefore <= record { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? places[lower - 1] : nil
  }
}

extension FileBlocks: Codable {
  /// Numbers as differences, which are small.
  private static let limit = 1 << 58
  private enum CodingKeys: String, CodingKey { case gaps, byteCounts, records, lines, checksums }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let gaps = try container.decode([UInt].self, forKey: .gaps)
    let byteCounts = try container.decode([UInt32].self, forKey: .byteCounts)
    let records = try container.decode([UInt32].self, forKey: .records)
    let lines = try container.decode([UInt32].self, forKey: .lines)
    let checksums = try container.decode([UInt64].self, forKey: .checksums)
    guard Set([gaps.count, byteCounts.count, records.count, lines.count, checksums.count]).count == 1 else {
      throw DecodingError.dataCorruptedError(forKey: .gaps, in: container, debugDescription: "lists of unequal length")
    }
    var place = BlockPlace(offset: 0, byteCount: 0, recordsBefore: 0, linesBefore: 0)
    for i in gaps.indices {
      guard gaps[i] <= Self.limit, place.offset <= Self.limit, place.recordsBefore <= Self.limit else {
        throw DecodingError.dataCorruptedError(forKey: .gaps, in: container, debugDescription: "no file is so large")
      }
      place.offset += place.byteCount + Int(gaps[i])
      place.byteCount = Int(byteCounts[i])
      place.recordsBefore += Int(records[i])
      place.linesBefore += Int(lines[i])
      place.checksum = checksums[i]
      places.append(place)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var last = BlockPlace(offset: 0, byteCount: 0, recordsBefore: 0, linesBefore: 0)
    var (gaps, records, lines): ([Int], [Int], [Int]) = ([], [], [])
    for place in places {
      gaps.append(place.offset - last.offset - last.byteCount)
      records.append(place.recordsBefore - last.recordsBefore)
      lines.append(place.linesBefore - last.linesBefore)
      last = place
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(gaps, forKey: .gaps)
    try container.encode(places.map(\.byteCount), forKey: .byteCounts)
    try container.encode(records, forKey: .records)
    try container.encode(lines, forKey: .lines)
    try container.encode(places.map { $0.checksum ?? 0 }, forKey: .checksums)
  }
}

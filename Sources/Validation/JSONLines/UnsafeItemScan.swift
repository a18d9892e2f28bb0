import Contracts

/// Reads a well-formed JSON array item by item, each as a key that equal items share: numbers by value, strings without
/// their escapes, objects whatever the order of their keys.
///
/// Nothing is kept of an item but its key, so an array takes memory by how many different items it has.
struct UnsafeItemScan {
  /// The array may be one level, and its items the others.
  private static let depthLimit = 512
  /// So many keys are compared one by one.
  private static let fewKeys = 16

  private struct TooDeep: Error {}

  private let bytes: UnsafePointer<UInt8>
  private let count: Int
  private var i = 0
  private var depth = 0

  /// Whether the array has two equal items; `nil`: they are nested too deeply to be compared.
  static func holdsTwice(_ array: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard let bytes = array.baseAddress else { return false }
    var scan = UnsafeItemScan(bytes: bytes, count: array.count)
    do { return try scan.holdsTwice() } catch { return nil }
  }

  private init(bytes: UnsafePointer<UInt8>, count: Int) {
    self.bytes = bytes
    self.count = count
  }

  private mutating func holdsTwice() throws(TooDeep) -> Bool {
    var few: [CompactKey] = []
    var many: Set<CompactKey> = []
    var spelling: [UInt8] = []
    try enter()
    var isRepeated = false
    // To the end, since what is nested too deeply must not depend on what comes before it.
    while !isAtEnd() {
      spelling.removeAll(keepingCapacity: true)
      try spellValue(to: &spelling)
      if isRepeated { continue }
      let key = spelling.withUnsafeBufferPointer { CompactKey($0) }
      if few.count < Self.fewKeys {
        isRepeated = few.contains(key)
        few.append(key)
      } else {
        if many.isEmpty { many.formUnion(few) }
        isRepeated = !many.insert(key).inserted
      }
    }
    return isRepeated
  }

  /// Appends bytes that are the same for equal values, and differ for others.
  private mutating func spellValue(to spelling: inout [UInt8]) throws(TooDeep) {
    switch bytes[i] {
    case UInt8(ascii: "\""):
      spelling.append(UInt8(ascii: "\""))
      spellString(to: &spelling)
    case UInt8(ascii: "["):
      try enter()
      spelling.append(UInt8(ascii: "["))
      while !isAtEnd() {
        // The length stands before the item, and is known behind it.
        let place = spelling.count
        Self.append([], to: &spelling)
        try spellValue(to: &spelling)
        Self.setLength(at: place, in: &spelling)
      }
      spelling.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): try spellObject(to: &spelling)
    default: spellScalar(to: &spelling)
    }
  }

  private mutating func spellObject(to spelling: inout [UInt8]) throws(TooDeep) {
    try enter()
    var members: [(key: [UInt8], value: [UInt8])] = []
    while !isAtEnd() {
      var (key, value): ([UInt8], [UInt8]) = ([], [])
      spellString(to: &key)
      skip(UInt8(ascii: ":"))
      try spellValue(to: &value)
      members.append((key, value))
    }
    spelling.append(UInt8(ascii: "{"))
    for (key, value) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      Self.append(key, to: &spelling)
      Self.append(value, to: &spelling)
    }
  }

  /// With its length, so that texts in a row stay distinct.
  private static func append(_ text: [UInt8], to spelling: inout [UInt8]) {
    withUnsafeBytes(of: UInt32(text.count).littleEndian) { spelling.append(contentsOf: $0) }
    spelling.append(contentsOf: text)
  }

  private static func setLength(at place: Int, in spelling: inout [UInt8]) {
    let length = UInt32(spelling.count - place - MemoryLayout<UInt32>.size)
    withUnsafeBytes(of: length.littleEndian) { bytes in
      for (i, byte) in bytes.enumerated() { spelling[place + i] = byte }
    }
  }

  private mutating func spellString(to spelling: inout [UInt8]) {
    let start = i + 1
    i = start
    var hasEscape = false
    while bytes[i] != UInt8(ascii: "\"") {
      let isEscape = bytes[i] == UInt8(ascii: "\\")
      hasEscape = hasEscape || isEscape
      i += isEscape ? 2 : 1
    }
    if hasEscape {
      spelling.append(contentsOf: UnsafeText.unescaped(bytes + start, count: i - start))
    } else {
      spelling.append(contentsOf: UnsafeBufferPointer(start: bytes + start, count: i - start))
    }
    i += 1
  }

  private mutating func spellScalar(to spelling: inout [UInt8]) {
    let start = i
    var isPlain = true
    loop: while i < count {
      switch bytes[i] {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: break loop
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "-"): isPlain = false
      default: break
      }
      i += 1
    }
    let text = UnsafeBufferPointer(start: bytes + start, count: i - start)
    // The digits of a whole number are its spelling, unless there are very many; `true` and `null` are none.
    guard !isPlain || text.count > 18, let number = ExactDecimal(utf8: text) else {
      return spelling.append(contentsOf: text)
    }
    spelling.append(contentsOf: number.description.utf8)
  }

  /// Steps into the container at hand.
  private mutating func enter() throws(TooDeep) {
    depth += 1
    guard depth <= Self.depthLimit else { throw TooDeep() }
    i += 1
  }

  /// Steps to the next item or member of a container, or out of it.
  private mutating func isAtEnd() -> Bool {
    skipBlanks()
    if bytes[i] == UInt8(ascii: ",") {
      i += 1
      skipBlanks()
    }
    guard bytes[i] == UInt8(ascii: "]") || bytes[i] == UInt8(ascii: "}") else { return false }
    i += 1
    depth -= 1
    return true
  }

  private mutating func skip(_ byte: UInt8) {
    skipBlanks()
    if bytes[i] == byte { i += 1 }
    skipBlanks()
  }

  private mutating func skipBlanks() {
    while i < count, bytes[i] == 0x20 || bytes[i] == 0x0A || bytes[i] == 0x0D || bytes[i] == 0x09 { i += 1 }
  }
}

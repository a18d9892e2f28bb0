/// The exact search for keys that an object holds twice. The fast one only suspects.
enum DuplicateKeys {
  /// The offset of the first key that its object already has, among those whose colon is in `positions`.
  static func first(in bytes: UnsafeBufferPointer<UInt8>, positions: UnsafeBufferPointer<UInt32>) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    var open: [Set<[UInt8]>] = []
    for (k, position) in positions.enumerated() {
      switch start[Int(position)] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open.append([])
      case UInt8(ascii: "}"), UInt8(ascii: "]"): open.removeLast()
      case UInt8(ascii: "\""):
        guard k + 1 < positions.count, start[Int(positions[k + 1])] == UInt8(ascii: ":") else { continue }
        let key = UnsafeJSONString(bytes: start, quote: Int(position), next: Int(positions[k + 1]))
        if !open[open.count - 1].insert(key.unescaped).inserted { return Int(position) }
      default: continue
      }
    }
    return nil
  }
}

/// A `ShredPlan` laid out for the walk: plain memory, keys by hash.
final class UnsafeShredTree {
  struct Node {
    let name: UnsafePointer<UInt8>
    let nameCount: Int
    let nameHash: UInt64
    let children: UnsafeBufferPointer<Int>
    /// Children by hash, with open addressing; -1 is free.
    let slots: UnsafePointer<Int>
    let slotMask: Int
    /// -1 when no path goes on through items.
    let items: Int
    let fields: UnsafeBufferPointer<Int>
    let owned: UnsafeBufferPointer<Int>
    let textBytes: Int
  }

  let nodes: UnsafePointer<Node>
  let nodeCount: Int
  private var memory: [UnsafeMutableRawPointer] = []

  init(_ plan: ShredPlan) {
    let nodes = UnsafeMutablePointer<Node>.allocate(capacity: plan.nodes.count)
    self.nodes = UnsafePointer(nodes)
    nodeCount = plan.nodes.count
    for (n, node) in plan.nodes.enumerated() {
      let (slots, mask) = slots(for: node.children.map { plan.nodes[$0].name }, node.children)
      // Wide loads of the hash read past the name.
      let name = copy(node.name + Array(repeating: 0, count: 8))
      (nodes + n).initialize(
        to: Node(
          name: name, nameCount: node.name.count, nameHash: Self.hash(name, node.name.count).value,
          children: buffer(node.children), slots: slots, slotMask: mask, items: node.items ?? -1,
          fields: buffer(node.fields), owned: buffer(node.owned), textBytes: node.textBytes))
    }
  }

  deinit {
    nodes.deallocate()
    for piece in memory { piece.deallocate() }
  }

  /// The hash of a key, and whether a backslash is in it, so that it must be unescaped and hashed again. Reads up to
  /// eight bytes past the end.
  @inline(__always)
  static func hash(_ text: UnsafePointer<UInt8>, _ count: Int) -> (value: UInt64, hasEscape: Bool) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var escapes: UInt64 = 0
    var i = 0
    while i < count {
      var word = unsafeWord(text + i)
      let left = count - i
      if left < 8 { word &= (1 << UInt64(left &* 8)) &- 1 }
      let backslashes = word ^ (ones &* 0x5C)
      escapes |= (backslashes &- ones) & ~backslashes & (ones << 7)
      hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 32
      i += 8
    }
    return (hash, escapes != 0)
  }

  /// The child of `node` with this key; -1 when the contract names none.
  @inline(__always)
  static func child(
    of node: UnsafePointer<Node>, in nodes: UnsafePointer<Node>, _ key: UnsafeHashedKey
  ) -> Int {
    var slot = Int(truncatingIfNeeded: key.hash) & node.pointee.slotMask
    while true {
      let child = node.pointee.slots[slot]
      if child < 0 { return -1 }
      let candidate = nodes + child
      if candidate.pointee.nameHash == key.hash, candidate.pointee.nameCount == key.count,
        isEqual(candidate.pointee.name, key.text, key.count)
      {
        return child
      }
      slot = (slot + 1) & node.pointee.slotMask
    }
  }

  @inline(__always)
  private static func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    for i in 0..<count where a[i] != b[i] { return false }
    return true
  }

  /// Twice as many as there are children, so that a free one ends every search.
  private func slots(for names: [[UInt8]], _ children: [Int]) -> (UnsafePointer<Int>, Int) {
    var count = 2
    while count < names.count * 2 { count *= 2 }
    var slots = Array(repeating: -1, count: count)
    for (name, child) in zip(names, children) {
      let padded = name + Array(repeating: 0, count: 8)
      let hash = padded.withUnsafeBufferPointer { $0.baseAddress.map { Self.hash($0, name.count).value } ?? 0 }
      var slot = Int(truncatingIfNeeded: hash) & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = child
    }
    return (copy(slots), count - 1)
  }

  private func buffer(_ values: [Int]) -> UnsafeBufferPointer<Int> {
    UnsafeBufferPointer(start: copy(values), count: values.count)
  }

  private func copy<T: BitwiseCopyable>(_ values: [T]) -> UnsafePointer<T> {
    let pointer = UnsafeMutablePointer<T>.allocate(capacity: max(values.count, 1))
    for (i, value) in values.enumerated() { (pointer + i).initialize(to: value) }
    memory.append(UnsafeMutableRawPointer(pointer))
    return UnsafePointer(pointer)
  }
}

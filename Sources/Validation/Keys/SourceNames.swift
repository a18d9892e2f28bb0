/// The sources that rows name, each with a number, over both sides of a join.
struct SourceNames {
  /// As many as a place in a run has room for, and as much text as memory should.
  static let countLimit = 1 << 21 - 1
  static let byteLimit = 64 << 20

  /// By number; 0 stands for no source.
  private(set) var names: [String] = [""]
  private var numbers: [CompactKey: Int] = [:]
  private var byteCount = 0
  private var last: (key: CompactKey, number: Int)?

  /// The number of a name; a name of more than 16 bytes is known by its 128-bit hash.
  mutating func number(of name: UnsafeBufferPointer<UInt8>) throws(RunProblem) -> Int {
    let key = CompactKey(name)
    if let last, last.key == key { return last.number }
    let number: Int
    if let known = numbers[key] { number = known } else { number = try add(name, key) }
    last = (key, number)
    return number
  }

  private mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ key: CompactKey) throws(RunProblem) -> Int {
    guard names.count <= Self.countLimit, byteCount + name.count <= Self.byteLimit else {
      throw RunProblem("the rows name more sources than can be told apart: does the field name sources at all?")
    }
    byteCount += name.count
    names.append(String(decoding: name, as: UTF8.self))
    numbers[key] = names.count - 1
    return names.count - 1
  }
}

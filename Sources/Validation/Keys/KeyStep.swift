/// How a run of keys is written: from each key to the next, by differences.
///
/// A step begins with one byte. Its lower five bits are
/// - 0…16: the number of bytes of the key difference, one key follows the last;
/// - 17: no difference, but the tag, the key (16 bytes) and the place (8 bytes) themselves;
/// - 18…26: the number of bytes of the key difference, plus 18; the step is taken several times, and how often follows
///   the differences, seven bits a byte, the lowest first, the high bit saying that more follow.
///
/// Its upper three bits are the number of bytes of the place difference, 7 standing for 8. That one is signed and
/// stands as `2d`, or `-2d - 1` where it is negative. All numbers are little-endian. Consecutive integers in
/// consecutive records are one step of four bytes or so, however many there are.
struct KeyStep: Equatable, Sendable {
  var keyDifference: UInt128 = 0
  var placeDifference: Int64 = 0
  /// How often it is taken; 0 where `start` says where to go.
  var count = 0
  /// The entry itself, where no difference leads there.
  var start: KeyEntry?

  /// No step takes more, and no reader looks further ahead.
  static let maximumBytes = 32
  private static let absolute: UInt8 = 17
  private static let repeated: UInt8 = 18
  private static let repeatedLimit = UInt128(UInt64.max)

  /// Writes the step where `maximumBytes` have room; answers how many it took. One that is too wide to be repeated in
  /// one go must have been taken once.
  @inline(__always)
  func encode(to memory: UnsafeMutableRawPointer) -> Int {
    if let start { return Self.encode(start, to: memory) }
    let keyBytes = (128 - keyDifference.leadingZeroBitCount + 7) / 8
    let zigzag = UInt64(bitPattern: placeDifference << 1 ^ placeDifference >> 63)
    var placeBytes = (64 - zigzag.leadingZeroBitCount + 7) / 8
    if placeBytes == 7 { placeBytes = 8 }
    let isRepeated = count > 1
    let lower = UInt8(keyBytes) + (isRepeated ? Self.repeated : 0)
    memory.storeBytes(of: lower | UInt8(min(placeBytes, 7)) << 5, as: UInt8.self)
    memory.storeBytes(of: UInt64(truncatingIfNeeded: keyDifference).littleEndian, toByteOffset: 1, as: UInt64.self)
    if keyBytes > 8 {
      memory.storeBytes(
        of: UInt64(truncatingIfNeeded: keyDifference >> 64).littleEndian, toByteOffset: 9, as: UInt64.self)
    }
    memory.storeBytes(of: zigzag.littleEndian, toByteOffset: 1 + keyBytes, as: UInt64.self)
    var used = 1 + keyBytes + placeBytes
    guard isRepeated else { return used }
    var rest = UInt64(count)
    while rest >= 0x80 {
      memory.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: used, as: UInt8.self)
      rest >>= 7
      used += 1
    }
    memory.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: used, as: UInt8.self)
    return used + 1
  }

  private static func encode(_ start: KeyEntry, to memory: UnsafeMutableRawPointer) -> Int {
    memory.storeBytes(of: absolute, as: UInt8.self)
    memory.storeBytes(of: start.key.tag, toByteOffset: 1, as: UInt8.self)
    memory.storeBytes(of: start.key.low.littleEndian, toByteOffset: 2, as: UInt64.self)
    memory.storeBytes(of: start.key.high.littleEndian, toByteOffset: 10, as: UInt64.self)
    memory.storeBytes(of: start.place.littleEndian, toByteOffset: 18, as: UInt64.self)
    return 26
  }

  /// Moves the place of a step with a start, where it is written.
  static func shiftStart(at memory: UnsafeMutableRawPointer, by offset: UInt64) {
    let place = UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: 18, as: UInt64.self)) + offset
    memory.storeBytes(of: place.littleEndian, toByteOffset: 18, as: UInt64.self)
  }

  /// Reads a step from bytes that `maximumBytes` readable ones follow; answers how many it took, 0 where there is none.
  @inline(__always)
  mutating func decode(from memory: UnsafeRawPointer) -> Int {
    let head = memory.load(as: UInt8.self)
    let lower = head & 31
    if lower == Self.absolute { return decodeStart(from: memory) }
    let isRepeated = lower > Self.absolute
    let keyBytes = Int(isRepeated ? lower - Self.repeated : lower)
    guard keyBytes <= (isRepeated ? 8 : 16) else { return 0 }
    let placeBytes = head >> 5 == 7 ? 8 : Int(head >> 5)
    start = nil
    keyDifference = UInt128(Self.word(memory + 1, min(keyBytes, 8)))
    if keyBytes > 8 { keyDifference |= UInt128(Self.word(memory + 9, keyBytes - 8)) << 64 }
    let zigzag = Self.word(memory + 1 + keyBytes, placeBytes)
    placeDifference = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    count = 1
    let used = 1 + keyBytes + placeBytes
    return isRepeated ? decodeCount(from: memory, at: used) : used
  }

  private mutating func decodeStart(from memory: UnsafeRawPointer) -> Int {
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    let tag = memory.load(fromByteOffset: 1, as: UInt8.self)
    guard tag <= CompactKey.digestTag else { return 0 }
    start = KeyEntry(key: CompactKey(tag: tag, high: word(10), low: word(2)), place: word(18))
    count = 0
    return 26
  }

  private mutating func decodeCount(from memory: UnsafeRawPointer, at offset: Int) -> Int {
    var (value, used) = (UInt64(0), offset)
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let byte = memory.load(fromByteOffset: used, as: UInt8.self)
      used += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 {
        count = Int(value)
        return count > 0 ? used : 0
      }
    }
    return 0
  }

  /// The lowest `count` bytes there; eight are readable.
  @inline(__always)
  private static func word(_ memory: UnsafeRawPointer, _ count: Int) -> UInt64 {
    let word = UInt64(littleEndian: memory.loadUnaligned(as: UInt64.self))
    return count == 0 ? 0 : word & (UInt64.max &>> UInt64(64 - count * 8))
  }

  /// Whether this step, taken once more, is a repetition that can be written as one.
  @inline(__always)
  func canRepeat(_ keyDifference: UInt128, _ placeDifference: Int64) -> Bool {
    count > 0 && self.keyDifference == keyDifference && self.placeDifference == placeDifference
      && keyDifference <= Self.repeatedLimit
  }
}

/// One pass over one document: its positions, up to its first fault.
///
/// `positions` has room for one entry a byte, `isObject` for the maximum depth. Methods return false when they have
/// set `fault`.
struct UnsafeDocumentScan {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  let positions: UnsafeMutablePointer<UInt32>
  /// For each open container, whether it is an object.
  let isObject: UnsafeMutablePointer<Bool>
  private(set) var positionCount = 0
  var fault: DocumentFault?
  /// The byte at hand.
  var i = 0
  private var depth = 0

  init(
    bytes: UnsafePointer<UInt8>, count: Int, positions: UnsafeMutablePointer<UInt32>,
    isObject: UnsafeMutablePointer<Bool>
  ) {
    self.bytes = bytes
    self.count = count
    self.positions = positions
    self.isObject = isObject
  }

  mutating func document(takesAnyTop: Bool) {
    skipBlanks()
    let top = i
    guard i < count else { return fail(.blankRecord, at: 0) }
    if !takesAnyTop, bytes[i] == UInt8(ascii: "[") { return fail(.notAnObject, at: top) }
    guard value() else { return }
    if !takesAnyTop, bytes[top] != UInt8(ascii: "{") { return fail(.notAnObject, at: top) }
    skipBlanks()
    if i < count { _ = unexpected(.trailingBytes) }
  }

  /// A value and everything in it.
  private mutating func value() -> Bool {
    while true {
      guard i < count else { return unexpected(.malformedDocument) }
      switch bytes[i] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard let isEmpty = open() else { return false }
        if !isEmpty { continue }
      case UInt8(ascii: "\""): guard string() else { return false }
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): guard number() else { return false }
      case UInt8(ascii: "t"): guard literal("true") else { return false }
      case UInt8(ascii: "f"): guard literal("false") else { return false }
      case UInt8(ascii: "n"): guard literal("null") else { return false }
      default: return unexpected(.malformedDocument)
      }
      guard let isNext = closed() else { return false }
      if !isNext { return true }
    }
  }

  /// Enters a container, and leaves it again when it is empty.
  private mutating func open() -> Bool? {
    guard depth < PlainJSONReader.maximumDepth else {
      fail(.tooDeep, at: i)
      return nil
    }
    let opensObject = bytes[i] == UInt8(ascii: "{")
    isObject[depth] = opensObject
    depth += 1
    emit()
    i += 1
    skipBlanks()
    if i < count, bytes[i] == (opensObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
      emit()
      i += 1
      depth -= 1
      return true
    }
    return opensObject && !key() ? nil : false
  }

  /// Leaves what ends after a value. Whether another value comes; if so, `i` is at it.
  private mutating func closed() -> Bool? {
    while depth > 0 {
      skipBlanks()
      let isInObject = isObject[depth - 1]
      guard i < count else { return unexpected(.malformedDocument) ? true : nil }
      if bytes[i] == UInt8(ascii: ",") {
        emit()
        i += 1
        skipBlanks()
        return isInObject && !key() ? nil : true
      }
      guard bytes[i] == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        return unexpected(.malformedDocument) ? true : nil
      }
      emit()
      i += 1
      depth -= 1
    }
    return false
  }

  private mutating func key() -> Bool {
    guard i < count, bytes[i] == UInt8(ascii: "\"") else { return unexpected(.malformedDocument) }
    guard string() else { return false }
    skipBlanks()
    guard i < count, bytes[i] == UInt8(ascii: ":") else { return unexpected(.malformedDocument) }
    emit()
    i += 1
    skipBlanks()
    return true
  }

  private mutating func literal(_ word: StaticString) -> Bool {
    emit()
    for k in 0..<word.utf8CodeUnitCount {
      guard i < count, bytes[i] == word.utf8Start[k] else { return unexpected(.malformedDocument) }
      i += 1
    }
    return true
  }

  @inline(__always)
  mutating func emit() {
    positions[positionCount] = UInt32(truncatingIfNeeded: i)
    positionCount += 1
  }

  @inline(__always)
  mutating func skipBlanks() {
    while i < count {
      switch bytes[i] {
      case 0x20, 0x09, 0x0A, 0x0D: i += 1
      default: return
      }
    }
  }

  mutating func fail(_ kind: FaultKind, at offset: Int) {
    fault = DocumentFault(kind: kind, offset: offset)
  }

  /// Always false. What is not UTF-8 is a fault of encoding, wherever it stands.
  mutating func unexpected(_ kind: FaultKind) -> Bool {
    let isText = i >= count || unsafeSequenceLength(bytes, at: i, end: count) > 0
    fail(isText ? kind : .badEncoding, at: i)
    return false
  }
}

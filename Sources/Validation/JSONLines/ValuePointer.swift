import Contracts

/// JSON pointers (RFC 6901) to what a batch holds. The record is read again, so this is for exemplars.
extension ShredPlan {
  /// The pointer to a record's `n`th value of a field, from 0, as its column has them: `/items/2/sku`. It leads on to
  /// what is absent. `nil` when the record has no such value.
  package func pointer(ofValue n: Int, field: Int, in record: UnsafeBufferPointer<UInt8>) -> String? {
    let plain = PlainJSONReader()
    guard let bytes = record.baseAddress, plain.scanFault(in: record, takesAnyTop: false) == nil else { return nil }
    var search = UnsafeValueSearch(bytes: bytes, positions: plain.positions, valuesBefore: n)
    return withExtendedLifetime(plain) { search.pointer(paths[field].steps[...], from: "") }
  }

  /// The pointer to the key whose opening quote stands at `offset` of the record.
  package static func pointer(ofKeyAt offset: Int, in record: UnsafeBufferPointer<UInt8>) -> String? {
    let plain = PlainJSONReader()
    guard let bytes = record.baseAddress, plain.scanFault(in: record, takesAnyTop: false) == nil else { return nil }
    return withExtendedLifetime(plain) {
      let positions = UnsafeBufferPointer(start: plain.positions, count: plain.positionCount)
      return UnsafeKeySearch(bytes: bytes, positions: positions).pointer(ofKeyAt: offset)
    }
  }

  /// One part of a pointer.
  static func escaped(_ key: some StringProtocol) -> String {
    var result = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Counts the values of one path in document order, as the walk adds them, until the one that is asked for.
private struct UnsafeValueSearch {
  let bytes: UnsafePointer<UInt8>
  let positions: UnsafeMutablePointer<UInt32>
  var valuesBefore: Int
  private var k = 0

  init(bytes: UnsafePointer<UInt8>, positions: UnsafeMutablePointer<UInt32>, valuesBefore: Int) {
    self.bytes = bytes
    self.positions = positions
    self.valuesBefore = valuesBefore
  }

  private var byte: UInt8 { bytes[Int(positions[k])] }

  /// `steps` lead on from the value at `k`, which is at `pointer`; unless found, `k` is behind the value afterwards.
  mutating func pointer(_ steps: ArraySlice<FieldPath.Step>, from pointer: String) -> String? {
    switch steps.first {
    case nil:
      skip()
      return counted(pointer)
    case .items: return itemPointer(steps.dropFirst(), from: pointer)
    case .key(let key): return keyPointer(key, steps, from: pointer)
    }
  }

  private mutating func itemPointer(_ steps: ArraySlice<FieldPath.Step>, from pointer: String) -> String? {
    guard byte == UInt8(ascii: "["), bytes[Int(positions[k + 1])] != UInt8(ascii: "]") else {
      skip()
      return nil
    }
    var index = 0
    repeat {
      k += 1
      if let found = self.pointer(steps, from: "\(pointer)/\(index)") { return found }
      index += 1
    } while byte == UInt8(ascii: ",")
    k += 1
    return nil
  }

  private mutating func keyPointer(
    _ key: String, _ steps: ArraySlice<FieldPath.Step>, from pointer: String
  ) -> String? {
    var isThere = false
    if byte == UInt8(ascii: "{"), bytes[Int(positions[k + 1])] != UInt8(ascii: "}") {
      repeat {
        k += 1
        let name = UnsafeJSONString(bytes: bytes, quote: Int(positions[k]), next: Int(positions[k + 1])).unescaped
        k += 2
        guard name.elementsEqual(key.utf8) else {
          skip()
          continue
        }
        isThere = true
        let next = "\(pointer)/\(ShredPlan.escaped(key))"
        if let found = self.pointer(steps.dropFirst(), from: next) { return found }
      } while byte == UInt8(ascii: ",")
      k += 1
    } else {
      skip()
    }
    return isThere ? nil : absentPointer(steps, from: pointer)
  }

  /// Only what has one value for each thing that it stands in is missed there.
  private mutating func absentPointer(_ steps: ArraySlice<FieldPath.Step>, from pointer: String) -> String? {
    var path = pointer
    for step in steps {
      guard case .key(let key) = step else { return nil }
      path += "/\(ShredPlan.escaped(key))"
    }
    return counted(path)
  }

  private mutating func counted(_ pointer: String) -> String? {
    valuesBefore -= 1
    return valuesBefore < 0 ? pointer : nil
  }

  private mutating func skip() {
    var depth = 0
    repeat {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      k += 1
    } while depth > 0
  }
}

private struct UnsafeKeySearch {
  let bytes: UnsafePointer<UInt8>
  let positions: UnsafeBufferPointer<UInt32>

  func pointer(ofKeyAt offset: Int) -> String? {
    /// For each open container, the part of the pointer that leads into it; its index, if it is an array.
    var open: [(part: String, index: Int?)] = []
    for (k, position) in positions.enumerated() {
      switch bytes[Int(position)] {
      case UInt8(ascii: "{"): open.append(("", nil))
      case UInt8(ascii: "["): open.append(("0", 0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): open.removeLast()
      case UInt8(ascii: ","):
        guard let index = open[open.count - 1].index else { continue }
        open[open.count - 1] = ("\(index + 1)", index + 1)
      case UInt8(ascii: "\""):
        guard k + 1 < positions.count, bytes[Int(positions[k + 1])] == UInt8(ascii: ":") else { continue }
        let key = UnsafeJSONString(bytes: bytes, quote: Int(position), next: Int(positions[k + 1])).unescaped
        open[open.count - 1].part = ShredPlan.escaped(String(decoding: key, as: UTF8.self))
        if Int(position) == offset { return "/" + open.map(\.part).joined(separator: "/") }
      default: continue
      }
    }
    return nil
  }
}

import CSIMDJSON

/// Whether the bytes are well-formed UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF.
package func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  assay_utf8_is_valid(bytes.baseAddress, bytes.count)
}

/// The offset of the first byte that begins no well-formed UTF-8 sequence; of a broken sequence, its first byte.
package func firstInvalidUTF8(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let start = bytes.baseAddress else { return nil }
  var i = 0
  while i < bytes.count {
    if i + 8 <= bytes.count, unsafeWord(start + i) & 0x8080_8080_8080_8080 == 0 {
      i += 8
      continue
    }
    let length = unsafeSequenceLength(start, at: i, end: bytes.count)
    if length == 0 { return i }
    i += length
  }
  return nil
}

/// Eight bytes, the first one lowest.
@inline(__always)
func unsafeWord(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
}

/// Length of the well-formed sequence at `i`; 0 when there is none (table 3-7 of the Unicode Standard).
@inline(__always)
func unsafeSequenceLength(_ bytes: UnsafePointer<UInt8>, at i: Int, end: Int) -> Int {
  let first = bytes[i]
  if first < 0x80 { return 1 }
  var second: ClosedRange<UInt8> = 0x80...0xBF
  let length: Int
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF:
    length = 3
    if first == 0xE0 { second = 0xA0...0xBF } else if first == 0xED { second = 0x80...0x9F }
  case 0xF0...0xF4:
    length = 4
    if first == 0xF0 { second = 0x90...0xBF } else if first == 0xF4 { second = 0x80...0x8F }
  default: return 0
  }
  guard i + length <= end, second.contains(bytes[i + 1]) else { return 0 }
  for next in 2..<4 where next < length && bytes[i + next] & 0xC0 != 0x80 { return 0 }
  return length
}

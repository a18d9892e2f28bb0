/// Whether a text is a mailbox as people have them: a dot-atom of RFC 5321 up to 64 bytes, `@`, and a domain of at
/// least two labels, the last of which is not all digits.
///
/// Quoted local parts, address literals and addresses beyond ASCII are refused.
@inline(__always)
func isEmail(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = text.baseAddress, text.count <= 254 else { return false }
  let at = localPartLength(start, min(text.count, 65))
  guard at > 0, at <= 64, at < text.count, start[at] == UInt8(ascii: "@") else { return false }
  return isDomain(start + (at &+ 1), text.count &- at &- 1, minimumLabels: 2)
}

/// Characters of an atom: letters, digits and !#$%&'*+-/=?^_`{|}~, one bit for each of 0–63 and of 64–127.
private let atomLow: UInt64 = 0xA3FF_ACFA_0000_0000
private let atomHigh: UInt64 = 0x7FFF_FFFF_C7FF_FFFE

/// The length of the dot-atom at `p`; 0 where dots stand at an end or together.
@inline(__always)
private func localPartLength(_ p: UnsafePointer<UInt8>, _ limit: Int) -> Int {
  var i = 0
  var last = UInt8(ascii: ".")
  while i < limit {
    let byte = p[i]
    let half = byte < 64 ? atomLow : byte < 128 ? atomHigh : 0
    if half &>> UInt64(byte & 63) & 1 == 0 {
      guard byte == UInt8(ascii: "."), last != byte else { break }
    }
    last = byte
    i &+= 1
  }
  return last == UInt8(ascii: ".") ? 0 : i
}

/// Whether `count` bytes are labels of 1 to 63 letters, digits and inner hyphens, 253 bytes in all.
///
/// Where two labels are asked for, the last one must not be all digits, as in an address.
@inline(__always)
func isDomain(_ p: UnsafePointer<UInt8>, _ count: Int, minimumLabels: Int) -> Bool {
  guard count > 0, count <= 253 else { return false }
  var (labelStart, labels, hasLetter) = (0, 1, false)
  var last = UInt8(ascii: ".")
  for i in 0..<count {
    let byte = p[i]
    if isLetter(byte) {
      hasLetter = true
    } else if byte == UInt8(ascii: ".") {
      guard last != byte, last != UInt8(ascii: "-"), i &- labelStart <= 63 else { return false }
      labelStart = i &+ 1
      labels &+= 1
      hasLetter = false
    } else if byte == UInt8(ascii: "-") {
      guard last != UInt8(ascii: ".") else { return false }
      hasLetter = true
    } else if !isDigit(byte) {
      return false
    }
    last = byte
  }
  guard last != UInt8(ascii: "."), last != UInt8(ascii: "-"), count &- labelStart <= 63 else { return false }
  return minimumLabels < 2 || labels >= minimumLabels && hasLetter
}

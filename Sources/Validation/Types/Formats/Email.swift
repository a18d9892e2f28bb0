/// Whether a text is a mailbox as people have them: a dot-atom of RFC 5321 up to 64 bytes, `@`, and a domain of at
/// least two labels, the last of which is not all digits.
///
/// Quoted local parts, address literals and addresses beyond ASCII are refused.
@inline(__always)
func isEmail(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = text.baseAddress, text.count <= 254 else { return false }
  let at = localPartLength(start, text.count)
  return at > 0 && at <= 64 && isDomain(start + (at &+ 1), text.count &- at &- 1, minimumLabels: 2)
}

/// Characters of an atom: letters, digits and !#$%&'*+-/=?^_`{|}~, one bit for each of 0–63 and of 64–127.
private let atomLow: UInt64 = 0xA3FF_ACFA_0000_0000
private let atomHigh: UInt64 = 0x7FFF_FFFF_C7FF_FFFE

/// The length of the dot-atom before an `@`; 0 where there is none. Only what is no letter or digit is looked at.
@inline(__always)
private func localPartLength(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
  var base = 0
  var atomStart = 0
  while base < count {
    var marks = nonAlphanumerics(loadWord(p + base))
    while marks != 0 {
      let i = base &+ marks.trailingZeroBitCount >> 3
      guard i < count else { return 0 }
      let byte = p[i]
      if byte == UInt8(ascii: "@") { return i == atomStart ? 0 : i }
      if byte == UInt8(ascii: ".") {
        guard i != atomStart else { return 0 }
        atomStart = i &+ 1
      } else {
        let half = byte < 64 ? atomLow : byte < 128 ? atomHigh : 0
        guard half &>> UInt64(byte & 63) & 1 != 0 else { return 0 }
      }
      marks &= marks &- 1
    }
    base &+= 8
  }
  return 0
}

/// Whether `count` bytes are labels of 1 to 63 letters, digits and inner hyphens, 253 bytes in all.
///
/// Where two labels are asked for, the last one must not be all digits, as in an address.
@inline(__always)
func isDomain(_ p: UnsafePointer<UInt8>, _ count: Int, minimumLabels: Int) -> Bool {
  guard count > 0, count <= 253 else { return false }
  var (base, labelStart, labels) = (0, 0, 1)
  while base < count {
    var marks = nonAlphanumerics(loadWord(p + base))
    while marks != 0 {
      let i = base &+ marks.trailingZeroBitCount >> 3
      if i >= count { break }
      if p[i] == UInt8(ascii: ".") {
        guard isLabel(p, labelStart, i) else { return false }
        labelStart = i &+ 1
        labels &+= 1
      } else if p[i] != UInt8(ascii: "-") {
        return false
      }
      marks &= marks &- 1
    }
    base &+= 8
  }
  guard isLabel(p, labelStart, count) else { return false }
  return minimumLabels < 2 || labels >= minimumLabels && (labelStart..<count).contains { !isDigit(p[$0]) }
}

/// Whether letters, digits and hyphens from `start` to `end` are a label.
@inline(__always)
private func isLabel(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
  UInt(bitPattern: end &- start &- 1) < 63 && p[start] != UInt8(ascii: "-") && p[end &- 1] != UInt8(ascii: "-")
}

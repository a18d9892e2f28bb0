// Eight digits at once, in one 64-bit word. The first character is the lowest byte.
//
//   text      "1 2 3 4 5 6 7 8"          each byte ^ '0' is a digit where it is at most 9
//   × 10 + next byte    12  34  56  78   in every second byte
//   × 100 + …           1234    5678     in every fourth
//   × 10000 + …         12345678
//
// Words may be loaded beyond the end of a text: every text has 16 readable bytes after it.

private let highBits: UInt64 = 0x8080_8080_8080_8080
private let zeroCharacters: UInt64 = 0x3030_3030_3030_3030

/// The eight bytes at `p`, the first one lowest.
@inline(__always)
func loadWord(_ p: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
}

/// The four bytes at `p`, the first one lowest.
@inline(__always)
func loadHalfWord(_ p: UnsafePointer<UInt8>) -> UInt32 {
  UInt32(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt32.self))
}

/// The high bit of every byte above 9.
@inline(__always)
func nonDigits(_ digits: UInt64) -> UInt64 { ((digits &+ 0x7676_7676_7676_7676) | digits) & highBits }

/// The value of eight digits, each 0 to 9, the first in the lowest byte.
@inline(__always)
func eightDigitValue(_ digits: UInt64) -> UInt64 {
  var t = ((digits &* 10) &+ (digits >> 8)) & 0x00FF_00FF_00FF_00FF
  t = ((t &* 100) &+ (t >> 16)) & 0x0000_FFFF_0000_FFFF
  t = (t &* 10_000) &+ (t >> 32)
  return t & 0xFFFF_FFFF
}

/// Reads 1 to 8 digits; `bad` is not zero where one of them is none.
@inline(__always)
func readUpToEightDigits(_ p: UnsafePointer<UInt8>, _ count: Int, _ bad: inout UInt64) -> UInt64 {
  let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
  let digits = (loadWord(p) ^ zeroCharacters) &<< shift
  bad |= nonDigits(digits)
  return eightDigitValue(digits)
}

/// Reads 0 to 18 digits; `bad` is not zero where one of them is none.
@inline(__always)
func readDigits(_ p: UnsafePointer<UInt8>, _ count: Int, _ bad: inout UInt64) -> UInt64 {
  if count <= 8 { return count == 0 ? 0 : readUpToEightDigits(p, count, &bad) }
  let first = readUpToEightDigits(p, count <= 16 ? count &- 8 : 8, &bad)
  if count <= 16 { return first &* 100_000_000 &+ readUpToEightDigits(p + (count &- 8), 8, &bad) }
  let second = readUpToEightDigits(p + 8, 8, &bad)
  let third = readUpToEightDigits(p + 16, count &- 16, &bad)
  return (first &* 100_000_000 &+ second) &* (count == 17 ? 10 : 100) &+ third
}

/// How many digits stand at `p`, counting no more than 8.
@inline(__always)
func leadingDigitCount(_ p: UnsafePointer<UInt8>) -> Int {
  let bad = nonDigits(loadWord(p) ^ zeroCharacters)
  return bad == 0 ? 8 : bad.trailingZeroBitCount >> 3
}

/// The index of the first `byte` among the first `count` ones at `p`; `count` where there is none.
@inline(__always)
func firstIndex(of byte: UInt8, _ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
  let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
  var i = 0
  while i < count {
    let difference = loadWord(p + i) ^ pattern
    let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & highBits
    if zeros != 0 { return min(count, i &+ zeros.trailingZeroBitCount >> 3) }
    i &+= 8
  }
  return count
}

/// The high bit of every byte that is not a hexadecimal digit.
@inline(__always)
func nonHexDigits(_ word: UInt64) -> UInt64 {
  let isDigit = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
  let lower = word | 0x2020_2020_2020_2020
  let isLetter = (lower &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lower &+ 0x1919_1919_1919_1919)
  return (~(isDigit | isLetter) | word) & highBits
}

/// The high bit of every byte that is no ASCII letter or digit; unreliable after a byte that is not ASCII.
@inline(__always)
func nonAlphanumerics(_ word: UInt64) -> UInt64 {
  let isDigit = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
  let lower = word | 0x2020_2020_2020_2020
  let isLetter = (lower &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lower &+ 0x0505_0505_0505_0505)
  return (~(isDigit | isLetter) | word) & highBits
}

/// 10^0 to 10^18.
let powersOfTen: [Int64] = (0...18).map { power in (0..<power).reduce(Int64(1)) { product, _ in product * 10 } }

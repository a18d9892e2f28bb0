import CCSVKernels
import Contracts

/// Takes the values of a column that are spelled as nearly all are, lists the others, and returns how many those are.
typealias ColumnKernel = (UnsafePointer<assay_cells>, UnsafeMutablePointer<UInt32>) -> Int

extension Column {
  /// Hands to `body` the values that a kernel leaves, in order.
  @inline(__always)
  func forEachLeft(by kernel: ColumnKernel, _ body: (_ i: Int) -> Void) {
    let (states, listed) = (UnsafeRawPointer(states), listed)
    var cells = assay_cells(
      texts: UnsafeRawPointer(texts).assumingMemoryBound(to: UnsafePointer<UInt8>?.self), lengths: lengths,
      states: states.assumingMemoryBound(to: UInt8.self), count: count)
    for k in 0..<kernel(&cells, listed) { body(Int(listed[k])) }
  }

  /// The same as `judgeValues`, but the kernel has its turn first.
  @inline(__always)
  func judgeValues(
    after kernel: ColumnKernel, _ body: (_ i: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> CellState
  ) {
    let (texts, lengths, states) = (texts, lengths, states)
    forEachLeft(by: kernel) { i in states[i] = body(i, texts[i], Int(lengths[i])) }
  }

  /// Gives every value that is still `value` the state that `body` finds for its text.
  @inline(__always)
  func judgeValues(_ body: (_ i: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> CellState) {
    let (texts, lengths, states) = (texts, lengths, states)
    for i in 0..<count where states[i] == .value {
      states[i] = body(i, texts[i], Int(lengths[i]))
    }
  }

  /// Drops spaces and tabs at both ends of texts and strings.
  func trimBlanks() {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    for i in 0..<count where states[i] == .value && (kinds[i] == .text || kinds[i] == .string) {
      var (start, end) = (0, Int(lengths[i]))
      while start < end, isBlank(texts[i][start]) { start += 1 }
      while start < end, isBlank(texts[i][end - 1]) { end -= 1 }
      texts[i] += start
      lengths[i] = UInt32(truncatingIfNeeded: end - start)
    }
    lengthBits = .max
  }

  /// Makes null what is spelled as missing.
  func markMissing(_ missing: SpellingSet) {
    guard missing.lengths & lengthBits != 0 else { return }
    let isOnlyEmpty = missing.lengths == 1
    judgeValues { i, text, length in
      guard missing.mayContain(length: length), kinds[i].rawValue <= TokenKind.string.rawValue else { return .value }
      return isOnlyEmpty || missing.contains(self.text(i)) ? .null : .value
    }
  }

  /// Makes JSON's null null, and invalid what is another kind of token than the type reads.
  func markUnexpectedKinds(_ expected: TokenKindSet) {
    let (kinds, states) = (kinds, states)
    let memory = UnsafeRawPointer(kinds)
    var i = 0
    while i < count {
      // Most columns have one kind, eight of which are a word.
      let first = kinds[i]
      if i &+ 8 <= count, expected.contains(first),
        memory.loadUnaligned(fromByteOffset: i, as: UInt64.self) == UInt64(first.rawValue) &* 0x0101_0101_0101_0101
      {
        i &+= 8
        continue
      }
      if states[i] == .value, !expected.contains(first) { states[i] = first == .null ? .null : .invalid }
      i &+= 1
    }
  }

  func decodeBooleans(_ spellings: BooleanSpellings?, _ level: KernelLevel) {
    guard let spellings else { return decodeBooleans(level) }
    let (kinds, integers) = (kinds, integers)
    judgeValues { i, text, length in
      switch kinds[i] {
      case .true: integers[i] = 1
      case .false: integers[i] = 0
      default:
        let text = UnsafeBufferPointer(start: text, count: length)
        let isTrue = spellings.trueWords.contains(text)
        guard isTrue || spellings.falseWords.contains(text) else { return .invalid }
        integers[i] = isTrue ? 1 : 0
      }
      return .value
    }
  }

  /// `true` and `false`, which JSON's tokens have for their text, too.
  private func decodeBooleans(_ level: KernelLevel) {
    let integers = integers
    judgeValues(after: { assay_decode_booleans(level.kernel, $0, integers, $1) }) { i, text, length in
      // Zero where the text is the word. Which one it is must not be a branch: nobody could foresee it.
      let word = loadWord(text)
      let length = UInt64(truncatingIfNeeded: length)
      let notTrue = (word & 0xFFFF_FFFF ^ 0x6575_7274) | length ^ 4
      let notFalse = (word & 0xFF_FFFF_FFFF ^ 0x65_736C_6166) | length ^ 5
      integers[i] = notTrue == 0 ? 1 : 0
      return min(notTrue, notFalse) == 0 ? .value : .invalid
    }
  }

  func decodeUUIDs(_ level: KernelLevel) {
    judgeValues(after: { assay_leave_non_uuids(level.kernel, $0, $1) }) { _, text, length in
      length == 36 && isUUID(text) ? .value : .invalid
    }
  }
}

/// Whether 36 bytes are `8-4-4-4-12` hexadecimal digits of either case.
@inline(__always)
func isUUID(_ p: UnsafePointer<UInt8>) -> Bool {
  let hyphen = UInt8(ascii: "-")
  let marks = (p[8] ^ hyphen) | (p[13] ^ hyphen) | (p[18] ^ hyphen) | (p[23] ^ hyphen)
  // Its groups of four, two to a word.
  let middle = UInt64(loadHalfWord(p + 9)) | UInt64(loadHalfWord(p + 14)) << 32
  let later = UInt64(loadHalfWord(p + 19)) | UInt64(loadHalfWord(p + 32)) << 32
  let bad = nonHexDigits(loadWord(p)) | nonHexDigits(middle) | nonHexDigits(later) | nonHexDigits(loadWord(p + 24))
  return UInt64(marks) | bad == 0
}

import Contracts

/// A decimal mark other than the point, a mark between groups of three digits, or both.
struct NumberMarks: Sendable {
  let decimal: [UInt8]
  let group: [UInt8]?

  /// `nil` where nothing is declared.
  init?(_ spelling: Spelling, hasFraction: Bool) throws(DecoderProblem) {
    guard spelling.decimalMark != nil || spelling.groupMark != nil else { return nil }
    // The dialect's decimal mark reaches integers too, which have no use for it.
    decimal = try Self.mark(spelling.decimalMark ?? ".", "decimal_mark")
    group = try spelling.groupMark.map { text throws(DecoderProblem) in try Self.mark(text, "group_mark") }
    if hasFraction, decimal == group {
      throw DecoderProblem("group_mark", "`group_mark` and `decimal_mark` are both `\(spelling.groupMark ?? "")`")
    }
  }

  private static func mark(_ text: String, _ key: String) throws(DecoderProblem) -> [UInt8] {
    guard text.unicodeScalars.count == 1, !text.utf8.contains(where: { $0 &- 48 < 10 }), !"+-eE".contains(text) else {
      throw DecoderProblem(key, "`\(key)` is one character that is no digit, sign or `e`; found `\(text)`")
    }
    return Array(text.utf8)
  }

  /// Rewrites a number with a point and without groups into `target`, which holds as many bytes as the text.
  ///
  /// Returns its length, or `nil` where groups are not of three digits or a plain point stands beside another mark.
  func normalize(
    _ text: UnsafeBufferPointer<UInt8>, into target: UnsafeMutablePointer<UInt8>, hasFraction: Bool
  ) -> Int? {
    var length = 0
    var i = 0
    func put(_ byte: UInt8) {
      target[length] = byte
      length += 1
    }
    if i < text.count, text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "+") {
      put(text[i])
      i += 1
    }
    guard copyWhole(text, &i, put) else { return nil }
    if hasFraction, Self.stands(decimal, in: text, at: i) {
      put(UInt8(ascii: "."))
      i += decimal.count
    }
    while i < text.count {
      guard text[i] != UInt8(ascii: ".") else { return nil }
      put(text[i])
      i += 1
    }
    return length
  }

  /// Copies the digits before the decimal mark: with no group mark, or with one after every group.
  private func copyWhole(_ text: UnsafeBufferPointer<UInt8>, _ i: inout Int, _ put: (UInt8) -> Void) -> Bool {
    var (digits, groups) = (0, 0)
    while i < text.count {
      if text[i] &- 48 < 10 {
        put(text[i])
        digits += 1
        i += 1
      } else if let group, Self.stands(group, in: text, at: i) {
        guard groups == 0 ? (1...3).contains(digits) : digits == 3 else { return false }
        groups += 1
        digits = 0
        i += group.count
      } else {
        break
      }
    }
    return groups == 0 || digits == 3
  }

  private static func stands(_ mark: [UInt8], in text: UnsafeBufferPointer<UInt8>, at i: Int) -> Bool {
    i + mark.count <= text.count && mark.elementsEqual(text[i..<(i + mark.count)])
  }
}

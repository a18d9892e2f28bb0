import Glibc

/// The numbers of texts in a list, looked up by whole columns.
struct TextIndex: Sendable {
  /// In place of a number, for a text that is not in the list.
  static let absent = UInt32.max

  private let texts: TextSet

  /// No two of the texts may be the same.
  init(_ texts: [[UInt8]]) { self.texts = TextSet(texts) }

  /// Calls with the index of each value of state `value`, in order, and its text's number or `absent`. A text that
  /// repeats the one before it is not looked up again.
  @inline(__always)
  func forEachNumber(in column: Column, _ body: (_ value: Int, _ number: UInt32) -> Void) {
    let (values, lengths, states) = (column.texts, column.lengths, column.states)
    var last: (text: UnsafePointer<UInt8>, length: UInt32, number: UInt32)?
    for i in 0..<column.count where states[i] == .value {
      let (text, length) = (values[i], lengths[i])
      if let last, last.length == length, Self.isEqual(text, last.text, Int(length)) {
        body(i, last.number)
        continue
      }
      let number = texts.number(of: text, Int(length)) ?? Self.absent
      last = (text, length, number)
      body(i, number)
    }
  }

  /// Compares texts of one length, which differ in their first bytes if at all.
  @inline(__always)
  private static func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    var (first, second) = (length == 0 ? 0 : loadWord(a), length == 0 ? 0 : loadWord(b))
    if length < 8 {
      let mask = (UInt64(1) &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
      (first, second) = (first & mask, second & mask)
    }
    guard first == second else { return false }
    return length <= 8 || memcmp(a + 8, b + 8, length - 8) == 0
  }
}

extension FieldDecoder {
  /// Every value of the column that is of its type, by its index, with a key that equal values share and no others.
  ///
  /// A key of 8 bytes is a number, ordered like the values; what does not fit one takes more. In other fields the same
  /// bytes may mean something else.
  @inline(__always)
  func forEachKey(of column: Column, _ body: (Int, CompactKey) -> Void) {
    let (states, texts, lengths) = (column.states, column.texts, column.lengths)
    switch reading {
    case .integer, .boolean, .date, .time, .timestamp, .duration:
      let integers = column.integers
      for i in 0..<column.count where states[i].isJudged {
        body(i, states[i] == .value ? CompactKey(ordered: integers[i]) : spelledKey(of: column, i))
      }
    case .string, .object, .array:
      for i in 0..<column.count where states[i].isJudged {
        body(i, CompactKey(paddedText: texts[i], Int(lengths[i])))
      }
    case .number:
      for i in 0..<column.count where states[i].isJudged { body(i, CompactKey(column.doubles[i])) }
    case .uuid:
      for i in 0..<column.count where states[i].isJudged {
        body(i, CompactKey(tag: 16, high: uuidHalf(texts[i]), low: uuidSecondHalf(texts[i])))
      }
    case .any, .decimal:
      for i in 0..<column.count where states[i].isJudged { body(i, spelledKey(of: column, i)) }
    }
  }

  /// The key of a value by the bytes of `appendKey`. Those of a wide integer are more than 8.
  @inline(never)
  private func spelledKey(of column: Column, _ i: Int) -> CompactKey {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(column.lengths[i]) + 24)
    appendKey(of: column, i, to: &bytes)
    return bytes.withUnsafeBufferPointer { CompactKey($0) }
  }
}

extension CompactKey {
  /// A number that is not NaN, with the order of the numbers. Adding zero makes -0 the same as 0.
  @inline(__always)
  fileprivate init(_ number: Double) {
    let bits = (number + 0).bitPattern
    self.init(tag: 8, high: 0, low: bits >> 63 == 0 ? bits | 1 << 63 : ~bits)
  }
}

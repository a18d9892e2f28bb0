/// A text's lines, for messages: found by bytes, since the text need not be UTF-8. A byte order mark is no part of
/// them.
package struct SourceText: Sendable {
  private let lines: [ArraySlice<UInt8>]

  package init(_ bytes: [UInt8]) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  /// A line by number, from 1, without its terminator; what is not UTF-8 in it is replaced. `nil` past the end.
  package func line(_ number: Int) -> String? {
    guard lines.indices.contains(number - 1) else { return nil }
    let line = lines[number - 1]
    return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }

  /// Where the bytes stop being UTF-8; `nil` when they never do.
  static func encodingProblem(in bytes: [UInt8]) -> MarkupProblem? {
    guard let offset = firstInvalidOffset(in: bytes) else { return nil }
    let before = bytes[..<offset]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let digits = String(bytes[offset], radix: 16, uppercase: true)
    return MarkupProblem(
      code: "encoding.not_utf8", "The text is not UTF-8: byte 0x\(digits) at offset \(offset) is out of place.",
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: String(decoding: bytes[lineStart..<offset], as: UTF8.self).unicodeScalars.count + 1,
      advice: "Save the file as UTF-8.")
  }

  private static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return min(offset, bytes.count - 1)
  }
}

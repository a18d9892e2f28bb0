import Testing

@testable import Validation

@Suite struct JSONLinesIndexTests {
  @Test(arguments: ["", "\n", "{}", "{}\n", "{}\n{}", "{}\n\n{}\n", "\n\n", "a\r\nb\r"])
  func linesAreCountedAsTheyAreFound(_ text: String) {
    let index = JSONLinesIndex()
    for bytes in [Array("{}\n{}\n".utf8), Array(text.utf8)] {
      bytes.withUnsafeBufferPointer(index.removeAll(andIndex:))
      #expect(index.lineFeedCount == bytes.count { $0 == 0x0A })
      #expect(index.recordStarts[index.recordCount] == bytes.count)
    }
  }
}

import Foundation
import Testing

@testable import Validation

struct UTF8Tests {
  struct Case: Sendable {
    var name: String
    var isValid: Bool
    var bytes: [UInt8]
  }

  /// The cases of flenniken/utf8tests.
  static let cases: [Case] = {
    let file = SuiteData.folder("utf8tests").appending(path: "utf8tests.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
      guard !line.hasPrefix("#"), parts.count >= 3 else { return nil }
      let kind = parts[1].trimmingCharacters(in: .whitespaces)
      return Case(
        name: String(parts[0]), isValid: kind.hasPrefix("valid"),
        bytes: kind.hasSuffix("hex") ? bytes(parts[2]) : Array(parts[2].utf8))
    }
  }()

  private static func bytes(_ hex: Substring) -> [UInt8] {
    let digits = hex.filter { $0.isHexDigit }.map { $0.hexDigitValue ?? 0 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  @Test func suiteIsComplete() {
    #expect(Self.cases.filter(\.isValid).count > 50 && Self.cases.filter { !$0.isValid }.count > 100)
  }

  @Test func suiteIsJudgedAsItSays() {
    for test in Self.cases {
      for padding in [0, 5, 70] {
        let text = Array(repeating: UInt8(ascii: "x"), count: padding) + test.bytes + Array("yz".utf8)
        let offset = text.withUnsafeBufferPointer { firstInvalidUTF8(in: $0) }
        #expect((offset == nil) == test.isValid, "\(test.name)")
        #expect(text.withUnsafeBufferPointer { isValidUTF8($0) } == test.isValid, "\(test.name)")
      }
    }
  }

  @Test func suiteIsJudgedAlikeInStrings() {
    for test in Self.cases where !test.bytes.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      let text = Array("{\"a\":\"".utf8) + test.bytes + Array("\"}".utf8)
      let both = JSONLinesReader.Engine.allCases.map { Shredding(text, paths: ["a"], engine: $0) }
      #expect(both[0] == both[1], "\(test.name)")
      let offset = text.withUnsafeBufferPointer { firstInvalidUTF8(in: $0) }
      #expect(both[0].faults == (offset.map { ["0: bad_encoding at \($0)"] } ?? []), "\(test.name)")
    }
  }

  /// Swift's own decoder says where text is repaired.
  @Test func everyTwoAndThreeByteSequenceIsJudgedAsSwiftDoes() {
    for first in UInt8(0x7F)...0xFF {
      for second in stride(from: UInt8(0x70), through: 0xF0, by: 8) {
        for tail: [UInt8] in [[], [0x80], [0xBF, 0x80], [0x80, 0xBF], [0x80, 0xBF, 0x41]] {
          let bytes = [first, second] + tail
          let isValid = String(validating: bytes, as: UTF8.self) != nil
          #expect((bytes.withUnsafeBufferPointer { firstInvalidUTF8(in: $0) } == nil) == isValid, "\(bytes)")
          #expect(bytes.withUnsafeBufferPointer { isValidUTF8($0) } == isValid, "\(bytes)")
        }
      }
    }
  }

  @Test(arguments: [
    ([0xFF], 0), ([0x61, 0xC3], 1), ([0xC3, 0xA9, 0x80], 2), ([0x61, 0xE2, 0x82, 0x61], 1), ([0xED, 0xA0, 0x80], 0),
    ([0xC0, 0xAF], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
  ] as [([UInt8], Int)])
  func theOffsetIsThatOfTheBrokenSequence(bytes: [UInt8], offset: Int) {
    #expect(bytes.withUnsafeBufferPointer { firstInvalidUTF8(in: $0) } == offset)
  }
}

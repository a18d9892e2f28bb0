import TestSupport
import Testing

/// Byte order marks and encodings, end to end.
struct EncodingTests {
  private func run(_ data: String, _ bytes: [UInt8], _ words: String...) throws -> CommandResult {
    let bench = try Bench()
    try bench.write("e.csv", bytes)
    try bench.write(
      "e.assay.yaml",
      "assay: 1\nid: e\ndata: { files: e.csv\(data) }\n"
        + "fields: [{ name: é, type: string, enum: [\"ß\", \"€\", \"😀\"] }]\n")
    return try bench.run(["check", "e.assay.yaml"] + words)
  }

  private static let text = "é\nß\n€\n😀\n"
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  @Test(
    arguments: [
      ("allow", true, 0), ("allow", false, 0), ("require", true, 0), ("require", false, 1), ("forbid", true, 1),
      ("forbid", false, 0),
    ] as [(String, Bool, Int32)])
  func theByteOrderMarkIsAsAgreed(asked: String, isThere: Bool, status: Int32) throws {
    let run = try run(", byte_order_mark: \(asked)", (isThere ? Self.mark : []) + Array(Self.text.utf8))
    #expect(run.status == status, "\(run.all)")
    if status == 1 {
      #expect(run.output.contains(isThere ? "begins with a byte order mark" : "has no byte order mark"))
      #expect(run.output.contains("`byte_order_mark: \(asked)`"))
    }
  }

  private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  @Test(arguments: [
    ("utf-16", true, true), ("utf-16", false, true), ("utf-16", true, false), ("utf-16be", true, false),
    ("utf-16be", true, true), ("utf-16le", false, false), ("utf-16le", false, true),
  ])
  func utf16IsReadInBothOrders(encoding: String, bigEndian: Bool, mark: Bool) throws {
    let run = try run(", encoding: \(encoding)", utf16(Self.text, bigEndian: bigEndian, mark: mark))
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.contains("offsets in e.csv are those of the text as UTF-8"))
  }

  @Test func oneByteEncodingsAreRead() throws {
    #expect(try run(", encoding: latin-1", [0xE9, 0x0A, 0xDF, 0x0A]).status == 0)
    #expect(try run(", encoding: windows-1252", [0xE9, 0x0A, 0x80, 0x0A]).status == 0)
    // 0x81 is no character of Windows-1252.
    let bad = try run(", encoding: windows-1252", [0xE9, 0x0A, 0x81, 0x0A, 0x80, 0x0A])
    #expect(bad.status == 1)
    #expect(bad.output.contains("e/record.malformed  1 of 2"), "\(bad.output)")
  }

  @Test func badUTF16IsAViolationWhereItStands() throws {
    // A lone surrogate, and a text that ends within a unit.
    var bytes =
      utf16("é\nß\n", bigEndian: true, mark: true) + [0xD8, 0x00, 0x00, 0x0A]
      + utf16("€\n", bigEndian: true, mark: false)
    let lone = try run(", encoding: utf-16", bytes)
    #expect(lone.status == 1)
    #expect(lone.output.contains("e/record.malformed  1 of 3"), "\(lone.output)")
    bytes = utf16("é\nß\n", bigEndian: true, mark: true) + [0x20]
    let cut = try run(", encoding: utf-16", bytes)
    #expect(cut.status == 1)
    #expect(cut.output.contains("e/record.malformed  1 of 2"), "\(cut.output)")
  }

  /// What iconv writes for one character did not fit at the end of a block, and the rest of the file was lost.
  @Test(arguments: ["1", "2", "3", "5", "64", "1000", "64K", "65537"]) func noCharacterIsLostWhereBlocksEnd(
    block: String
  ) throws {
    let rows = String(repeating: "€\n😀\nß\n", count: 20_000)
    let run = try run(
      ", encoding: utf-16", utf16("é\n" + rows, bigEndian: false, mark: true), "--block-size", block, "--threads", "1")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.contains("60,000 records"))
  }

  @Test func utf8DataIsNoUTF16() throws {
    let run = try run(", encoding: utf-16", Array(Self.text.utf8))
    #expect(run.status == 1)
  }
}

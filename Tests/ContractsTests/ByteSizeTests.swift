import Contracts
import Testing

/// Sizes on the command line and in contracts.
@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("65536", 65_536), ("64B", 64), ("512K", 524_288), ("512KiB", 524_288), ("64M", 67_108_864),
    ("64MiB", 67_108_864), ("2G", 2_147_483_648), ("2GiB", 2_147_483_648),
  ])
  func aSizeIsReadAlikeEverywhere(text: String, bytes: Int) {
    #expect(ByteSize(text) == .bytes(bytes))
  }

  @Test(arguments: ["", "M", "0", "064M", "-1", "+1", "1.5G", "64MB", "64m", "64 M", "64Mi", "64MiB ", "1\u{212A}", "1\u{301}M", "٣M"])
  func anythingElseIsNone(text: String) {
    #expect(ByteSize(text) == nil)
  }

  @Test func whatNoIntegerHoldsIsSaid() {
    #expect(ByteSize("8589934592G") == .beyondInt)
    #expect(ByteSize("8589934591G") == .bytes(8_589_934_591 << 30))
    #expect(ByteSize("99999999999999999999") == .beyondInt)
  }
}

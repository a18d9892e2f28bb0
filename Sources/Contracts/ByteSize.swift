/// A number of bytes as people write it, alike on the command line and in contracts: `65536` or `65536B`, `512K`,
/// `64M`, `2G`, or the same with `iB` (`64MiB`), all in powers of 1,024.
///
/// `64MB` is none: to some it is 64 · 1000², to others 64 · 1024².
package enum ByteSize: Hashable, Sendable {
  case bytes(Int)
  /// Well written, and more than `Int` holds.
  case beyondInt

  /// What a size looks like, for messages and help.
  package static let examples = "65536, 512K, 64M or 2G, where K, M and G are KiB, MiB and GiB"

  /// What `init` takes, in ECMA 262, for schemas.
  package static let pattern = "^[1-9][0-9]*(B|[KMG](iB)?)?$"

  private static let shifts: [(unit: String, shift: Int)] = [
    ("", 0), ("B", 0), ("K", 10), ("KiB", 10), ("M", 20), ("MiB", 20), ("G", 30), ("GiB", 30),
  ]

  /// `nil` for anything else: no digits, a leading zero, another unit.
  package init?(_ text: String) {
    // By scalars: to a comparison of texts, the Kelvin sign is a K.
    let digits = text.unicodeScalars.prefix { ("0"..."9").contains($0) }
    let unit = text.unicodeScalars.dropFirst(digits.count)
    guard let first = digits.first, first != "0",
      let shift = Self.shifts.first(where: { $0.unit.unicodeScalars.elementsEqual(unit) })?.shift
    else { return nil }
    guard let count = Int(String(digits)), count <= Int.max >> shift else {
      self = .beyondInt
      return
    }
    self = .bytes(count << shift)
  }
}

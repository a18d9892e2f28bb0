/// Where a key stands, in one number whose order is that of the records (and of the values in each).
///
/// For a key of one value a record it is the record's index over the whole dataset, from 0. Where a record has several
/// keys, the items of an array, it is, from the highest bit: the record's index, the item's in 18 bits, and a bit that
/// says that the record is counted as a violation already.
package enum KeyPlace: Sendable {
  static let itemBits: UInt64 = 18
  /// Below the record's index, where records have several keys.
  static let lowerBits = itemBits + 1
  static let maximumItem = 1 << Int(itemBits) - 1
  /// What a table's entry has room for.
  static let limit: UInt64 = 1 << 59 - 1
  /// Where records have several keys.
  static let maximumRecordCount = Int(limit >> lowerBits)
  static let countedBit: UInt64 = 1

  /// How far a record's index is shifted.
  @inline(__always)
  package static func shift(hasItems: Bool) -> UInt64 { hasItems ? lowerBits : 0 }

  @inline(__always)
  package static func record(_ place: UInt64, hasItems: Bool) -> Int { Int(place >> shift(hasItems: hasItems)) }

  @inline(__always)
  package static func item(_ place: UInt64, hasItems: Bool) -> UInt32 {
    hasItems ? UInt32(place >> 1 & UInt64(maximumItem)) : 0
  }

  @inline(__always)
  package static func isCounted(_ place: UInt64, hasItems: Bool) -> Bool { hasItems && place & countedBit != 0 }
}

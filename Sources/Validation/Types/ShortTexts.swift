import CCSVKernels

/// The short texts of a closed set, at most one in a slot, so that a kernel looks at one slot a cell.
struct ShortTexts: Sendable {
  private let slots: [assay_short_text]
  private let multiplier: UInt64
  private let shift: UInt32

  /// `nil` where there are none, or too many to be near at hand. Texts whose slot is taken are left out.
  init?(_ texts: [[UInt8]]) {
    let entries = texts.compactMap(Self.entry)
    guard (1...256).contains(entries.count) else { return nil }
    let bits = max(3, (entries.count * 4 - 1).bitWidth - (entries.count * 4 - 1).leadingZeroBitCount)
    let tries = (UInt64(1)...64).map { Self.placed(entries, 0x9E37_79B9_7F4A_7C15 &* (2 &* $0 &- 1), 64 - UInt32(bits)) }
    guard let best = tries.max(by: { $0.placedCount < $1.placedCount }) else { return nil }
    (slots, multiplier, shift) = (best.slots, best.multiplier, 64 - UInt32(bits))
  }

  private static func entry(_ text: [UInt8]) -> assay_short_text? {
    guard text.count <= 16 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    return assay_short_text(low: word(text.prefix(8)), high: word(text.dropFirst(8)), length: UInt64(text.count))
  }

  private static func placed(
    _ entries: [assay_short_text], _ multiplier: UInt64, _ shift: UInt32
  ) -> (placedCount: Int, multiplier: UInt64, slots: [assay_short_text]) {
    let none = assay_short_text(low: 0, high: 0, length: .max)
    var slots = [assay_short_text](repeating: none, count: 1 << (64 - Int(shift)))
    var placedCount = 0
    for entry in entries {
      let slot = assay_short_text_slot(entry.low, entry.high, entry.length, multiplier, shift)
      guard slots[slot].length == .max else { continue }
      slots[slot] = entry
      placedCount += 1
    }
    return (placedCount, multiplier, slots)
  }

  /// Lists the values that are not in the table, and returns how many those are.
  @inline(__always)
  func leave(_ cells: UnsafePointer<assay_cells>, _ level: KernelLevel, _ left: UnsafeMutablePointer<UInt32>) -> Int {
    slots.withUnsafeBufferPointer { slots in
      var table = assay_short_texts(slots: slots.baseAddress, multiplier: multiplier, shift: shift)
      return assay_leave_non_members(level.kernel, cells, &table, left)
    }
  }
}

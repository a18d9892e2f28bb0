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
    var slotCount = 8
    while slotCount < entries.count * 4 { slotCount *= 2 }
    let shift = 64 - UInt32(slotCount.trailingZeroBitCount)
    var best = Placing()
    for odd in stride(from: UInt64(1), to: 128, by: 2) where best.count < entries.count {
      let placing = Self.place(entries, multiplier: 0x9E37_79B9_7F4A_7C15 &* odd, shift)
      if placing.count > best.count { best = placing }
    }
    (slots, multiplier, self.shift) = (best.slots, best.multiplier, shift)
  }

  /// Where texts came to stand, and how many did.
  private struct Placing {
    var slots: [assay_short_text] = []
    var multiplier: UInt64 = 0
    var count = 0
  }

  private static func entry(_ text: [UInt8]) -> assay_short_text? {
    guard text.count <= 16 else { return nil }
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    return assay_short_text(low: word(text.prefix(8)), high: word(text.dropFirst(8)), length: UInt64(text.count))
  }

  private static func place(_ entries: [assay_short_text], multiplier: UInt64, _ shift: UInt32) -> Placing {
    let none = assay_short_text(low: 0, high: 0, length: .max)
    let slots = [assay_short_text](repeating: none, count: 1 << (64 - Int(shift)))
    var placing = Placing(slots: slots, multiplier: multiplier)
    for entry in entries {
      let slot = assay_short_text_slot(entry.low, entry.high, entry.length, multiplier, shift)
      guard placing.slots[slot].length == .max else { continue }
      placing.slots[slot] = entry
      placing.count += 1
    }
    return placing
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

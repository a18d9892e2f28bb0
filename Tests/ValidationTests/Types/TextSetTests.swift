import Testing

@testable import Validation

@Suite struct TextSetTests {
  private static func ids(_ prefix: String) -> [[UInt8]] {
    (0..<4_217).map { number in
      let digits = String(number)
      return Array((prefix + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    }
  }

  private func number(_ text: [UInt8], in set: TextSet) -> UInt32? {
    (text + [UInt8](repeating: 0xFF, count: 8)).withUnsafeBufferPointer { padded in
      padded.baseAddress.flatMap { set.number(of: $0, text.count) }
    }
  }

  @Test(arguments: ["", "s", "src-", "source:", "https://example.org/"])
  func textsAreFoundByTheirPlaceInTheList(prefix: String) {
    let ids = Self.ids(prefix)
    let set = TextSet(ids)
    for (place, id) in ids.enumerated() { #expect(number(id, in: set) == UInt32(place)) }
    for absent in ["", "\(prefix)9999", "\(prefix)000", "\(prefix)00000"] {
      #expect(number(Array(absent.utf8), in: set) == nil)
    }
  }

  /// Ids that differ in their last digits alone once shared a few slots, and a look-up took fifty steps.
  @Test(arguments: ["s", "src-", "source:", "https://example.org/"])
  func numberedIdsAreSpread(prefix: String) {
    let slotCount = 16_384
    let slots = Self.ids(prefix).map { id in
      (id + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
        padded.baseAddress.map { TextSet.slot(TextSet.key(of: $0, id.count), id.count, of: slotCount) } ?? -1
      }
    }
    #expect(slots.allSatisfy((0..<slotCount).contains))
    let counts = Dictionary(slots.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.count > 2_500, "of 4,217 ids, at random 3,720 slots would be taken")
    #expect((counts.values.max() ?? 0) < 16)
  }
}

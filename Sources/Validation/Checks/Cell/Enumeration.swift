import Contracts

/// The value is one of a closed list, compared as the field's type compares: 1.0 is 1.
package struct Enumeration: ValueCheck {
  package static let keywords = [
    Keyword(
      "enum", rule: "cell.not_in_enum", argument: .values,
      types: Set(FieldType.allCases).subtracting([.object, .array, .any]), summary: "The value is one of these.")
  ]

  package let field: Int
  package let expected: String
  private let texts: TextSet?
  private let values: ValueSet

  package init(_ clause: Clause, in context: CheckContext) throws(ClauseProblem) {
    field = try context.field(of: clause)
    let decoder = context.decoders[field]
    let scalars = try clause.list()
    let type = context.contract.fields[field].type
    var values: [TypedValue] = []
    for scalar in scalars {
      guard let value = decoder.literal(scalar.text) else {
        throw ClauseProblem("`\(scalar.text)` is not \(type.withArticle), so no value can equal it")
      }
      values.append(value)
    }
    self.values = ValueSet(values, of: decoder)
    texts = type == .string ? TextSet(scalars.map(\.text)) : nil
    expected = "one of \(shortList(scalars.map(\.text)))"
  }

  package func select(_ column: Column, into hits: inout Hits) {
    if let texts {
      for i in 0..<column.count where column.states[i].isJudged && !texts.contains(column.text(i)) { hits.append(i) }
    } else {
      values.appendViolations(in: column, to: &hits.indices)
    }
  }
}

/// `DE, FR, NA, NO`; a long list is cut: `AD, AE, AF and 246 more`.
func shortList(_ words: [String], limit: Int = 8) -> String {
  guard words.count > limit else { return words.joined(separator: ", ") }
  return "\(words.prefix(limit - 2).joined(separator: ", ")) and \(words.count - limit + 2) more"
}

/// A set of texts, asked once per cell: by length and first bytes, then byte by byte.
struct TextSet: Sendable {
  private struct Entry: Sendable {
    let prefix: UInt64
    let bytes: [UInt8]
  }

  /// By a hash of prefix and length, open addressing; `nil` where nothing is.
  private let slots: [Entry?]

  init(_ texts: [String]) {
    var capacity = 8
    while capacity < texts.count * 4 { capacity *= 2 }
    var slots = [Entry?](repeating: nil, count: capacity)
    for text in texts {
      let bytes = Array(text.utf8)
      let prefix = bytes.withUnsafeBufferPointer { Self.prefix(of: $0) }
      var slot = Self.slot(prefix, bytes.count, capacity)
      while let entry = slots[slot], entry.bytes != bytes { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Entry(prefix: prefix, bytes: bytes)
    }
    self.slots = slots
  }

  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let prefix = Self.prefix(of: text)
    return slots.withUnsafeBufferPointer { slots in
      var slot = Self.slot(prefix, text.count, slots.count)
      while let entry = slots[slot] {
        if entry.prefix == prefix, entry.bytes.count == text.count,
          text.count <= 8 || entry.bytes.elementsEqual(text)
        {
          return true
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      return false
    }
  }

  /// The first eight bytes, zero-filled; with the length, all of a short text.
  private static func prefix(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for (i, byte) in text.prefix(8).enumerated() { prefix |= UInt64(byte) << (UInt64(i) * 8) }
    return prefix
  }

  private static func slot(_ prefix: UInt64, _ count: Int, _ capacity: Int) -> Int {
    let mixed = (prefix ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 32) & (capacity - 1)
  }
}

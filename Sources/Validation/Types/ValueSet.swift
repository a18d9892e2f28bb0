import Contracts

/// The values that a clause allows, ready for whole columns.
package struct ValueSet: Sendable {
  private let decoder: FieldDecoder
  private let values: Set<TypedValue>
  /// Of strings.
  private let texts: TextSet?
  private let integers: Set<Int64>

  package init(_ values: [TypedValue], of decoder: FieldDecoder) {
    self.decoder = decoder
    self.values = Set(values)
    integers = Set(values.compactMap { if case .integer(let value) = $0 { value } else { nil } })
    let texts = values.compactMap { if case .text(let bytes) = $0 { bytes } else { nil } }
    self.texts = texts.isEmpty ? nil : TextSet(texts)
  }

  /// Whether value `i`, which is `value` or `wide`, is one of the set.
  package func contains(_ column: Column, _ i: Int) -> Bool {
    if let texts { return texts.contains(column.texts[i], Int(column.lengths[i])) }
    if decoder.isInteger, column.states[i] == .value { return integers.contains(column.integers[i]) }
    return decoder.value(of: column, i).map(values.contains) ?? true
  }

  /// Appends the indices of the values that are not in the set, in order.
  package func appendViolations(in column: Column, to indices: inout [UInt32]) {
    if let texts { return texts.appendViolations(in: column, decoder.level, to: &indices) }
    for i in 0..<column.count where column.states[i] == .value || column.states[i] == .wide {
      if !contains(column, i) { indices.append(UInt32(truncatingIfNeeded: i)) }
    }
  }
}

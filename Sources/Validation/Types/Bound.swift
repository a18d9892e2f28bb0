import Contracts

/// How a value must stand to a bound.
package enum Relation: Sendable {
  case atLeast, above, atMost, below

  /// Whether -1, 0 or 1, a value's order to the bound, satisfies it.
  @inline(__always)
  package func allows(_ order: Int) -> Bool {
    switch self {
    case .atLeast: order >= 0
    case .above: order > 0
    case .atMost: order <= 0
    case .below: order < 0
    }
  }
}

/// A bound made ready for whole columns: compared with values of any scale without arithmetic on them.
package struct Bound: Sendable {
  package let value: TypedValue
  package let relation: Relation
  private let decoder: FieldDecoder
  /// For a decimal of s digits after the point, the mantissas that the bound allows.
  private let allowed: [Span]
  /// So many values are looked at together.
  private static let runLength = 32

  /// From the lowest to the highest, both included; empty where the lowest is higher.
  private struct Span: Sendable {
    var lowest = Int64.min
    var highest = Int64.max

    @inline(__always)
    func contains(_ value: Int64) -> Bool { value >= lowest && value <= highest }

    /// Without a branch for each.
    @inline(__always)
    func contains(all values: UnsafePointer<Int64>, count: Int) -> Bool {
      let (base, width) = (UInt64(bitPattern: lowest), UInt64(bitPattern: highest &- lowest))
      guard highest >= lowest else { return false }
      var others = false
      for i in 0..<count { others = (UInt64(bitPattern: values[i]) &- base > width) || others }
      return !others
    }
  }

  package init(_ relation: Relation, _ value: TypedValue, of decoder: FieldDecoder) {
    self.relation = relation
    self.value = value
    self.decoder = decoder
    let exact: ExactDecimal? =
      switch value {
      case .decimal(let exact): exact
      case .integer(let small): ExactDecimal(small)
      case .number, .text, .uuid: nil
      }
    allowed = exact.map { exact in (0...18).map { Self.allowed(relation, exact, scale: $0) } } ?? []
  }

  private static func allowed(_ relation: Relation, _ bound: ExactDecimal, scale: Int) -> Span {
    let (floor, isExact) = bound.floor(timesTenTo: scale)
    // Rounded down, an equal value lies below the bound; but at the lower end of Int64 everything lies above it.
    let allowsFloor = relation.allows(isExact ? 0 : floor == .min ? 1 : -1)
    let none = Span(lowest: .max, highest: .min)
    switch relation {
    case .atLeast, .above:
      if allowsFloor { return Span(lowest: floor) }
      return floor == .max ? none : Span(lowest: floor + 1)
    case .atMost, .below:
      if allowsFloor { return Span(highest: floor) }
      return floor == .min ? none : Span(highest: floor - 1)
    }
  }

  /// -1, 0 or 1 as value `i`, which is `value` or `wide`, lies below, on or above the bound.
  @inline(__always)
  package func order(of column: Column, _ i: Int) -> Int { decoder.compare(column, i, to: value) }

  /// Appends the indices of the values that break the bound, in order.
  package func appendViolations(in column: Column, to indices: inout [UInt32]) {
    switch decoder.reading {
    case .decimal: appendDecimals(column, &indices)
    case .number: appendNumbers(column, &indices)
    case _ where decoder.isInteger: appendIntegers(column, &indices)
    default: append(column, &indices) { relation.allows(order(of: column, $0)) }
    }
  }

  private func appendIntegers(_ column: Column, _ indices: inout [UInt32]) {
    let span = allowed[0]
    let integers = column.integers
    append(
      column, &indices, areAllowed: { span.contains(all: integers + $0, count: $1) },
      isAllowed: { span.contains(integers[$0]) })
  }

  private func appendDecimals(_ column: Column, _ indices: inout [UInt32]) {
    let (integers, scales) = (column.integers, column.scales)
    allowed.withUnsafeBufferPointer { allowed in
      append(
        column, &indices,
        areAllowed: { first, count in
          // Most columns have one number of digits after the point.
          let scale = scales[first]
          var others: UInt8 = 0
          for i in first..<(first &+ count) { others |= scales[i] ^ scale }
          guard scale <= 18, others == 0 else { return false }
          return allowed[Int(scale)].contains(all: integers + first, count: count)
        },
        isAllowed: { i in
          guard scales[i] <= 18 else { return relation.allows(order(of: column, i)) }
          return allowed[Int(scales[i])].contains(integers[i])
        })
    }
  }

  private func appendNumbers(_ column: Column, _ indices: inout [UInt32]) {
    guard case .number(let bound) = value else { return }
    let doubles = column.doubles
    append(column, &indices) { i in relation.allows(doubles[i] < bound ? -1 : doubles[i] > bound ? 1 : 0) }
  }

  /// Appends what is not allowed. Where no value is missing, or otherwise odd, `areAllowed` is asked for many in a row
  /// whether it knows all of them to be.
  @inline(__always)
  private func append(
    _ column: Column, _ indices: inout [UInt32],
    areAllowed: (_ first: Int, _ count: Int) -> Bool = { _, _ in false }, isAllowed: (Int) -> Bool
  ) {
    let isPlain = !column.hasOthersThanPlainValues
    for first in stride(from: 0, to: column.count, by: Self.runLength) {
      let count = min(Self.runLength, column.count - first)
      if isPlain, areAllowed(first, count) { continue }
      appendOneByOne(column, first..<(first + count), &indices, isAllowed)
    }
  }

  @inline(__always)
  private func appendOneByOne(
    _ column: Column, _ values: Range<Int>, _ indices: inout [UInt32], _ isAllowed: (Int) -> Bool
  ) {
    let states = column.states
    for i in values {
      switch states[i] {
      case .value: if isAllowed(i) { continue }
      case .wide: if relation.allows(order(of: column, i)) { continue }
      case .null, .absent, .invalid: continue
      }
      indices.append(UInt32(truncatingIfNeeded: i))
    }
  }
}

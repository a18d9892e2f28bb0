import Contracts
import Markup

extension ContractCompiler {
  /// Bounds that leave no value at all. Only what can be compared without reading the types is compared.
  mutating func checkBounds(of field: Field, _ clauses: ArraySlice<Clause>) {
    func clause(_ keyword: String) -> Clause? { clauses.first { $0.keyword == keyword } }
    let counts = [("min_length", "max_length"), ("min_items", "max_items"), ("scale", "precision")]
    for (low, high) in counts {
      guard let low = clause(low), let high = clause(high) else { continue }
      if case .count(let least) = low.argument, case .count(let most) = high.argument, least > most {
        reportEmpty(low, high, low: "\(least)", high: "\(most)")
      }
    }
    for lowName in ["minimum", "exclusive_minimum"] {
      for highName in ["maximum", "exclusive_maximum"] {
        guard let low = clause(lowName), let high = clause(highName) else { continue }
        let mayBeEqual = lowName == "minimum" && highName == "maximum"
        checkBounds(low, high, of: field.type, mayBeEqual: mayBeEqual)
      }
    }
  }

  private mutating func checkBounds(_ low: Clause, _ high: Clause, of type: FieldType, mayBeEqual: Bool) {
    guard case .scalar(let lowest) = low.argument, case .scalar(let highest) = high.argument,
      let order = order(lowest.text, highest.text, as: type)
    else { return }
    if order == .above || order == .equal && !mayBeEqual {
      reportEmpty(low, high, low: lowest.text, high: highest.text)
    }
  }

  private mutating func reportEmpty(_ low: Clause, _ high: Clause, low lowText: String, high highText: String) {
    diagnostics.append(
      Diagnostic(
        .error, .semantic, code: "bounds.empty",
        "`\(low.keyword)` \(lowText) and `\(high.keyword)` \(highText) leave no value that could pass.",
        at: low.location))
  }

  private func order(_ a: String, _ b: String, as type: FieldType) -> Order? {
    if type.isNumeric {
      guard let a = PlainDecimal(a), let b = PlainDecimal(b) else { return nil }
      return Order(a, b)
    }
    guard type == .date, a.isISODate, b.isISODate else { return nil }
    return Order(a, b)
  }

  private enum Order {
    case below, equal, above

    init<T: Comparable>(_ a: T, _ b: T) { self = a < b ? .below : a == b ? .equal : .above }
  }
}

/// A decimal without an exponent, of any length, for comparing.
private struct PlainDecimal: Comparable {
  private let isNegative: Bool
  /// Without leading zeros.
  private let whole: Substring
  /// Without trailing zeros.
  private let fraction: Substring

  init?(_ text: String) {
    let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    let parts = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard unsigned.contains(where: \.isASCIIDigit), parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else {
      return nil
    }
    whole = parts[0].drop { $0 == "0" }
    let decimals = parts.count == 2 ? parts[1] : ""
    let zeroCount = decimals.reversed().prefix { $0 == "0" }.count
    fraction = decimals.dropLast(zeroCount)
    isNegative = text.hasPrefix("-") && !(whole.isEmpty && fraction.isEmpty)
  }

  static func < (a: Self, b: Self) -> Bool {
    guard a.isNegative == b.isNegative else { return a.isNegative }
    return a.isNegative ? b.isCloserToZero(than: a) : a.isCloserToZero(than: b)
  }

  private func isCloserToZero(than other: Self) -> Bool {
    if whole.count != other.whole.count { return whole.count < other.whole.count }
    return whole != other.whole ? whole < other.whole : fraction < other.fraction
  }
}

extension String {
  fileprivate var isISODate: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
  }
}

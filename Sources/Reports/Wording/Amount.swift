/// Numbers as people read them.
enum Amount {
  /// `1,000,000`
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    let text = ([digits[...]] + groups).joined(separator: ",")
    return value < 0 ? "-\(text)" : text
  }

  /// `1 record`, `2,000 records`
  static func counted(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// `0.0142 %`: three significant digits, so that a small share never reads as zero nor a large one as all.
  ///
  /// `nil` when there is nothing to take a share of.
  static func percent(_ count: Int, of total: Int) -> String? {
    guard total > 0, count >= 0 else { return nil }
    var decimals = 0
    var scaled = Int128(count) * 100
    // Enough decimals that the quotient has three digits; below total × 1000 the product stays far from overflow.
    while count > 0, scaled < Int128(total) * 100, decimals < 24 {
      scaled *= 10
      decimals += 1
    }
    var quotient = (scaled + Int128(total) / 2) / Int128(total)
    let isRoundedToAll = count < total && quotient >= Int128(100) * power(of: decimals)
    if isRoundedToAll { quotient = scaled / Int128(total) }
    return "\(point(quotient, decimals: decimals)) %"
  }

  /// `512 bytes`, `84.1 MB`; units of 1,000.
  static func byteSize(_ count: Int) -> String {
    guard count >= 1000 else { return counted(count, "byte") }
    var tenths = Int128(count) * 10
    var unit = 0
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    tenths = (tenths + 500) / 1000
    while tenths >= 10_000, unit < units.count - 1 {
      tenths = (tenths + 500) / 1000
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  private static func power(of decimals: Int) -> Int128 { (0..<decimals).reduce(1) { product, _ in product * 10 } }

  /// Zeros that say nothing are dropped.
  private static func point(_ value: Int128, decimals: Int) -> String {
    guard decimals > 0 else { return "\(value)" }
    var digits = "\(value)"
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    var fraction = digits.suffix(decimals)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(decimals)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}

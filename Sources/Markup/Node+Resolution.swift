extension Node {
  /// What a scalar means under the core schema of YAML 1.2, which JSON's literals obey too.
  package enum Resolved: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// Decimal, `0x…` or `0o…`; the text is the value, whatever its size.
    case integer
    /// With a point or an exponent, `.inf`, `.nan`.
    case float
    case string
  }

  /// The meaning of a scalar; `nil` for collections. `NO`, `yes` and `on` are strings.
  package var resolved: Resolved? {
    guard case .scalar(let text, let style) = content else { return nil }
    return style == .plain ? Node.resolve(text) : .string
  }

  package var isNull: Bool { resolved == .null }

  /// `true` or `false` under the core schema; otherwise `nil`.
  package var flag: Bool? {
    if case .boolean(let value) = resolved { return value }
    return nil
  }

  /// A whole number that fits; `nil` for others and for everything else.
  package var integer: Int? {
    guard resolved == .integer, let text else { return nil }
    if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8) }
    return Int(text)
  }

  static func resolve(_ text: String) -> Resolved {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: return NumberShape(text).resolved
    }
  }
}

/// Whether a plain text is a number of YAML 1.2's core schema.
private struct NumberShape {
  private var rest: Substring.UTF8View
  private(set) var resolved = Node.Resolved.string

  init(_ text: String) {
    rest = Substring(text).utf8
    resolved = radixInteger(text) ?? special() ?? decimal() ?? .string
  }

  private func radixInteger(_ text: String) -> Node.Resolved? {
    guard text.hasPrefix("0x") || text.hasPrefix("0o") else { return nil }
    let digits = text.utf8.dropFirst(2)
    let isHexadecimal = text.hasPrefix("0x")
    let isNumber = digits.allSatisfy { byte in
      isHexadecimal
        ? Character(Unicode.Scalar(byte)).isHexDigit : (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte)
    }
    return isNumber && !digits.isEmpty ? .integer : nil
  }

  private mutating func special() -> Node.Resolved? {
    let whole = Substring(rest)
    if [".nan", ".NaN", ".NAN"].contains(whole) { return .float }
    let unsigned = whole.hasPrefix("-") || whole.hasPrefix("+") ? whole.dropFirst() : whole
    return [".inf", ".Inf", ".INF"].contains(unsigned) ? .float : nil
  }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private mutating func decimal() -> Node.Resolved? {
    skipSign()
    let wholeCount = skipDigits()
    var result = Node.Resolved.integer
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fractionCount = skipDigits()
      guard wholeCount + fractionCount > 0 else { return nil }
      result = .float
    } else if wholeCount == 0 {
      return nil
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      skipSign()
      guard skipDigits() > 0 else { return nil }
      result = .float
    }
    return rest.isEmpty ? result : nil
  }

  private mutating func skipSign() {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  private mutating func skipDigits() -> Int {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest.removeFirst(digits.count)
    return digits.count
  }
}

extension String {
  /// This text for a line of a terminal: what would move the cursor, change colours, break the line, reorder its
  /// neighbours or stay invisible is shown as a symbol (`␛`) or by its number (`\u{200B}`).
  package var harmless: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var result = ""
    for character in self {
      let scalars = character.unicodeScalars
      if scalars.count == 1 || character == "\r\n" {
        for scalar in scalars { result += scalar.harmless }
      } else {
        // A joiner within an emoji is part of it; a tower of marks would paint over other lines.
        for scalar in scalars.prefix(String.markLimit) { result.unicodeScalars.append(scalar) }
        if scalars.count > String.markLimit { result += "…" }
      }
    }
    return result
  }

  private static let markLimit = 12
}

extension Unicode.Scalar {
  /// Itself, or something visible in its place.
  fileprivate var harmless: String {
    switch value {
    case 0x20: " "
    case 0..<0x20: String(Character(Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"))
    case 0x7F: "␡"
    default: isInvisible ? "\\u{\(String(value, radix: 16, uppercase: true))}" : String(Character(self))
    }
  }

  /// Control, format and separator characters other than the space, and code points that are no characters.
  var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
    case .spaceSeparator: value != 0x20
    default: false
    }
  }
}

import Contracts

/// The word of a contract that a first look at data from elsewhere most often lacks: how numbers, dates and truth are
/// spelled, or in which encoding. Told from the evidence; nothing is guessed for the verdict.
struct SpellingAdvice {
  let clause: ClauseWording

  /// `nil` where the evidence, which may be masked, points nowhere.
  var line: String? {
    guard clause.result.status == .failed, !clause.isExcused, let violation = clause.exemplars.first else { return nil }
    switch clause.result.clause.rule {
    case "record.malformed": return violation.kind == "bad_encoding" ? Self.encoding : nil
    case "cell.wrong_type":
      guard case .text(let text, _)? = violation.value else { return nil }
      return spelling(shape: Self.shape(of: text))
    default: return nil
    }
  }

  private static let encoding =
    "where a file is not in UTF-8, the contract says in what: `data: { encoding: windows-1252 }`"

  private func spelling(shape: String) -> String? {
    switch (clause.expected, shape) {
    case ("a decimal", "0,0"): "if the comma is the decimal mark, say `decimal_mark: \",\"`"
    case ("a decimal", "0.0,0"), ("a decimal", "0.0.0,0"):
      "if so thousands and decimals are marked, say `decimal_mark: \",\"` and `group_mark: \".\"`"
    case ("a decimal", "0,0.0"), ("a decimal", "0,0,0.0"): "if the comma marks thousands, say `group_mark: \",\"`"
    case ("a date", "0.0.0"): "say how dates are written, such as `layout: \"%d.%m.%Y\"`"
    case ("a date", "0/0/0"): "say how dates are written, such as `layout: \"%d/%m/%Y\"`"
    case ("a timestamp", "0.0.0 0:0"), ("a timestamp", "0.0.0 0:0:0"):
      "say how times are written, such as `layout: \"%d.%m.%Y %H:%M\"`"
    case ("a timestamp", "0/0/0 0:0"), ("a timestamp", "0/0/0 0:0:0"):
      "say how times are written, such as `layout: \"%d/%m/%Y %H:%M\"`"
    case ("a boolean", _): "other spellings stand in the lists `true` and `false` of the field"
    default: nil
    }
  }

  /// A text with a `0` for each run of digits, and without its sign: `0.0,0` of `-1.234,50`.
  private static func shape(of text: String) -> String {
    var shape = ""
    for character in text.first == "-" ? text.dropFirst() : text[...] {
      if !character.isASCIIDigit { shape.append(character) } else if shape.last != "0" { shape.append("0") }
    }
    return shape
  }
}

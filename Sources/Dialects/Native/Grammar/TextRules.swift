import Contracts

extension TextRule {
  static let identifier = TextRule(
    expectation: "small letters, digits, `.`, `_` and `-`, beginning with a letter or digit",
    pattern: "^[a-z0-9][a-z0-9._-]*$"
  ) { text in
    let letters = text.utf8
    guard let first = letters.first, isSmallLetterOrDigit(first) else { return false }
    return letters.allSatisfy { isSmallLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
  }

  static let percentage = TextRule(
    expectation: "a count, or a percentage such as 0.5%", pattern: #"^[0-9]{1,3}(\.[0-9]{1,12})?%$"#
  ) { text in
    guard text.hasSuffix("%") else { return false }
    let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return (1...3).contains(parts[0].count) && parts.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
      && (parts.count == 1 || (1...12).contains(parts[1].count))
  }

  static let byteCount = TextRule(
    expectation: "a number of bytes, such as \(ByteSize.examples)", pattern: ByteSize.pattern
  ) { ByteSize($0) != nil }

  static let age = TextRule(
    expectation: "a length of time such as 90s, 15m, 24h, 30d or 2w", pattern: "^[0-9]+[smhdw]$"
  ) { text in
    text.count > 1 && text.last.map("smhdw".contains) == true && text.dropLast().allSatisfy(\.isASCIIDigit)
  }

  static let timeOfDay = TextRule(
    expectation: "a time of day such as 06:00", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
  ) { text in
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) }
      && parts[0] < "24" && parts[1] < "60"
  }

  static let day = TextRule(expectation: "a day such as 2026-12-25", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$") { text in
    CivilDate(iso: text) != nil
  }

  static let digest = TextRule(
    expectation: "a digest such as sha256:9f86…, with all of its digits",
    pattern: "^(sha256:[0-9a-fA-F]{64}|sha512:[0-9a-fA-F]{128}|md5:[0-9a-fA-F]{32})$"
  ) { text in text.prefix { $0 != ":" }.allSatisfy { !$0.isUppercase } && Digest(text) != nil }

  static let timeZone = TextRule(
    expectation: "UTC, an offset such as +02:00, or a name such as Europe/Berlin",
    pattern: #"^(UTC|Z|[+-][0-9]{2}:[0-9]{2}|[A-Za-z]+(/[A-Za-z0-9_+-]+)+)$"#
  ) { text in
    text == "UTC" || text == "Z" || isOffset(text) || isZoneName(text)
  }

  static let dateOrTime = TextRule(
    expectation: "a date such as 2026-11-20, or an RFC 3339 timestamp such as 2026-11-20T07:00:00Z",
    pattern: #"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$"#
  ) { text in
    guard text.utf8.count > 10 else { return hasForm("0000-00-00", text[...]) }
    let head = text.prefix(19)
    var rest = text.dropFirst(19)
    guard hasForm("0000-00-00T00:00:00", head) else { return false }
    if rest.first == "." {
      let decimals = rest.dropFirst().prefix(while: \.isASCIIDigit)
      guard !decimals.isEmpty else { return false }
      rest = rest.dropFirst(1 + decimals.count)
    }
    return rest == "Z" || rest == "z" || isOffset(String(rest))
  }

  static let nonEmpty = TextRule(expectation: "at least one character", pattern: #"^[\s\S]+$"#) { !$0.isEmpty }

  static let lineless = TextRule(
    expectation: "at least one character and no line break", pattern: #"^[^\r\n]+$"#
  ) { text in !text.isEmpty && !text.utf8.contains { $0 == 0x0A || $0 == 0x0D } }

  static let quote = TextRule(
    expectation: "one ASCII character, or `none`", pattern: #"^(none|[\u0001-\u0009\u000b\u000c\u000e-\u007f])$"#
  ) { text in text == "none" || isSingleASCII(text) }

  static let asciiCharacter = TextRule(
    expectation: "one ASCII character", pattern: #"^[\u0001-\u0009\u000b\u000c\u000e-\u007f]$"#, accepts: isSingleASCII)

  static let mark = TextRule(
    expectation: "one character that is no digit, letter or sign", pattern: "^[^0-9A-Za-z+-]$"
  ) { text in
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return false }
    return !Character(scalar).isASCIIDigit && !isASCIILetter(scalar) && scalar != "+" && scalar != "-"
  }

  static let layout = TextRule(
    expectation: "`iso`, `epoch_s`, `epoch_ms`, or a pattern such as %d/%m/%Y",
    pattern: #"^(iso|epoch_s|epoch_ms|[^%]*%[\s\S]+)$"#
  ) { text in
    ["iso", "epoch_s", "epoch_ms"].contains(text)
      || text.unicodeScalars.firstIndex(of: "%").map { text.unicodeScalars[$0...].count > 1 } == true
  }

  static let privacyClass = TextRule(
    expectation: "a privacy class such as `pii.email`, or one of the policy's under `x.`",
    pattern: "^(\(PrivacyClass.known.map { $0.split(separator: ".").joined(separator: #"\."#) }.joined(separator: "|"))"
      + #"|x\.[a-z0-9_.]+)$"#
  ) { text in
    PrivacyClass.known.contains(text)
      || text.hasPrefix("x.") && text.count > 2
        && text.dropFirst(2).utf8.allSatisfy { isSmallLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2E }
  }
}

private func isSmallLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
}

private func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
  ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
}

private func isSingleASCII(_ text: String) -> Bool {
  guard let byte = text.utf8.first, text.utf8.count == 1 else { return false }
  return byte > 0 && byte < 0x80 && byte != 0x0A && byte != 0x0D
}

private func isOffset(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return bytes.count == 6 && (bytes[0] == 0x2B || bytes[0] == 0x2D) && bytes[3] == 0x3A
    && [1, 2, 4, 5].allSatisfy { (0x30...0x39).contains(bytes[$0]) }
}

/// Whether a text has a digit where the form has 0, a `T` of some kind where it has one, and else the same characters.
private func hasForm(_ form: String, _ text: Substring) -> Bool {
  let (form, bytes) = (Array(form.utf8), Array(text.utf8))
  return bytes.count == form.count
    && zip(form, bytes).allSatisfy { form, byte in
      switch form {
      case UInt8(ascii: "0"): (0x30...0x39).contains(byte)
      case UInt8(ascii: "T"): byte == UInt8(ascii: "T") || byte == UInt8(ascii: "t") || byte == UInt8(ascii: " ")
      default: byte == form
      }
    }
}

private func isZoneName(_ text: String) -> Bool {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  guard parts.count >= 2, !parts[0].isEmpty, parts[0].unicodeScalars.allSatisfy(isASCIILetter) else { return false }
  return parts.dropFirst().allSatisfy { part in
    !part.isEmpty
      && part.unicodeScalars.allSatisfy {
        isASCIILetter($0) || Character($0).isASCIIDigit || "_+-".unicodeScalars.contains($0)
      }
  }
}

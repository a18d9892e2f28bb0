import CCSVKernels
import Contracts

/// A named format of strings: `email`, `uri`, `country`.
///
/// What each takes is listed in `docs/types.md`.
package struct FormatValidator: Sendable {
  /// Says whether a text is JSON.
  package typealias JSONCheck = @Sendable (UnsafeBufferPointer<UInt8>) -> Bool

  package enum Name: String, Sendable, CaseIterable {
    case email, uri, hostname, ipv4, ipv6, country, currency, language, sha256, base64, json
  }

  /// The formats of the language, for vocabularies and suggestions.
  package static let names = Name.allCases.map(\.rawValue)

  package let name: Name
  private let level: KernelLevel
  private let codes: CodeTable?
  private let checkJSON: JSONCheck

  /// `nil` for a name that is no format. `checkJSON` judges the format `json`.
  package init?(name: String, level: KernelLevel = .best, checkJSON: @escaping JSONCheck) {
    guard let name = Name(rawValue: name) else { return nil }
    self.name = name
    self.level = level
    self.checkJSON = checkJSON
    codes =
      switch name {
      case .country: CodeTable(length: 2, CodeTable.countries)
      case .currency: CodeTable(length: 3, CodeTable.currencies)
      default: nil
      }
  }

  /// Whether one text, with 16 readable bytes after it, is of the format.
  package func accepts(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch name {
    case .email: isEmail(text)
    case .uri: isURI(text)
    case .hostname: isHostname(text)
    case .ipv4: isIPv4(text)
    case .ipv6: isIPv6(text)
    case .country, .currency: codes?.contains(text) ?? false
    case .language: isLanguageTag(text)
    case .sha256: text.count == 64 && text.allSatisfy(isHexDigit)
    case .base64: isBase64(text)
    case .json: checkJSON(text)
    }
  }

  /// Appends the indices of the strings of the column that are not of the format, in order.
  package func appendViolations(in column: Column, to indices: inout [UInt32]) {
    switch name {
    case .email:
      column.forEachLeft(by: { assay_leave_non_emails(level.kernel, $0, $1) }) { i in
        if !isEmail(column.text(i)) { indices.append(UInt32(truncatingIfNeeded: i)) }
      }
    case .sha256: append(column, &indices) { $0.count == 64 && isHex64($0) }
    default: append(column, &indices, accepts)
    }
  }

  @inline(__always)
  private func append(
    _ column: Column, _ indices: inout [UInt32], _ isAccepted: (UnsafeBufferPointer<UInt8>) -> Bool
  ) {
    let (texts, lengths, states) = (column.texts, column.lengths, column.states)
    for i in 0..<column.count where states[i] == .value {
      if !isAccepted(UnsafeBufferPointer(start: texts[i], count: Int(lengths[i]))) {
        indices.append(UInt32(truncatingIfNeeded: i))
      }
    }
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

@inline(__always)
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }

@inline(__always)
func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

@inline(__always)
func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 97 < 6 }

@inline(__always)
private func isHex64(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = text.baseAddress else { return false }
  var bad: UInt64 = 0
  for word in 0..<8 { bad |= nonHexDigits(loadWord(start + 8 * word)) }
  return bad == 0
}

/// RFC 4648 §4: groups of four, padded with `=`; nothing is the encoding of nothing. Unused bits may be set.
func isBase64(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard text.count % 4 == 0 else { return false }
  var end = text.count
  while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
  return text[..<end].allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
}

/// RFC 1123: labels of 1 to 63 letters, digits and inner hyphens, 253 bytes in all, without a final dot.
///
/// Whether an `xn--` label decodes to permitted characters is not judged.
func isHostname(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = text.baseAddress else { return false }
  return isDomain(start, text.count, minimumLabels: 1)
}

/// Four decimal numbers up to 255, without leading zeros.
func isIPv4(_ text: UnsafeBufferPointer<UInt8>) -> Bool { isIPv4(text[...]) }

func isIPv4(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
  return parts.count == 4
    && parts.allSatisfy { part in
      (1...3).contains(part.count) && part.allSatisfy(isDigit) && (part.count == 1 || part.first != UInt8(ascii: "0"))
        && part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
    }
}

/// RFC 4291: eight groups of one to four hexadecimal digits, one run of zero groups as `::`, the last two groups also
/// as an IPv4 address. No zone.
func isIPv6(_ text: UnsafeBufferPointer<UInt8>) -> Bool { isIPv6(text[...]) }

func isIPv6(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  let colon = UInt8(ascii: ":")
  let parts = text.split(separator: colon, maxSplits: 9, omittingEmptySubsequences: false)
  guard parts.count >= 3, parts.count <= 9 else { return false }
  var groups = 0
  var gaps = 0
  for (index, part) in parts.enumerated() {
    let isLast = index == parts.count - 1
    if part.isEmpty {
      // `::` leaves one empty part inside, and at either end a second one outside.
      if index == 0 {
        guard parts[1].isEmpty else { return false }
      } else if isLast {
        guard parts[index - 1].isEmpty else { return false }
      } else {
        gaps += 1
      }
    } else if isLast, part.contains(UInt8(ascii: ".")) {
      guard isIPv4(part) else { return false }
      groups += 2
    } else {
      guard part.count <= 4, part.allSatisfy(isHexDigit) else { return false }
      groups += 1
    }
  }
  return gaps == 0 ? groups == 8 : gaps == 1 && groups <= 7
}

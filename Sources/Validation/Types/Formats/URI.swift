/// RFC 3986: a URI with its scheme; `//authority`, path, query and fragment of the characters that each may have.
func isURI(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let colon = text.firstIndex(of: UInt8(ascii: ":")), isScheme(text[..<colon]) else { return false }
  var rest = text[(colon + 1)...]
  if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
    guard consists(rest[(hash + 1)...], of: .query) else { return false }
    rest = rest[..<hash]
  }
  if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
    guard consists(rest[(mark + 1)...], of: .query) else { return false }
    rest = rest[..<mark]
  }
  if rest.starts(with: [UInt8(ascii: "/"), UInt8(ascii: "/")]) {
    let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
    guard isAuthority(authority) else { return false }
    rest = rest[authority.endIndex...]
  }
  return consists(rest, of: .path)
}

private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

private func isScheme(_ text: Bytes) -> Bool {
  guard let first = text.first, isLetter(first) else { return false }
  return text.allSatisfy { isAlphanumeric($0) || "+-.".utf8.contains($0) }
}

private func isAuthority(_ text: Bytes) -> Bool {
  var host = text
  if let at = host.firstIndex(of: UInt8(ascii: "@")) {
    guard consists(host[..<at], of: .userInfo) else { return false }
    host = host[(at + 1)...]
  }
  if host.first == UInt8(ascii: "[") {
    guard let end = host.firstIndex(of: UInt8(ascii: "]")), isAddressLiteral(host[(host.startIndex + 1)..<end])
    else { return false }
    let port = host[(end + 1)...]
    return port.isEmpty || port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(isDigit)
  }
  if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
    guard host[(colon + 1)...].allSatisfy(isDigit) else { return false }
    host = host[..<colon]
  }
  return consists(host, of: .name)
}

/// An IPv6 address, or `v`, a version, a dot and an address of a future kind.
private func isAddressLiteral(_ text: Bytes) -> Bool {
  guard let first = text.first, first | 0x20 == UInt8(ascii: "v") else { return isIPv6(text) }
  guard let dot = text.firstIndex(of: UInt8(ascii: ".")) else { return false }
  let version = text[(text.startIndex + 1)..<dot]
  let address = text[(dot + 1)...]
  return !version.isEmpty && version.allSatisfy(isHexDigit) && !address.isEmpty
    && address.allSatisfy { URIPart.userInfo.allows($0) }
}

private enum URIPart: String {
  case name = ""
  case userInfo = ":"
  case path = ":@/"
  case query = ":@/?"

  func allows(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-._~!$&'()*+,;=".utf8.contains(byte) || rawValue.utf8.contains(byte)
  }
}

private func consists(_ text: Bytes, of part: URIPart) -> Bool {
  var i = text.startIndex
  while i < text.endIndex {
    if text[i] == UInt8(ascii: "%") {
      guard i + 2 < text.endIndex, isHexDigit(text[i + 1]), isHexDigit(text[i + 2]) else { return false }
      i += 3
    } else {
      guard part.allows(text[i]) else { return false }
      i += 1
    }
  }
  return true
}

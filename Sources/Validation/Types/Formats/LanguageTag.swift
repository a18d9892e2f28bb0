/// RFC 5646 (BCP 47), well-formed: language, extended languages, script, region, variants, extensions and private use
/// in their order, none twice; or a grandfathered tag. In any case.
///
/// Whether the subtags are registered is not judged.
func isLanguageTag(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  let tag = text.map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
  return isLanguageTag(of: tag) || grandfatheredTags.contains(String(decoding: tag, as: UTF8.self))
}

private func isLanguageTag(of tag: [UInt8]) -> Bool {
  let parts = tag.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Array.init)
  guard parts.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(isAlphanumeric) }) else { return false }
  var subtags = Subtags(parts: parts[...])
  if parts[0] == [UInt8(ascii: "x")] { return subtags.takePrivateUse() && subtags.parts.isEmpty }
  return subtags.takeLanguage() && subtags.takeVariants() && subtags.takeExtensions() && subtags.parts.isEmpty
}

/// The grandfathered tags, most of which the grammar does not cover.
private let grandfatheredTags: Set<String> = [
  "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
  "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
  "art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
]

private struct Subtags {
  var parts: ArraySlice<[UInt8]>

  private var isFirstAlphabetic: Bool { parts.first?.allSatisfy(isLetter) ?? false }
  private var firstLength: Int { parts.first?.count ?? 0 }

  /// Language, up to three extended languages after a short one, script and region.
  mutating func takeLanguage() -> Bool {
    guard isFirstAlphabetic, firstLength >= 2 else { return false }
    let isShort = firstLength <= 3
    parts.removeFirst()
    var extended = 0
    while isShort, extended < 3, isFirstAlphabetic, firstLength == 3 {
      parts.removeFirst()
      extended += 1
    }
    if isFirstAlphabetic, firstLength == 4 { parts.removeFirst() }
    let isNumber = parts.first?.allSatisfy(isDigit) ?? false
    if isFirstAlphabetic && firstLength == 2 || isNumber && firstLength == 3 { parts.removeFirst() }
    return true
  }

  /// Five to eight characters, or four that begin with a digit.
  mutating func takeVariants() -> Bool {
    var seen: Set<[UInt8]> = []
    while let part = parts.first, part.count >= 5 || part.count == 4 && isDigit(part[0]) {
      guard seen.insert(part).inserted else { return false }
      parts.removeFirst()
    }
    return true
  }

  /// A letter or digit with one or more subtags of two to eight characters; private use at the end.
  mutating func takeExtensions() -> Bool {
    var seen: Set<UInt8> = []
    while let singleton = parts.first, singleton.count == 1 {
      if singleton == [UInt8(ascii: "x")] { return takePrivateUse() }
      guard seen.insert(singleton[0]).inserted else { return false }
      parts.removeFirst()
      guard firstLength >= 2 else { return false }
      while firstLength >= 2 { parts.removeFirst() }
    }
    return true
  }

  /// `x` and one or more subtags.
  mutating func takePrivateUse() -> Bool {
    guard parts.count >= 2 else { return false }
    parts.removeAll()
    return true
  }
}

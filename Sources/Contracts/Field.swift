/// A type that a contract can name.
package enum FieldType: String, Sendable, Codable, CaseIterable {
  case string, integer, decimal, number, boolean, date, time, timestamp, duration, uuid, object, array, any

  package var isNumeric: Bool { self == .integer || self == .decimal || self == .number }
  package var isTemporal: Bool { self == .date || self == .time || self == .timestamp }
  /// Values have an order, so bounds and `sorted` make sense.
  package var isOrdered: Bool { isNumeric || isTemporal || self == .string || self == .duration }
}

/// Where a field stands: a header's name in CSV, a path in JSONL.
///
/// `meta.url` is two keys, `tags[]` the items of an array, `a\.b` one key with a dot in it.
package struct FieldPath: Hashable, Sendable, Codable, CustomStringConvertible {
  package enum Step: Hashable, Sendable, Codable {
    case key(String)
    case items
  }

  /// As the contract writes it.
  package let text: String
  package let steps: [Step]

  /// A CSV column: the header, literally.
  package init(header: String) {
    text = header
    steps = [.key(header)]
  }

  /// A JSONL path; `nil` when a key is empty, a backslash escapes nothing, or `[]` stands anywhere but after a key.
  package init?(path: String) {
    var steps: [Step] = []
    var key = ""
    var mayEnd = false
    var characters = Substring(path)
    func isKeyOpen() -> Bool { !key.isEmpty }
    while let c = characters.popFirst() {
      switch c {
      case "\\":
        guard let escaped = characters.popFirst(), "\\.[]".contains(escaped) else { return nil }
        key.append(escaped)
      case ".":
        guard isKeyOpen() || mayEnd, !characters.isEmpty else { return nil }
        if isKeyOpen() { steps.append(.key(key)) }
        key = ""
        mayEnd = false
      case "[":
        guard characters.popFirst() == "]", isKeyOpen() || mayEnd else { return nil }
        if isKeyOpen() { steps.append(.key(key)) }
        steps.append(.items)
        key = ""
        mayEnd = true
      default:
        guard !mayEnd else { return nil }
        key.append(c)
      }
    }
    if isKeyOpen() { steps.append(.key(key)) }
    guard !steps.isEmpty else { return nil }
    text = path
    self.steps = steps
  }

  package var description: String { text }
  /// Whether the path leads through the items of an array, so that a record can hold several values.
  package var isRepeated: Bool { steps.contains(.items) }
}

/// How a value is spelled in the data, where it differs from the type's own spelling.
package struct Spelling: Hashable, Sendable, Codable {
  /// `iso`, `epoch_s`, `epoch_ms`, or a `%d/%m/%Y %H:%M` pattern.
  package var layout: String?
  package var decimalMark: String?
  package var groupMark: String?
  package var trueSpellings: [String]?
  package var falseSpellings: [String]?
  /// Spellings that stand for null.
  package var missing: [String]?
  /// Whether blanks around a value are dropped before it is read.
  package var trim: Bool?
  /// Whether a timestamp carries an offset.
  package var zone: Zone?

  package enum Zone: String, Sendable, Codable, CaseIterable { case required, optional, forbidden }

  package init() {}

  /// This spelling, with what it leaves open taken from `other`.
  package func filled(from other: Spelling) -> Spelling {
    var result = self
    result.layout = layout ?? other.layout
    result.decimalMark = decimalMark ?? other.decimalMark
    result.groupMark = groupMark ?? other.groupMark
    result.trueSpellings = trueSpellings ?? other.trueSpellings
    result.falseSpellings = falseSpellings ?? other.falseSpellings
    result.missing = missing ?? other.missing
    result.trim = trim ?? other.trim
    result.zone = zone ?? other.zone
    return result
  }
}

/// One field of a contract. What is asked of its values stands in `Contract.clauses`.
package struct Field: Hashable, Sendable, Codable {
  package var path: FieldPath
  package var type: FieldType
  /// The column may be absent.
  package var isOptional: Bool
  /// `required` asks for presence only; null will do.
  package var isNullable: Bool
  package var privacy: PrivacyClass?
  /// Already filled from the dialect's.
  package var spelling: Spelling
  /// A human title, for reports.
  package var title: String?
  package var location: SourceLocation

  package init(
    path: FieldPath, type: FieldType, isOptional: Bool = false, isNullable: Bool = false, privacy: PrivacyClass? = nil,
    spelling: Spelling = Spelling(), title: String? = nil, location: SourceLocation
  ) {
    self.path = path
    self.type = type
    self.isOptional = isOptional
    self.isNullable = isNullable
    self.privacy = privacy
    self.spelling = spelling
    self.title = title
    self.location = location
  }

  package var isPrivate: Bool { privacy?.isPrivate ?? false }
}

import Contracts

extension FieldDecoder {
  /// The reading that a field's type and spelling ask for.
  static func reading(of field: Field, _ format: DataSource.Format) throws(DecoderProblem) -> Reading {
    let spelling = field.spelling
    switch field.type {
    case .any: return .any
    case .string: return .string
    case .integer: return .integer(try NumberMarks(spelling, hasFraction: false))
    case .decimal: return .decimal(try NumberMarks(spelling, hasFraction: true))
    case .number: return .number(try NumberMarks(spelling, hasFraction: true))
    case .boolean: return .boolean(try BooleanSpellings(spelling))
    case .date: return .date(try pattern(spelling, for: .date))
    case .time: return .time(try pattern(spelling, for: .time), zone: spelling.zone ?? .forbidden)
    case .timestamp: return try timestamp(spelling)
    case .duration: return .duration
    case .uuid: return .uuid
    case .object, .array:
      guard format == .jsonl else {
        throw DecoderProblem("type", "type `\(field.type.rawValue)` exists in JSONL only")
      }
      return field.type == .object ? .object : .array
    }
  }

  private static func timestamp(_ spelling: Spelling) throws(DecoderProblem) -> Reading {
    switch spelling.layout {
    case "epoch_s", "epoch_ms":
      if spelling.zone != nil { throw DecoderProblem("zone", "an epoch counts in UTC and has no zone") }
      return .timestamp(.epoch(digitsBelowSecond: spelling.layout == "epoch_ms" ? 3 : 0), zone: .required)
    default:
      guard let pattern = try pattern(spelling, for: .timestamp) else {
        return .timestamp(.iso, zone: spelling.zone ?? .required)
      }
      return .timestamp(.pattern(pattern), zone: pattern.hasZone ? .required : .forbidden)
    }
  }

  /// `nil` for the ISO layout.
  private static func pattern(_ spelling: Spelling, for type: FieldType) throws(DecoderProblem) -> TemporalPattern? {
    guard let layout = spelling.layout, layout != "iso" else { return nil }
    if layout == "epoch_s" || layout == "epoch_ms" {
      throw DecoderProblem("layout", "`\(layout)` is for timestamps, not for type `\(type.rawValue)`")
    }
    let pattern = try TemporalPattern(layout, for: type)
    if let zone = spelling.zone, zone != (pattern.hasZone ? .required : .forbidden) {
      throw DecoderProblem("zone", "`zone: \(zone.rawValue)` contradicts the layout `\(layout)`")
    }
    return pattern
  }
}

/// A few spellings, told apart from most other texts by their length alone.
struct SpellingSet: Sendable {
  let spellings: [[UInt8]]
  /// Bit n: some spelling has n bytes; bit 63: some has 63 or more.
  let lengths: UInt64

  init(_ texts: [String]) { self.init(texts.map { Array($0.utf8) }) }

  init(_ texts: [[UInt8]]) {
    spellings = texts
    lengths = spellings.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }

  @inline(__always)
  func mayContain(length: Int) -> Bool { lengths &>> UInt64(truncatingIfNeeded: min(length, 63)) & 1 != 0 }

  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard mayContain(length: text.count) else { return false }
    return spellings.contains { $0.count == text.count && $0.elementsEqual(text) }
  }
}

/// The words that stand for true and false.
struct BooleanSpellings: Sendable {
  let trueWords: SpellingSet
  let falseWords: SpellingSet

  /// `nil` where nothing is declared; a list that is left out keeps its only word.
  init?(_ spelling: Spelling) throws(DecoderProblem) {
    guard spelling.trueSpellings != nil || spelling.falseSpellings != nil else { return nil }
    let (yes, no) = (spelling.trueSpellings ?? ["true"], spelling.falseSpellings ?? ["false"])
    if let both = yes.first(where: { no.contains($0) }) {
      throw DecoderProblem("false", "`\(both)` is spelled both as true and as false")
    }
    trueWords = SpellingSet(yes)
    falseWords = SpellingSet(no)
  }
}

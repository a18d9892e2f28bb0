import Contracts

/// Turns what was noted in a block into violations: where they stand, what they are, and their record.
///
/// Nothing of this is kept while folding: the block's bytes are still there when it is absorbed, so the few records
/// that are shown are read again.
package final class Evidence {
  let block: Block
  /// Index of the block's file.
  package let file: Int
  /// Whether the records that violate are to be collected.
  package let collectsRejected: Bool
  /// Violations that a clause may keep.
  package let exemplarLimit = EvaluationOptions.maximumExemplars
  /// Violated clauses of records that are rejected, by record.
  package private(set) var rejected: [UInt32: [Int]] = [:]
  /// The clause being absorbed, and its field.
  var clause = 0
  var focus: Int?
  /// That of the thread at work.
  var stopwatch: Stopwatch?

  /// Records of the dataset before the block.
  package let datasetRecordsBefore: Int

  private let reader: any RecordReader
  private let paths: [String]
  private let recordsBefore: Int
  private let linesBefore: Int
  private let lineBreak: UInt8
  private let excerpts: any ExcerptReader
  /// Line breaks up to some place of the block, since positions are mostly asked for in order.
  private var counted = (offset: 0, lineBreaks: 0)

  init(
    block: Block, reader: any RecordReader, paths: [String], datasetRecordsBefore: Int, recordsBefore: Int,
    linesBefore: Int, lineBreak: UInt8,
    excerpts: any ExcerptReader, collectsRejected: Bool
  ) {
    self.block = block
    file = block.file
    self.reader = reader
    self.paths = paths
    self.datasetRecordsBefore = datasetRecordsBefore
    self.recordsBefore = recordsBefore
    self.linesBefore = linesBefore
    self.lineBreak = lineBreak
    self.excerpts = excerpts
    self.collectsRejected = collectsRejected
  }

  /// The block's file, as reports show it.
  package var path: String { paths[file] }

  /// Notes that a record violates the clause being absorbed.
  package func reject(_ record: UInt32) { rejected[record, default: []].append(clause) }

  /// Where a noted record stands.
  package func position(_ candidate: Candidate) -> Position {
    position(offset: Int(candidate.start), record: Int(candidate.record))
  }

  /// A value of a record of the block that was not noted while folding.
  package func candidate(record: Int, item: UInt32) -> Candidate {
    let bounds = reader.bounds(ofRecord: record)
    return Candidate(
      record: UInt32(record), start: UInt32(bounds.lowerBound), end: UInt32(bounds.upperBound), item: item)
  }

  /// What a noted value is; the first `maximumExcerpts` of a clause show their record.
  package func violation(_ candidate: Candidate, ordinal: Int) -> Violation {
    let span = stopwatch?.begin(.evidence)
    defer { span?.end() }
    var violation = Violation(position: position(candidate))
    let shown = excerpts.show(
      block, bytes: Int(candidate.start)..<Int(candidate.end), focus: focus, item: Int(candidate.item),
      withExcerpt: ordinal < EvaluationOptions.maximumExcerpts)
    violation.field = shown.field
    violation.value = shown.value
    violation.excerpt = shown.excerpt
    return violation
  }

  /// What a structural fault is. `bytes` is the faulty record.
  func violation(_ fault: RecordFault, bytes: Range<Int>, ordinal: Int) -> Violation {
    let span = stopwatch?.begin(.evidence)
    defer { span?.end() }
    var violation = Violation(position: position(offset: fault.offset, record: fault.record))
    violation.kind = fault.kind.name
    if ordinal < EvaluationOptions.maximumExcerpts { violation.excerpt = excerpts.unparsed(block, bytes: bytes) }
    return violation
  }

  private func position(offset: Int, record: Int) -> Position {
    if offset < counted.offset { counted = (0, 0) }
    let part = UnsafeBufferPointer(rebasing: block.bytes[counted.offset..<offset])
    counted = (offset, counted.lineBreaks + countBytes(lineBreak, in: part, upTo: part.count))
    return Position(
      file: paths[file], offset: block.offset + offset, line: linesBefore + counted.lineBreaks + 1,
      record: recordsBefore + record + 1)
  }
}

/// How often a byte occurs before an offset.
func countBytes(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, upTo offset: Int) -> Int {
  let part = UnsafeBufferPointer(rebasing: bytes[..<offset])
  if byte == UInt8(ascii: "\n") { return KernelLevel.best.newlineCount(in: part) }
  return part.count { $0 == byte }
}

/// Shows records of a block, masked where fields are private.
package protocol ExcerptReader: AnyObject {
  /// What the columns of the blocks to come are.
  func bind(_ binding: FileBinding)

  /// One record: its value of the field `focus` (the `item`-th, where it has several), and all of it.
  func show(
    _ block: Block, bytes: Range<Int>, focus: Int?, item: Int, withExcerpt: Bool
  ) -> (field: String?, value: ShownValue?, excerpt: Excerpt?)

  /// A record whose cells cannot be told apart.
  func unparsed(_ block: Block, bytes: Range<Int>) -> Excerpt
}

/// How values may be shown.
package struct Masking: Sendable {
  /// For each field, whether its values are masked.
  package let isMasked: [Bool]
  /// Columns that no field names, and records that cannot be told apart.
  package let masksUnknown: Bool
  private let masksAll: Bool

  package static let valueLimitBytes = 1024
  private static let nameLimitBytes = 256

  package init(_ contract: Contract, masksAll: Bool) {
    self.masksAll = masksAll
    let privatePaths = Set(contract.fields.filter(\.isPrivate).map(\.path.steps))
    isMasked = contract.fields.map { masksAll || $0.isPrivate || Self.liesWithin(privatePaths, $0) }
    masksUnknown = masksAll || contract.hasPrivateFields
  }

  /// What a private object or array holds is private too, unless the contract says that it is public.
  private static func liesWithin(_ privatePaths: Set<[FieldPath.Step]>, _ field: Field) -> Bool {
    guard field.privacy == nil, !privatePaths.isEmpty else { return false }
    return field.path.steps.indices.contains { privatePaths.contains(Array(field.path.steps[...$0])) }
  }

  /// A header's names. Where a private column is missing, what no field names may be its values, or its name misspelt.
  package func shownNames(_ names: [String], of fields: [Field]) -> [String] {
    let declared = Set(fields.map(\.path.text))
    let lacksPrivate = fields.indices.contains { isMasked[$0] && !names.contains(fields[$0].path.text) }
    guard masksAll || lacksPrivate else { return names }
    return names.enumerated().map { $1.isEmpty || declared.contains($1) ? $1 : "column \($0 + 1)" }
  }

  /// A header's name as it is shown: one that took the records into its quote is as long as a record may be.
  package static func cutName(_ name: String) -> String {
    guard name.utf8.count > nameLimitBytes else { return name }
    var count = nameLimitBytes
    let bytes = Array(name.utf8.prefix(count + 1))
    while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
    return String(decoding: bytes[..<count], as: UTF8.self) + "…"
  }

  /// A value of a field, or of no declared one.
  package func shown(_ bytes: UnsafeBufferPointer<UInt8>, field: Int?) -> ShownValue {
    if field.map({ isMasked[$0] }) ?? masksUnknown { return .masked(byteCount: bytes.count) }
    return Self.cut(bytes)
  }

  /// Which sources records come from, as it may be told.
  func shown(_ usage: SourceUsage) -> SourceUsage {
    guard usage.isMasked else { return usage }
    var shown = usage
    (shown.tallies, shown.undeclared) = ([], [])
    return shown
  }

  /// A text of at most `valueLimitBytes`, cut between characters.
  package static func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> ShownValue {
    var count = min(bytes.count, valueLimitBytes)
    if count < bytes.count { while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 } }
    return .text(
      String(decoding: UnsafeBufferPointer(rebasing: bytes.prefix(count)), as: UTF8.self), isCut: count < bytes.count)
  }

  /// A record that cannot be told apart: its length alone where anything in it may be private.
  package func unparsed(_ bytes: UnsafeBufferPointer<UInt8>) -> Excerpt {
    guard !masksUnknown, case .text(let text, let isCut) = Self.cut(bytes) else {
      return .masked(byteCount: bytes.count)
    }
    return .text(text, isCut: isCut)
  }
}

extension RunResult {
  /// The result as it may be shown: licences that stand in masked fields are counted, and not named.
  package func maskingLicenses(masksAll: Bool) -> RunResult {
    let isMasked = Masking(contract, masksAll: masksAll).isMasked
    let maskedClauses = Set(contract.clauses.filter { $0.field.map { isMasked[$0] } ?? false }.map(\.id))
    var result = self
    for i in result.observedLicenses.indices where maskedClauses.contains(result.observedLicenses[i].clauseID) {
      result.observedLicenses[i].expression = "(masked)"
    }
    return result
  }
}

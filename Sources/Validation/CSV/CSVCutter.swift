import CCSVKernels
import Contracts

/// Cuts a stream into blocks of whole records, exactly by the grammar, one after another.
///
/// A kernel scans the bytes: where every quote is legal, the last line feed outside quotes is a record boundary by the
/// grammar too. Where one is not, the block ends before its record; and where a block begins with such a record, or the
/// dialect is not simple, the records are walked. No block is cut on a guess, so none is cut or validated twice
/// (`docs/decisions/0003-exact-cuts.md`).
package struct CSVCutter: Sendable {
  private let grammar: CSVGrammar
  private let dialect: CSVDialect
  private let level: KernelLevel
  /// How far records are walked after a fault before the kernel is asked again.
  private static let walkedBytes = 32 << 10

  package init(dialect: CSVDialect, recordLimitBytes: Int, level: KernelLevel = .best) {
    grammar = CSVGrammar(dialect: dialect, recordLimitBytes: recordLimitBytes)
    self.dialect = dialect
    self.level = level
  }

  /// `bytes` begin at a record boundary and are not empty; nothing follows them if `isEnd`. The block ends at the last
  /// boundary up to `target` bytes that can be told, else at the first one after.
  package func cut(_ bytes: UnsafeBufferPointer<UInt8>, target: Int, isEnd: Bool) -> Cut {
    if dialect.isSimple, let end = cleanEnd(bytes, target: target, isEnd: isEnd) {
      return .block(CutBlock(end: end, needsPlainReader: false))
    }
    return grammar.classes.withUnsafeBufferPointer { classes in
      guard let classes = classes.baseAddress else { return .needsMore }
      var walk = UnsafeRecordWalk(grammar: grammar, classes: classes, bytes: bytes, isEnd: isEnd, sink: NoCells())
      return walkedCut(&walk, target: dialect.isSimple ? min(target, Self.walkedBytes) : target)
    }
  }

  /// No record within the record limit's bytes can be too long, so the scan goes no further than that.
  private func cleanEnd(_ bytes: UnsafeBufferPointer<UInt8>, target: Int, isEnd: Bool) -> Int? {
    let window = min(max(target, 1), bytes.count, grammar.limit)
    if grammar.forbidsLineBreaks { return bytes[..<window].lastIndex(of: 0x0A).map { $0 + 1 } }
    guard let quote = dialect.quote else { return nil }
    let text = assay_csv_text(
      bytes: bytes.baseAddress, count: window, delimiter: dialect.delimiter[0], quote: quote)
    let scan = assay_csv_scan(level.kernel, text)
    if scan.quote_fault { return scan.last_record_end > 0 ? scan.last_record_end : nil }
    // What a CR is that nothing follows, the scan does not say.
    let takesAll = isEnd && window == bytes.count && !scan.in_quotes && bytes[window - 1] != 0x0D
    let end = takesAll ? window : scan.last_record_end
    return end > 0 ? end : nil
  }

  private func walkedCut(_ walk: inout UnsafeRecordWalk<NoCells>, target: Int) -> Cut {
    var boundary = 0
    var furthest = (decidedAt: 0, kind: FaultKind.unclosedQuote)
    var isOverlong = false
    walking: while boundary < min(target, walk.count) || boundary == 0 {
      switch walk.step(at: boundary) {
      case .record(let end, let fault, let decidedAt):
        if boundary > 0, end > target { break walking }
        if decidedAt > furthest.decidedAt { furthest = (decidedAt, fault?.kind ?? .unclosedQuote) }
        boundary = end
      case .comment(let end):
        if boundary > 0, end > target { break walking }
        boundary = end
      case .overlong:
        isOverlong = boundary == 0
        break walking
      case .undecided: break walking
      }
    }
    if isOverlong { return .block(overlongBlock) }
    if boundary == 0 { return .needsMore }
    let openQuoteFault = furthest.decidedAt > boundary ? furthest.kind : nil
    return .block(CutBlock(end: boundary, needsPlainReader: true, openQuoteFault: openQuoteFault))
  }

  private var overlongBlock: CutBlock {
    let end = max(grammar.limit + 1, grammar.commentPrefix.count)
    return CutBlock(end: end, needsPlainReader: true, skipToTerminator: true)
  }
}

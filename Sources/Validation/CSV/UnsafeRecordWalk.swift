import Glibc

/// The grammar of CSV, byte by byte: reads one record after another. `docs/csv.md` tells it to users.
///
/// **The rules.** A cell whose first byte is a quote is quoted, up to the next quote that is neither doubled nor
/// escaped. Everything that breaks the rules is literal, and the first of it by offset is the record's fault. Once a
/// record exceeds the limit, its next terminator ends it, inside quotes or not.
///
/// **The one exception.** When a quoted field has a terminator in it and then faults (text after its closing quote,
/// end of input, record limit), the quote was most likely never closed on its own line. So the record ends at the first
/// terminator after the opening quote, and reading resumes right there. Its fault is of the kind that ended the field
/// and stands at the opening quote, since what lies beyond the terminator belongs to other records.
///
/// Where the dialect forbids line breaks in cells, a quoted cell goes no further than the next terminator, which ends
/// the record; if it is still open there, that is its fault, at the opening quote.
///
/// **Rescanning is bounded.** Let such a field be open from quote q and break off at byte p. Every quote in between is
/// one of a doubled pair, so quotes stand there in runs of even length. Read from a terminator in between, such a run
/// is either an empty or closed quoted cell of its own or literal: none of them is open at the next terminator. So the
/// next field that can run over begins at or after the run of quotes at p, and no byte is read more than twice (thrice,
/// with the search for the terminator). With an escape byte, quotes in between are preceded by that byte, so no cell
/// begins with one, unless a delimiter or terminator ends in the escape byte; no contract may say so. For the same
/// reason at most one record before any boundary can be undecided there.
struct UnsafeRecordWalk<Sink: CSVCellSink> {
  let grammar: CSVGrammar
  let classes: UnsafePointer<UInt8>
  let bytes: UnsafePointer<UInt8>
  let count: Int
  /// No bytes follow these that could matter.
  let isEnd: Bool
  /// What ends a quoted field that is open at the end.
  let openQuoteFault: FaultKind
  var sink: Sink

  private var start = 0
  private var position = 0
  private var cellStart = 0
  private var limitEnd = 0
  private var fault: CSVFault?

  init(
    grammar: CSVGrammar, classes: UnsafePointer<UInt8>, bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool,
    openQuoteFault: FaultKind = .unclosedQuote, sink: Sink
  ) {
    self.grammar = grammar
    self.classes = classes
    self.bytes = bytes.baseAddress ?? classes
    count = bytes.count
    self.isEnd = isEnd
    self.openQuoteFault = openQuoteFault
    self.sink = sink
  }

  /// Reads what begins at `start`, which lies before the end.
  mutating func step(at start: Int) -> CSVStep {
    self.start = start
    position = start
    cellStart = start
    fault = nil
    limitEnd = start &+ grammar.limit
    if !grammar.commentPrefix.isEmpty, let step = comment() { return step }
    while true {
      let isQuoted = position < min(count, limitEnd) && bytes[position] == grammar.quote
      if let step = isQuoted ? quotedCell() : text() { return step }
    }
  }

  // MARK: Cells. Each answers `nil` when a delimiter ended the cell and another begins.

  private mutating func quotedCell() -> CSVStep? {
    let opening = position
    let lineEnd = grammar.forbidsLineBreaks ? firstTerminator(from: opening + 1, to: min(count, limitEnd)) : nil
    guard let closing = closingQuote(after: opening, before: lineEnd?.lowerBound) else {
      if let lineEnd {
        return runOver(from: opening, to: lineEnd, kind: .lineBreakInCell, decidedAt: lineEnd.upperBound)
      }
      return limitEnd < count ? overlong(searchingFrom: opening + 1) : brokenOff(at: opening)
    }
    position = closing + 1
    if position == count { return endOfInput() }
    let terminator = terminatorLength(at: position)
    if position >= limitEnd, position > limitEnd || terminator == 0 { return overlong(searchingFrom: opening + 1) }
    if terminator > 0 { return endOfRecord(terminatorLength: terminator) }
    if isDelimiter(at: position) {
      endCell()
      return nil
    }
    if !isEnd, count - position < grammar.lookahead { return .undecided }
    if let terminator = firstTerminator(from: opening + 1, to: position) {
      return runOver(from: opening, to: terminator, kind: .textAfterQuote, decidedAt: position + 1)
    }
    note(.textAfterQuote, at: position)
    return text()
  }

  private mutating func text() -> CSVStep? {
    let stop = min(count, limitEnd)
    while true {
      while position < stop, classes[Int(bytes[position])] & CSVGrammar.meansInText == 0 { position &+= 1 }
      if position >= count { return endOfInput() }
      let terminator = terminatorLength(at: position)
      if position >= limitEnd, position > limitEnd || terminator == 0 { return overlong(searchingFrom: limitEnd) }
      if terminator > 0 { return endOfRecord(terminatorLength: terminator) }
      if isDelimiter(at: position) {
        endCell()
        return nil
      }
      noteLiteral()
      position += 1
    }
  }

  /// A byte that is only allowed elsewhere. An opening quote is none: it was taken before.
  @inline(__always)
  private mutating func noteLiteral() {
    let byte = bytes[position]
    if byte == 0 {
      note(.nulByte, at: position)
    } else if byte == grammar.quote {
      if fault == nil { note(.bareQuote, at: position) }
    } else if byte == 0x0D, grammar.terminator == nil {
      note(.bareCarriageReturn, at: position)
    }
  }

  /// `nil` when there is none up to the end or the limit, or before `lineEnd`.
  private mutating func closingQuote(after opening: Int, before lineEnd: Int?) -> Int? {
    let stop = lineEnd ?? min(count, limitEnd)
    var at = opening + 1
    while true {
      while at < stop, classes[Int(bytes[at])] & CSVGrammar.meansInQuotes == 0 { at &+= 1 }
      guard at < stop else { return nil }
      let byte = bytes[at]
      if byte == grammar.quote {
        guard grammar.escape == nil, at + 1 < count, bytes[at + 1] == byte else { return at }
        at += 2
      } else if byte == grammar.escape {
        if at + 1 < count, bytes[at + 1] == 0 { note(.nulByte, at: at + 1) }
        at += 2
      } else {
        note(.nulByte, at: at)
        at += 1
      }
    }
  }

  @inline(__always)
  private mutating func endCell() {
    sink.addCell(from: cellStart, to: position)
    position += grammar.delimiter.count
    cellStart = position
  }

  // MARK: Ends of a record

  @inline(__always)
  private mutating func endOfRecord(terminatorLength: Int) -> CSVStep {
    sink.addCell(from: cellStart, to: position)
    let end = position + terminatorLength
    return .record(end: end, fault: fault, decidedAt: end)
  }

  private mutating func endOfInput() -> CSVStep {
    if !isEnd { return .undecided }
    position = count
    return position > limitEnd ? overlong(searchingFrom: limitEnd) : endOfRecord(terminatorLength: 0)
  }

  /// The input ends within quotes.
  private mutating func brokenOff(at opening: Int) -> CSVStep {
    if !isEnd { return .undecided }
    if let terminator = firstTerminator(from: opening + 1, to: count) {
      return runOver(from: opening, to: terminator, kind: openQuoteFault, decidedAt: count)
    }
    note(openQuoteFault, at: opening)
    return endOfInput()
  }

  private mutating func runOver(
    from opening: Int, to terminator: Range<Int>, kind: FaultKind, decidedAt: Int
  ) -> CSVStep {
    note(kind, at: kind == .recordTooLong ? start : opening)
    sink.addCell(from: cellStart, to: terminator.lowerBound)
    return .record(end: terminator.upperBound, fault: fault, decidedAt: max(decidedAt, terminator.upperBound))
  }

  /// In a quoted field the search begins after its opening quote.
  private mutating func overlong(searchingFrom from: Int) -> CSVStep {
    note(.recordTooLong, at: start)
    if !isEnd, count - limitEnd < grammar.lookahead { return .undecided }
    if let terminator = firstTerminator(from: from, to: count) {
      return runOver(from: from, to: terminator, kind: .recordTooLong, decidedAt: limitEnd + 1)
    }
    guard isEnd else { return .overlong }
    sink.addCell(from: cellStart, to: count)
    return .record(end: count, fault: fault, decidedAt: count)
  }

  // MARK: Details

  private mutating func note(_ kind: FaultKind, at offset: Int) {
    if let fault, fault.offset < offset || (fault.offset == offset && kind != .recordTooLong) { return }
    fault = CSVFault(kind: kind, offset: offset)
  }

  private mutating func comment() -> CSVStep? {
    let length = grammar.commentPrefix.count
    guard start + length <= count else { return isEnd ? nil : .undecided }
    guard matches(grammar.commentPrefix, at: start) else { return nil }
    if let terminator = firstTerminator(from: start + length, to: count) { return .comment(end: terminator.upperBound) }
    if isEnd { return .comment(end: count) }
    return count - limitEnd < grammar.lookahead + length ? .undecided : .overlong
  }

  @inline(__always)
  private func terminatorLength(at place: Int) -> Int {
    if let terminator = grammar.terminator { return matches(terminator, at: place) ? terminator.count : 0 }
    if bytes[place] == 0x0A { return 1 }
    return bytes[place] == 0x0D && place + 1 < count && bytes[place + 1] == 0x0A ? 2 : 0
  }

  @inline(__always)
  private func isDelimiter(at place: Int) -> Bool {
    bytes[place] == grammar.delimiter[0] && (grammar.delimiter.count == 1 || matches(grammar.delimiter, at: place))
  }

  private func matches(_ token: [UInt8], at place: Int) -> Bool {
    guard place + token.count <= count else { return false }
    for (index, byte) in token.enumerated() where bytes[place + index] != byte { return false }
    return true
  }

  /// Whatever the state: inside quotes as well.
  func firstTerminator(from: Int, to end: Int) -> Range<Int>? {
    var at = from
    while at < end {
      guard let found = memchr(bytes + at, Int32(grammar.terminator?[0] ?? 0x0A), end - at) else { return nil }
      at = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
      guard let terminator = grammar.terminator else {
        return (at > from && bytes[at - 1] == 0x0D ? at - 1 : at)..<(at + 1)
      }
      if at + terminator.count <= end, matches(terminator, at: at) { return at..<(at + terminator.count) }
      at += 1
    }
    return nil
  }
}

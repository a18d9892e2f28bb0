/// What to do next with the bytes at hand: a cutter's answer.
package enum Cut: Hashable, Sendable {
  case block(CutBlock)
  /// There is no boundary yet. Read more, at least as much again as there is, and ask with all of it.
  case needsMore
}

/// The next block of a stream.
package struct CutBlock: Hashable, Sendable {
  /// Its size. A record boundary, unless `skipToTerminator`.
  package var end: Int
  /// See `Block.needsPlainReader`.
  package var needsPlainReader: Bool
  /// See `Block.openQuoteFault`.
  package var openQuoteFault: FaultKind?
  /// The block is the beginning of one record (or comment) over the limit, enough for the reader to see that. What
  /// follows up to and including its terminator belongs to it and is to be discarded (see `restOfRecord`) before
  /// cutting again; offsets and lines count it, records don't.
  package var skipToTerminator = false
}

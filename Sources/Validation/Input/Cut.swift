/// Where a cutter ends the next block.
package enum Cut: Equatable, Sendable {
  /// Whole records up to `end`.
  ///
  /// With `discardsToTerminator`, the last of them is longer than the limit and was cut there: the caller drops what
  /// follows, up to and including the next record terminator, before it cuts again. What it drops is no record, but
  /// its bytes and lines count for the positions of what follows.
  case block(end: Int, needsPlainReader: Bool, discardsToTerminator: Bool)
  /// No record ends in the bytes at hand; ask again with more of them.
  case needsMore
}

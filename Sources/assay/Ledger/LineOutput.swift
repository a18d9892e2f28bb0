import Glibc

/// Lines to stdout, in large pieces.
struct LineOutput {
  private var pending: [UInt8] = []
  private var hasFailed = false
  /// The reader went away, which ends the output and is no failure.
  private var isOver = false

  /// `false` when no more lines are wanted.
  mutating func write(_ line: some Sequence<UInt8>) -> Bool {
    pending += line
    pending.append(0x0A)
    if pending.count >= 1 << 16 { flush() }
    return !hasFailed && !isOver
  }

  private mutating func flush() {
    if !hasFailed, !isOver, !pending.withUnsafeBytes({ Output.write($0, to: 1) }) {
      if errno == EPIPE {
        isOver = true
      } else {
        Output.complain("assay: stdout cannot be written: \(String(cString: strerror(errno)))")
        hasFailed = true
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// `false` when something could not be written, which has been said.
  mutating func finish() -> Bool {
    flush()
    return !hasFailed
  }
}

import Glibc
import Reports
import Validation

/// Shows on stderr how far a call has come, from a thread of its own that looks at the counters now and then.
final class ProgressDisplay: @unchecked Sendable {
  private let mode: ProgressMode
  private let counters: RunCounters
  private let totalBytes: Int?
  private let contractCount: Int
  private let start = MonotonicClock.nanoseconds()
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var thread: pthread_t?
  private var isOver = false
  private var isDrawn = false

  private static let redrawNanoseconds = 200_000_000
  private static let patienceNanoseconds = 1_000_000_000
  private static let lineNanoseconds = 5_000_000_000

  /// `totalBytes` is what all contracts will read, where that is known.
  init(_ mode: ProgressMode, counters: RunCounters, totalBytes: Int?, contractCount: Int) {
    self.mode = mode
    self.counters = counters
    self.totalBytes = totalBytes
    self.contractCount = contractCount
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
    pthread_mutex_init(mutex, nil)
    if mode != .off { startThread() }
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Stops, and leaves the terminal as it was.
  func end() {
    guard let thread else { return }
    pthread_mutex_lock(mutex)
    isOver = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
    pthread_join(thread, nil)
    self.thread = nil
    switch mode {
    case .off: break
    case .line: if isDrawn { Output.write("\r\u{1B}[K", to: 2) }
    case .lines: Output.complain(line.summary)
    }
  }

  private func startThread() {
    var thread = pthread_t()
    let display = Unmanaged.passRetained(self)
    let status = pthread_create(&thread, nil, { raw in
      if let raw { Unmanaged<ProgressDisplay>.fromOpaque(raw).takeRetainedValue().run() }
      return nil
    }, display.toOpaque())
    if status == 0 { self.thread = thread } else { display.release() }
  }

  private func run() {
    var moment = start
    pthread_mutex_lock(mutex)
    while !isOver {
      moment += pause(isFirst: moment == start)
      var time = timespec(tv_sec: moment / 1_000_000_000, tv_nsec: moment % 1_000_000_000)
      while !isOver, pthread_cond_timedwait(condition, mutex, &time) == 0 {}
      if !isOver { draw() }
    }
    pthread_mutex_unlock(mutex)
  }

  private func pause(isFirst: Bool) -> Int {
    switch mode {
    case .off, .lines: Self.lineNanoseconds
    case .line(let atOnce): isFirst && !atOnce ? Self.patienceNanoseconds : Self.redrawNanoseconds
    }
  }

  private func draw() {
    guard case .line = mode else { return Output.complain(line.text(width: .max)) }
    // A line that fills the last column would wrap on some terminals.
    Output.write("\r\(line.text(width: Self.terminalWidth - 1))\u{1B}[K", to: 2)
    isDrawn = true
  }

  private var line: ProgressLine {
    ProgressLine(
      byteCount: counters.byteCount, totalBytes: totalBytes, rowCount: counters.recordCount,
      contractsDone: counters.runCount, contractCount: contractCount,
      elapsedNanoseconds: MonotonicClock.nanoseconds() - start)
  }

  private static var terminalWidth: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

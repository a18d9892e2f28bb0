import Glibc

/// Time that only goes forward, for measuring.
enum MonotonicClock {
  /// Nanoseconds since the machine started, or some other moment.
  @Sendable static func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}

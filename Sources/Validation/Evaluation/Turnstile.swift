import Glibc

/// Lets threads through one by one, in the order of their numbers.
final class Turnstile: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var turn = 0

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Waits until all numbers before have passed, then runs `body` alone.
  func pass(_ number: Int, _ body: () -> Void) {
    _ = spin {
      pthread_mutex_lock(mutex)
      if turn == number { return true }
      pthread_mutex_unlock(mutex)
      return false
    } || pthread_mutex_lock(mutex) == 0
    while turn != number { pthread_cond_wait(condition, mutex) }
    body()
    turn += 1
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}

/// Runs `body` on `count` threads at once, this one included, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  let threads = (1..<max(1, count)).compactMap { _ in POSIXThread(body) }
  body()
  for thread in threads { thread.join() }
}

import Glibc

/// A thread that is waited for, or left to end by itself.
struct POSIXThread: @unchecked Sendable {
  private let raw: pthread_t

  /// Runs `body` on a thread of its own; `nil` where the system has none left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Body(run: body))
    let status = pthread_create(&thread, nil, { raw in
      if let raw { Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run() }
      return nil
    }, box.toOpaque())
    guard status == 0 else { box.release(); return nil }
    raw = thread
  }

  func join() { pthread_join(raw, nil) }

  /// Nobody will wait for it.
  func detach() { pthread_detach(raw) }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

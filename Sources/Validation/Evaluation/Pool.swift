/// Up to `limit` items, made as they are needed, which threads take and give back. Who finds none waits for one.
final class Pool<Item>: @unchecked Sendable {
  private let monitor = Monitor()
  private let limit: Int
  private let make: () -> Item
  private var free: [Item] = []
  private var madeCount = 0

  init(limit: Int, make: @escaping () -> Item) {
    self.limit = limit
    self.make = make
  }

  func take() -> Item {
    let item = monitor.withLock { () -> Item? in
      while free.isEmpty, madeCount == limit { monitor.wait() }
      if free.isEmpty { madeCount += 1 }
      return free.popLast()
    }
    return item ?? make()
  }

  func give(_ item: Item) { monitor.withLock { free.append(item) } }
}

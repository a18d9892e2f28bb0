/// Hands what threads bring to one of them at a time, in the order of numbers.
///
/// No thread waits for another here: what comes before its turn stays, and is taken on by the thread whose turn it is.
final class Sequencer<Item>: @unchecked Sendable {
  private let mutex = Mutex()
  private var turn = 0
  private var waiting: [Int: Item] = [:]

  /// Brings the item with this number, of which there is one for each from 0 on. Calls `body` with it if all before it
  /// have passed, and then with those that wait behind it; else it is for another thread to do that.
  func pass(_ number: Int, _ item: Item, _ body: (Item) -> Void) {
    var next = mutex.withLock { () -> Item? in
      if number == turn { return item }
      waiting[number] = item
      return nil
    }
    while let item = next {
      body(item)
      next = mutex.withLock {
        turn += 1
        return waiting.removeValue(forKey: turn)
      }
    }
  }
}

import Testing

@testable import Validation

@Suite struct SequencerTests {
  /// What only one thread at a time may touch; the sequencer sees to that.
  private final class Journal: @unchecked Sendable {
    var numbers: [Int] = []
    var isBusy = false
    var overlaps = 0
  }

  @Test(arguments: [1, 2, 3, 8])
  func itemsPassOnceInOrderAndAlone(threadCount: Int) {
    let count = 2_000
    let sequencer = Sequencer<Int>()
    let journal = Journal()
    let next = Counter()
    onThreads(threadCount) {
      var random = SeededGenerator(state: UInt64(threadCount))
      while let number = next.next(below: count) {
        for _ in 0..<Int.random(in: 0..<300, using: &random) { _ = random.next() }
        sequencer.pass(number, number) { item in
          if journal.isBusy { journal.overlaps += 1 }
          journal.isBusy = true
          journal.numbers.append(item)
          journal.isBusy = false
        }
      }
    }
    #expect(journal.numbers == Array(0..<count))
    #expect(journal.overlaps == 0)
  }

  @Test func whoComesEarlyDoesNotWait() {
    let sequencer = Sequencer<String>()
    var passed: [String] = []
    sequencer.pass(2, "c") { passed.append($0) }
    sequencer.pass(1, "b") { passed.append($0) }
    #expect(passed.isEmpty)
    sequencer.pass(0, "a") { passed.append($0) }
    #expect(passed == ["a", "b", "c"])
    sequencer.pass(3, "d") { passed.append($0) }
    #expect(passed.last == "d")
  }

  @Test(arguments: [1, 2, 5])
  func aPoolMakesNoMoreThanItMay(limit: Int) {
    let made = Counter()
    let pool = Pool<Int>(limit: limit) { made.next(below: .max) ?? 0 }
    let taken = Counter()
    onThreads(6) {
      while taken.next(below: 600) != nil {
        let item = pool.take()
        pool.give(item)
      }
    }
    #expect((1...limit).contains(made.count))
  }

  /// Counts up, for all threads.
  private final class Counter: @unchecked Sendable {
    private let mutex = Mutex()
    private(set) var count = 0

    func next(below limit: Int) -> Int? {
      mutex.withLock {
        guard count < limit else { return nil }
        count += 1
        return count - 1
      }
    }
  }
}

/// Keys that do not fall, each with its place, written as steps in memory or in a file (see `KeyStep`). Never changes.
package struct StoredRun: Sendable {
  package enum Storage: Sendable {
    case memory(UnsafeRunMemory)
    case file(RunFile, Range<Int>)
  }

  package let storage: Storage
  package let entryCount: Int
  /// Added to every place: what stood before the shard that wrote the run.
  package var placeOffset: UInt64

  package init(_ storage: Storage, entryCount: Int, placeOffset: UInt64 = 0) {
    self.storage = storage
    self.entryCount = entryCount
    self.placeOffset = placeOffset
  }

  package var byteCount: Int {
    switch storage {
    case .memory(let memory): memory.count
    case .file(_, let range): range.count
    }
  }

  /// What of it is held in memory.
  var memoryBytes: Int {
    if case .memory(let memory) = storage { return memory.count + UnsafeRunMemory.paddingBytes }
    return 0
  }
}

/// Bytes that never change, with room behind them to read a step too far.
package final class UnsafeRunMemory: @unchecked Sendable {
  static let paddingBytes = KeyStep.maximumBytes
  let base: UnsafeMutableRawPointer
  package let count: Int

  package init(_ parts: [UnsafeRawBufferPointer]) {
    count = parts.reduce(0) { $0 + $1.count }
    base = .allocate(byteCount: count + Self.paddingBytes, alignment: 8)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: count + Self.paddingBytes)
    var end = base
    for part in parts {
      guard let start = part.baseAddress else { continue }
      end.copyMemory(from: start, byteCount: part.count)
      end += part.count
    }
  }

  deinit { base.deallocate() }

  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

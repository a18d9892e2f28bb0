import Contracts
import Foundation
import Testing

@testable import Validation

/// A record with everything in offsets of the whole text, so that readings of different cuts can be compared.
struct ReadRecord: Hashable, CustomStringConvertible {
  var start: Int
  /// Of a faulty record, none: they are not to be used.
  var cells: [Range<Int>]
  var fault: FaultKind?
  var faultOffset: Int?

  var description: String { "\(start): \(cells) \(fault.map { "\($0)@\(faultOffset ?? -1)" } ?? "")" }
}

/// Bytes with the padding that a block promises.
final class PaddedBytes {
  let memory: UnsafeMutableBufferPointer<UInt8>
  let count: Int

  init(_ bytes: [UInt8], padding: UInt8 = 0x22) {
    count = bytes.count
    memory = .allocate(capacity: bytes.count + Block.paddingBytes)
    memory.initialize(repeating: padding)
    for (index, byte) in bytes.enumerated() { memory[index] = byte }
  }

  deinit { memory.deallocate() }

  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: UnsafeBufferPointer(memory)[range])
  }

  func block(_ range: Range<Int>? = nil) -> Block {
    let range = range ?? 0..<count
    return Block(file: 0, offset: range.lowerBound, bytes: slice(range), isLast: range.upperBound == count)
  }
}

/// Readers and an index, reused from text to text as the product reuses them.
struct Bench {
  var dialect = CSVDialect()
  var limit = DataSource.defaultRecordLimitBytes
  let index = RecordIndex()

  static let levels = KernelLevel.allCases.filter(\.isAvailable)

  func read(_ reader: any CSVReader, _ block: Block) -> [ReadRecord] {
    reader.index(block, into: index)
    return records(from: block.offset)
  }

  func plain(_ bytes: PaddedBytes) -> [ReadRecord] {
    withExtendedLifetime(bytes) {
      read(PlainCSVReader(dialect: dialect, recordLimitBytes: limit), bytes.block())
    }
  }

  private func records(from offset: Int) -> [ReadRecord] {
    let faults = Dictionary(uniqueKeysWithValues: index.faults.map { ($0.record, $0) })
    return (0..<index.recordCount).map { record in
      let fault = faults[record]
      let cells = Int(index.firstCells[record])..<Int(index.firstCells[record + 1])
      return ReadRecord(
        start: Int(index.recordStarts[record]) + offset,
        cells: fault == nil
          ? cells.map { Int(index.cellStarts[$0]) + offset..<Int(index.cellEnds[$0]) + offset } : [],
        fault: fault?.kind, faultOffset: fault.map { $0.offset + offset })
    }
  }

  /// Reads in blocks: bytes arrive `chunk` at a time, and blocks are cut at `target`.
  func readInBlocks(
    _ bytes: PaddedBytes, target: Int, chunk: Int, reader: any CSVReader, level: KernelLevel = .best
  ) -> [ReadRecord] {
    let cutter = CSVCutter(dialect: dialect, recordLimitBytes: limit, level: level)
    var read: [ReadRecord] = []
    var (start, end) = (0, min(chunk, bytes.count))
    var isSkipping = false
    while start < bytes.count {
      let held = bytes.slice(start..<end)
      if isSkipping {
        let skipped = restOfRecord(endingWith: dialect.terminator, in: held)
        isSkipping = !skipped.isWhole
        start += skipped.count
        if isSkipping || start == end {
          if end == bytes.count { break }
          end = min(end + chunk, bytes.count)
        }
        continue
      }
      switch cutter.cut(held, target: target, isEnd: end == bytes.count) {
      case .needsMore:
        if end == bytes.count {
          Issue.record("the cutter wants more than there is")
          return read
        }
        end = min(end + chunk, bytes.count)
      case .block(let cut):
        // A copy, so that nothing but the block can be read.
        let copy = PaddedBytes(Array(bytes.slice(start..<start + cut.end)))
        var block = copy.block()
        block.offset = start
        block.needsPlainReader = cut.needsPlainReader
        block.openQuoteFault = cut.openQuoteFault
        read += withExtendedLifetime(copy) { self.read(reader, block) }
        start += cut.end
        isSkipping = cut.skipToTerminator
        if start == end { end = min(end + chunk, bytes.count) }
      }
    }
    return read
  }
}

/// A small generator whose seed is printed with every failure.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

func visible(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).debugDescription
}

func dataFolder(_ suite: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Data/\(suite)")
}

func files(in folder: URL, ending suffix: String) throws -> [URL] {
  try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.lastPathComponent.hasSuffix(suffix) }
    .sorted { $0.path < $1.path }
}

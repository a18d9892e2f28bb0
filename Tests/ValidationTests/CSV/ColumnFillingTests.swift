import CCSVKernels
import Testing

@testable import Validation

/// What a level makes of records: the texts of each column by their offset and length, and the lengths' bits.
private struct Filled: Equatable {
  var starts: [[Int]] = []
  var lengths: [[UInt32]] = []
  var bits: [UInt64] = []
}

@Suite struct ColumnFillingTests {
  /// The plain level is the twin. Records and cells that fill no tile of the others, and columns that nobody wants.
  @Test(arguments: 1...13) func levelsFillTheSameColumns(width: Int) {
    var random = SplitMix(seed: UInt64(width))
    for records in Array(0...25) + [512] {
      var (starts, ends, at) = ([UInt32](), [UInt32](), UInt32(0))
      for _ in 0..<(records * width) {
        let length = Bool.random(using: &random) ? UInt32.random(in: 0...70, using: &random) : 5
        starts.append(at)
        ends.append(at + length)
        at += length + 1
      }
      let wanted = (0..<width).map { _ in UInt8.random(in: 0...3, using: &random) != 0 }
      let expected = fill(.plain, starts, ends, records, wanted)
      for level in KernelLevel.allCases where level.isAvailable {
        #expect(fill(level, starts, ends, records, wanted) == expected, "\(level), \(records) records of \(width)")
      }
      for (row, length) in zip(0..., expected.lengths.first ?? []) {
        let first = wanted.firstIndex(of: true) ?? 0
        #expect(length == ends[row * width + first] - starts[row * width + first])
      }
    }
  }

  private func fill(
    _ level: KernelLevel, _ starts: [UInt32], _ ends: [UInt32], _ records: Int, _ wanted: [Bool]
  ) -> Filled {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    let texts = wanted.map { _ in UnsafeMutablePointer<UnsafePointer<UInt8>?>.allocate(capacity: records) }
    let lengths = wanted.map { _ in UnsafeMutablePointer<UInt32>.allocate(capacity: records) }
    defer {
      bytes.deallocate()
      for memory in texts { memory.deallocate() }
      for memory in lengths { memory.deallocate() }
    }
    var columns = zip(wanted, zip(texts, lengths)).map { isWanted, memory in
      assay_csv_column(texts: isWanted ? memory.0 : nil, lengths: memory.1, length_bits: 0)
    }
    assay_csv_columns(level.kernel, bytes, starts, ends, records, wanted.count, &columns)
    var filled = Filled()
    for (cell, isWanted) in wanted.enumerated() where isWanted {
      filled.starts.append((0..<records).map { texts[cell][$0].map { $0 - UnsafePointer(bytes) } ?? -1 })
      filled.lengths.append((0..<records).map { lengths[cell][$0] })
      filled.bits.append(columns[cell].length_bits)
    }
    return filled
  }
}

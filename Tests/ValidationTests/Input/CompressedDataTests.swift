import Contracts
import Foundation
import Gating
import Reports
import TestSupport
import Testing

@testable import Validation

/// Compressed data through the whole evaluation.
@Suite struct CompressedDataTests {
  private static let ways: [@Sendable ([UInt8]) -> [UInt8]] = [
    { gzipped($0) }, { zstandard($0) },
    { bytes in stride(from: 0, to: bytes.count, by: 777).flatMap { gzipped(Array(bytes[$0...].prefix(777))) } },
    { bytes in
      stride(from: 0, to: bytes.count, by: 777).flatMap {
        skippableFrame([1]) + zstandard(Array(bytes[$0...].prefix(777)))
      }
    },
  ]

  private static let options = [
    EvaluationOptions(now: testClock), EvaluationOptions(now: testClock, threadCount: 3, blockBytes: 64),
    EvaluationOptions(now: testClock, threadCount: 2, blockBytes: 1 << 20, reader: .plain),
    EvaluationOptions(now: testClock, blockBytes: 1),
  ]

  /// The report without what compression changes.
  private func comparable(_ result: RunResult) -> String {
    var result = result
    for i in result.files.indices {
      result.files[i].byteCount = 0
      result.files[i].digests = []
    }
    result.notices.removeAll { $0.hasPrefix("offsets in ") }
    return JSONReport().render(report(on: result))
  }

  @Test func compressedDataIsJudgedAsItIs() throws {
    let sets = try [Datasets.faultyCSV(), Datasets.unclosed(), Datasets.severalFiles(), Datasets.jsonLines()]
    for data in try sets + Datasets.exotic() {
      let expected = comparable(try data.result())
      let paths = try FileManager.default.contentsOfDirectory(atPath: data.scratch.path)
        .filter { !$0.hasSuffix(".yaml") }.map(data.scratch.path)
      let plain = try paths.map { try [UInt8](Data(contentsOf: URL(fileURLWithPath: $0))) }
      for (number, way) in Self.ways.enumerated() {
        for (path, bytes) in zip(paths, plain) { try Data(way(bytes)).write(to: URL(fileURLWithPath: path)) }
        for options in Self.options {
          let difference = firstDifference(expected, comparable(try data.result(options)))
          #expect(difference == nil, "\(data.name), way \(number), blocks of \(options.blockBytes)")
        }
      }
    }
  }

  private static let contractText = """
    assay: 1
    id: c
    data: { files: FILE, record_limit: 64B }
    rows: { min: 0 }
    fields:
      - { name: id, type: integer, unique: true }
      - { name: text, type: string }
    """

  private static let csv = Array(
    ("id,text\n" + (0..<60).map { "\($0),\"a\($0 &* 7919 % 1013)\nb\"\n" }.joined()
      + "60," + String(repeating: "long", count: 30) + "\n61,\"x\"\"y\"\n").utf8)
  private static let jsonl = Array((0..<60).map { "{\"id\": \($0), \"text\": \"\($0 &* 7919 % 1013)\"}\n" }.joined().utf8)

  /// Wherever a file breaks off, whole records before are counted, and the run never passes.
  @Test(arguments: ["a.csv.gz", "a.csv.zst", "a.jsonl.gz", "a.jsonl.zst"])
  func whatPrecedesABreakIsJudged(name: String) throws {
    let text = name.contains("jsonl") ? Self.jsonl : Self.csv
    let whole = name.hasSuffix("gz") ? gzipped(text) : zstandard(text)
    let data = try PreparedData("cut", Self.contractText.replacingOccurrences(of: "FILE", with: name), [:])
    var recordCount = 0
    for count in 0..<whole.count {
      try data.scratch.write(name, whole.prefix(count))
      let result = try data.result()
      #expect(result.files[0].problem?.kind == "truncated", "\(name) after \(count)")
      #expect(result.clause("data.unreadable")?.status == .inconclusive)
      #expect(result.recordCount >= recordCount, "\(name) after \(count)")
      recordCount = result.recordCount
      #expect(report(on: result).entries[0].decision.verdict == .block)
      if count % 29 == 0 {
        for options in Self.options {
          #expect(JSONReport().render(report(on: result)) == (try data.json(options)), "\(name) after \(count)")
        }
      }
    }
    #expect(recordCount > 0)
    try data.scratch.write(name, whole)
    #expect(try data.result().recordCount >= recordCount)
  }

  @Test(arguments: 0..<40) func corruptDataNeverPassesUnseen(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let (name, text) = seed % 2 == 0 ? ("a.csv", Self.csv) : ("a.jsonl", Self.jsonl)
    let data = try PreparedData("corrupt", Self.contractText.replacingOccurrences(of: "FILE", with: name), [name: text])
    let expected = comparable(try data.result())
    for whole in [gzipped(text), zstandard(text)] {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      }
      try data.scratch.write(name, bytes)
      let result = try data.result()
      let isSeen = report(on: result).entries[0].decision.verdict == .block
      #expect(isSeen || comparable(result) == expected, "seed \(seed)")
      for options in Self.options {
        let difference = firstDifference(JSONReport().render(report(on: result)), try data.json(options))
        #expect(difference == nil, "seed \(seed)")
      }
    }
  }

  @Test func theLimitIsOfEachFileAndWhatIsWithinIsJudged() throws {
    let data = try PreparedData(
      "limit", Self.contractText.replacingOccurrences(of: "FILE", with: "[a.jsonl, b.jsonl]"),
      ["a.jsonl": gzipped(Self.jsonl), "b.jsonl": Self.jsonl])
    let limit = Array(Self.jsonl.split(separator: 0x0A)[..<10].joined(separator: [0x0A])).count + 1
    for (bytes, count) in [(Self.jsonl.count, 60), (limit, 10), (limit + 1, 10), (limit - 1, 9), (1, 0)] {
      for blockBytes in [1, 100, 1 << 20] {
        let options = EvaluationOptions(now: testClock, blockBytes: blockBytes, decompressedLimitBytes: bytes)
        let result = try data.result(options)
        #expect(result.files[0].recordCount == count)
        #expect(result.files[0].problem?.kind == (count < 60 ? "decompressed_limit" : nil))
        #expect(result.files[1].recordCount == 60)
      }
    }
  }

  @Test func whatBreaksOffInItsHeaderHasNoRecords() throws {
    let data = try PreparedData(
      "header", Self.contractText.replacingOccurrences(of: "FILE", with: "a.csv"),
      ["a.csv": gzipped(Array("id,text\n1,a\n".utf8))])
    for limit in 1...7 {
      let result = try data.result(EvaluationOptions(now: testClock, decompressedLimitBytes: limit))
      #expect(result.clause("data.unreadable")?.status == .inconclusive)
      #expect(result.clause("id/column.missing")?.status == .inconclusive)
      #expect(result.recordCount == 0)
    }
  }

  @Test func namesAreNotBelieved() throws {
    let named = try PreparedData(
      "named", Self.contractText.replacingOccurrences(of: "FILE", with: "[a.csv.gz, b.csv.zst]"),
      ["a.csv.gz": Self.csv, "b.csv.zst": gzipped(Array("id,text\n70,a\n".utf8))])
    let result = try named.result()
    #expect(result.recordCount == 63)
    #expect(result.notices.contains { $0.hasSuffix("a.csv.gz is named as gzip, but is not compressed; it was read as it is") })
    #expect(result.notices.contains { $0.hasSuffix("b.csv.zst are those of the decompressed text") })
  }
}

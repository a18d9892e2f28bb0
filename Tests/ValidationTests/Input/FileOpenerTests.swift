import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// Files are opened ahead of their turn by whichever thread comes by, which must not show.
@Suite struct FileOpenerTests {
  /// Files of no, one and several blocks, and among them every kind that cannot be read.
  private func mixedFiles() throws -> PreparedData {
    let gzip = gzipped(Array("id,x\n1,2\n".utf8))
    let names = (0..<40).map { "\($0 + 10).csv" }
    let files = names.enumerated().map { index, name -> (String, [UInt8]) in
      let bytes: [UInt8] =
        switch index % 8 {
        case 0: Array("id,x\n\(index),a\n".utf8)
        case 1: Array("id,x\n".utf8) + (0..<200).flatMap { Array("\($0),\($0 % 7 == 0 ? "y" : "1")\n".utf8) }
        case 2: []
        case 3: Array("x,id\n1,2\n".utf8)
        case 4: gzip
        case 5: Array(gzip.dropLast(9))
        case 6: Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".utf8)
        default: Array("id,x\n1,\"unclosed\n".utf8)
        }
      return (name, bytes)
    }
    let listed = (names + ["missing.csv", "folder", "99.csv"]).joined(separator: ", ")
    let contract = """
      assay: 1
      id: mixed
      data: { files: [\(listed)], format: csv }
      order: any
      fields:
        - { name: id, type: integer, unique: true }
        - { name: x, type: integer }

      """
    let data = try PreparedData("mixed", contract, Dictionary(files + [("99.csv", Array("id,x\n5,6\n".utf8))]) { $1 })
    try FileManager.default.createDirectory(atPath: data.scratch.path("folder"), withIntermediateDirectories: false)
    return data
  }

  @Test(arguments: 2...5) func whoeverOpensAFileFindsTheSame(threadCount: Int) throws {
    let data = try mixedFiles()
    let expected = try data.json(EvaluationOptions(now: testClock, threadCount: 1))
    #expect(expected.contains("not_found") && expected.contains("truncated") && expected.contains("unclosed_quote"))
    for blockBytes in [64, 700, 1 << 20] {
      for _ in 0..<10 {
        let options = EvaluationOptions(now: testClock, threadCount: threadCount, blockBytes: blockBytes)
        let difference = firstDifference(expected, try data.json(options))
        #expect(difference == nil, "\(blockBytes) bytes: \(difference ?? "")")
      }
    }
  }

  /// A pipe that nobody has opened yet may be the next: the blocks before it are validated all the same.
  @Test(arguments: 1...3) func aPipeIsWaitedForInItsTurn(threadCount: Int) throws {
    let files = ["1.csv": Array("id\n1\n".utf8), "3.csv": Array("id\n3\n".utf8)]
    let data = try PreparedData(
      "turns", "{ assay: 1, id: t, data: { files: [1.csv, 2.csv, 3.csv] }, fields: [{ name: id, type: integer }] }",
      files)
    let pipe = data.scratch.path("2.csv")
    try #require(mkfifo(pipe, 0o600) == 0)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      try? "id\n2\nx\n".write(toFile: pipe, atomically: false, encoding: .utf8)
    }
    let result = try data.result(EvaluationOptions(now: testClock, threadCount: threadCount))
    #expect(result.files.map(\.recordCount) == [1, 2, 1])
    let wrong = try #require(result.clause("id/cell.wrong_type"))
    #expect(wrong.exemplars.map { $0.position.record } == [2])
  }
}

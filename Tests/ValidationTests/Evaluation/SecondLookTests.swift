import Contracts
import TestSupport
import Testing

@testable import Validation

/// Copies that are found after their blocks are gone are shown as if they had been found at once.
@Suite struct SecondLookTests {
  /// Half a megabyte, with copies at its beginning, in its midst and at its end, and lines within quotes.
  private static let rows: [String] = {
    var keys = (0..<20_000).map { String(($0 &* 2_654_435_761) % 20_011) }
    for (place, copied) in [(3, 1), (9_000, 2), (9_001, 8_999), (19_999, 4)] { keys[place] = keys[copied] }
    return keys.enumerated().map { index, key in "\(key),\"x\(index % 50 == 0 ? "\n" : " ")\(index)\"" }
  }()

  private func exemplars(_ name: String, _ bytes: [UInt8], memoryBytes: Int, blockBytes: Int) throws -> [Violation] {
    let text = """
      { assay: 1, id: m, data: { files: \(name) }, fields: [
        { name: k, type: integer, unique: true }, { name: t, type: string } ] }
      """
    let data = try PreparedData("second look", text, [name: bytes])
    let options = EvaluationOptions(now: testClock, blockBytes: blockBytes, memoryBytes: memoryBytes)
    let result = try data.result(options)
    let clause = try #require(result.clause("k/column.duplicate_value"))
    return clause.exemplars.map { violation in
      var violation = violation
      violation.position.file = name
      return violation
    }
  }

  @Test(arguments: [64, 4096, 256 << 10]) func whatIsFoundLateIsShownAsIfAtOnce(blockBytes: Int) throws {
    let plain = Array(("k,t\n" + Self.rows.joined(separator: "\n") + "\n").utf8)
    let files = ["a.csv": plain, "b.csv": [0xEF, 0xBB, 0xBF] + plain, "c.csv.gz": gzipped(plain)]
    for (name, bytes) in files {
      let atOnce = try exemplars(name, bytes, memoryBytes: 64 << 20, blockBytes: blockBytes)
      let late = try exemplars(name, bytes, memoryBytes: 64 << 10, blockBytes: blockBytes)
      #expect(atOnce.count == 4)
      #expect(late == atOnce, "\(name)")
    }
  }
}

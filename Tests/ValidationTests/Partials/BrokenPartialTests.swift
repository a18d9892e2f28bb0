import Contracts
import Foundation
import TestSupport
import Testing

@testable import Validation

/// What is no partial, or not the whole of one, is refused.
@Suite struct BrokenPartialTests {
  private func shards() throws -> (Shards, String) {
    let text = """
      assay: 1
      id: small
      data: { files: "*.csv" }
      fields:
        - { name: id, type: integer, unique: true }
      """
    let shards = try Shards(text, ["a.csv": Array("id\n1\nx\n1\n".utf8)])
    return (shards, try shards.partial("p", shards.paths, EvaluationOptions(now: testClock)))
  }

  private func problem(_ shards: Shards, _ paths: String..., tool: String = "test") throws -> String? {
    do throws(PartialProblem) {
      let merge = try PartialMerge(paths, tool: tool)
      _ = merge.paths
      return nil
    } catch {
      return error.message
    }
  }

  @Test func aPartialThatIsCutAnywhereIsRefused() throws {
    let (shards, path) = try shards()
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for count in 0..<bytes.count {
      let cut = try shards.scratch.write("cut", bytes.prefix(count))
      #expect(try problem(shards, cut) != nil, "\(count) of \(bytes.count) bytes")
    }
    #expect(try problem(shards, path) == nil)
    #expect(try problem(shards, shards.scratch.write("more", bytes + [0])) != nil)
  }

  @Test func aPartialWithAnyByteChangedIsRefused() throws {
    let (shards, path) = try shards()
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    for i in bytes.indices {
      var changed = bytes
      changed[i] ^= UInt8(1 << (i % 8))
      #expect(try problem(shards, shards.scratch.write("changed", changed)) != nil, "byte \(i)")
    }
  }

  /// A partial whose checksums hold, made of the sections of another one.
  private func forged(_ sections: [(kind: PartialFormat.Section, payload: [UInt8])]) -> [UInt8] {
    var bytes = PartialFormat.mark + [PartialFormat.version]
    var digest = [UInt8](repeating: 0, count: PartialFormat.digestBytes)
    for (kind, payload) in sections {
      let head = [kind.rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
      let hasher = StreamHasher(.sha256)
      (digest + head + payload).withUnsafeBytes { hasher.update($0) }
      digest = hasher.finishBytes()
      bytes += head + payload + digest
    }
    return bytes
  }

  private func sections(of bytes: [UInt8]) -> [(kind: PartialFormat.Section, payload: [UInt8])] {
    var sections: [(kind: PartialFormat.Section, payload: [UInt8])] = []
    var offset = PartialFormat.mark.count + 1
    while offset < bytes.count, let kind = PartialFormat.Section(rawValue: bytes[offset]) {
      let start = offset + PartialFormat.headBytes
      let end = start + bytes[(offset + 1)..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
      sections.append((kind, Array(bytes[start..<end])))
      offset = end + PartialFormat.digestBytes
    }
    return sections
  }

  /// Copies of a value, in each of which one whole number is another one.
  private func variants(_ value: CBOR, _ other: CBOR) -> [CBOR] {
    switch value {
    case .unsigned, .negative: return [other]
    case .array(let items):
      return items.indices.flatMap { i in
        variants(items[i], other).map { variant in
          var changed = items
          changed[i] = variant
          return .array(changed)
        }
      }
    case .map(let members):
      return members.sorted { $0.key < $1.key }.flatMap { key, member in
        variants(member, other).map { variant in .map(members.merging([key: variant]) { $1 }) }
      }
    default: return []
    }
  }

  @Test func forgedNumbersCrashNothing() throws {
    let (shards, path) = try shards()
    let other = try shards.scratch.write("other.csv", Array("id\n1\n2\n2\n".utf8))
    let good = try shards.partial("good", [other], EvaluationOptions(now: testClock))
    let original = sections(of: try Array(Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(forged(original) == (try Array(Data(contentsOf: URL(fileURLWithPath: path)))))
    for (index, section) in original.enumerated() where section.kind == .state || section.kind == .dataset {
      for number in [
        CBOR.unsigned(.max), .unsigned(1 << 63 - 1), .unsigned(1 << 47), .negative(1 << 63 - 1), .negative(0),
      ] {
        for variant in variants(try CBOR(encoded: section.payload), number) {
          var changed = original
          changed[index].payload = variant.encoded
          let bad = try shards.scratch.write("forged", forged(changed))
          _ = try? shards.merged([bad, good])
          _ = try? shards.merged([good, bad])
        }
      }
    }
  }

  @Test func aRunThatClaimsMoreKeysThanItsStateIsRefused() throws {
    let (shards, path) = try shards()
    var forgedSections = sections(of: try Array(Data(contentsOf: URL(fileURLWithPath: path))))
    let index = try #require(forgedSections.firstIndex { $0.kind == .keys })
    let start: [UInt8] = [17, 8] + [UInt8](repeating: 0, count: 24)
    // One step, taken 2^62 times.
    let endless = start + [19 | 1 << 5, 1, 2] + [UInt8](repeating: 0x80, count: 8) + [0x40]
    let farAway = [17, 8] + [UInt8](repeating: 0, count: 16) + [UInt8](repeating: 0xFF, count: 8)
    for run in [endless, farAway, start + [19 | 1 << 5, 1, 1, 1]] {
      forgedSections[index].payload = run
      let report = try shards.merged([shards.scratch.write("forged", forged(forgedSections))])
      #expect(report.contains("stored keys are broken"))
    }
  }

  @Test func otherFilesAreRefused() throws {
    let (shards, _) = try shards()
    #expect(try problem(shards, shards.paths[0])?.contains("no partial of assay") == true)
    #expect(try problem(shards, shards.scratch.path("none"))?.contains("cannot be opened") == true)
    #expect(try problem(shards, shards.scratch.path)?.contains("no regular file") == true)
  }

  @Test func partialsThatDoNotBelongTogetherAreRefused() throws {
    let (shards, path) = try shards()
    #expect(try problem(shards, path, path)?.contains("a.csv is in") == true)
    #expect(try problem(shards, path, tool: "9.9")?.contains("made by assay test, and this is assay 9.9") == true)
    let (others, other) = try self.shards()
    let found = try problem(shards, path, other) ?? ""
    #expect(found.contains(shards.contractPath) && found.contains(others.contractPath), "\(found)")
    let masked = try shards.partial("m", [], EvaluationOptions(now: testClock, masksAll: true))
    #expect(try problem(shards, path, masked)?.contains("--mask") == true)
  }

  @Test func randomBytesAreNoValueAndCrashNothing() throws {
    var generator = SeededGenerator(state: 5)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      guard let value = try? CBOR(encoded: bytes) else { continue }
      _ = try? CBORDecoder.decode(PartialDataset.self, from: value)
      #expect(try CBOR(encoded: value.encoded) == value || bytes.contains(0xFB))
    }
    let deep = [UInt8](repeating: 0x81, count: 100_000)
    #expect(throws: CBOR.Problem.self) { try CBOR(encoded: deep) }
  }

  @Test func valuesComeBackAsTheyWere() throws {
    struct Sample: Codable, Equatable {
      var numbers: [Int] = [0, -1, 23, 24, 255, 256, 65535, 65536, CBORDecoder.countLimit - 1, 1 - CBORDecoder.countLimit]
      var values: [Int64] = [.max, .min]
      var large: [UInt64] = [.max]
      var texts = ["", "é", String(repeating: "x", count: 300)]
      var bytes: [UInt8] = [1, 2, 3]
      var none: [UInt8] = []
      var empty: [String] = []
      var missing: Int?
      var real = 0.1
      var yes = true
      var value = TypedValue.decimal(ExactDecimal("12.50") ?? ExactDecimal(0))
      var shown = ShownValue.text("a", isCut: true)
      var map = ["b": 1, "a": 2]
    }
    let value = try CBOREncoder.encode(Sample())
    #expect(try CBORDecoder.decode(Sample.self, from: CBOR(encoded: value.encoded)) == Sample())
    #expect(throws: DecodingError.self) { try CBORDecoder.decode(UInt8.self, from: .unsigned(256)) }
  }
}

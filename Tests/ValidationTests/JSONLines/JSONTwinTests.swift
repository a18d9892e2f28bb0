import Contracts
import Testing

@testable import Validation

/// The SIMD reader must say what the plain one says, of any bytes.
struct JSONTwinTests {
  static let paths = ["a", "b.c", "t", "t[]", "i[].s", "i[].p[]", "g[][]", "k\\.k", "deep.x.y"]
  static let seeds: [String] = [
    #"{"a":"x","b":{"c":1.50},"t":[1,null,"z"],"i":[{"s":"q","p":[1,2]},{}],"g":[[1],[2,3]]}"#,
    #"{"k.k":"\ud83d\ude00\u00e9\n","deep":{"x":{"y":-0}},"t":[],"a":12345678901234567890123}"#,
    #"{ "a" : true , "b" : { "d" : false , "c" : null } , "extra" : [ { "a" : 1 , "b" : [ ] } ] }"#,
    "{\"a\":\"日本語 é \u{2028}\",\"\\u0061b\":\"\\\\\\\"\",\"t\":[\"a text of more than thirty-two bytes\"]}",
    #"{"a":1e308,"t":[1E-5,0.1,-12,1e400],"i":[[{"s":1}]],"g":[[[1]],1]}"#,
  ]
  static let alphabet: [UInt8] =
    Array("{}[]:,\"\\ \t\r\n0123456789eE+-.tfnrualsdD8cC/\0".utf8) + [0x80, 0xC3, 0xA9, 0xED, 0xF0, 0xFF]

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func mutatedDocumentsAreReadAlike(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for round in 0..<150 {
      var block: [UInt8] = []
      for _ in 0..<8 { block += Self.mutated(Self.seeds.randomElement(using: &random) ?? "", &random) + [0x0A] }
      let both = JSONLinesReader.Engine.allCases.map { Shredding(block, paths: Self.paths, engine: $0) }
      #expect(both[0] == both[1], "seed \(seed), round \(round)")
      #expect(both[0].faults == Self.faults(block), "seed \(seed), round \(round)")
      if both[0] != both[1] { return }
    }
  }

  @Test(arguments: [UInt64(11), 12])
  func randomBytesAreReadAlike(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for round in 0..<100 {
      var block = Array("{\"a\":".utf8)
      for _ in 0..<200 { block.append(Self.alphabet.randomElement(using: &random) ?? 0) }
      let both = JSONLinesReader.Engine.allCases.map { Shredding(block, paths: Self.paths, engine: $0) }
      #expect(both[0] == both[1], "seed \(seed), round \(round)")
    }
  }

  /// Every prefix of a document, and every byte of it left out.
  @Test func damagedDocumentsAreReadAlike() {
    for seed in Self.seeds {
      let bytes = Array(seed.utf8)
      for i in 0..<bytes.count {
        for text in [Array(bytes[..<i]), Array(bytes[..<i] + bytes[(i + 1)...])] {
          let both = JSONLinesReader.Engine.allCases.map { Shredding(text, paths: Self.paths, engine: $0) }
          #expect(both[0] == both[1], "\(String(decoding: text, as: UTF8.self))")
        }
      }
    }
  }

  /// The positions that both walk are the same ones.
  @Test func positionsAreTheSame() {
    for seed in Self.seeds {
      let plain = PlainJSONReader()
      let simd = SIMDJSONReader()
      let padded = Array(seed.utf8) + Array(repeating: 0, count: 64)
      padded.withUnsafeBufferPointer { memory in
        let text = UnsafeBufferPointer(rebasing: memory[..<seed.utf8.count])
        let fault = plain.scanFault(in: text, takesAnyTop: false)
        let found = simd.positions(of: text).map { Array($0) }
        let expected = Array(UnsafeBufferPointer(start: plain.positions, count: plain.positionCount))
        // simdjson refuses integers beyond 64 bits.
        let isBeyond = seed.contains("12345678901234567890123")
        #expect(found == (fault == nil && !isBeyond ? expected : nil))
      }
    }
  }

  /// The faults by the grammar alone, without the walk and its suspicions.
  private static func faults(_ block: [UInt8]) -> [String] {
    var faults: [String] = []
    var start = 0
    for (number, line) in block.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if let fault = line.withUnsafeBufferPointer({ PlainJSONReader().check(record: $0) }) {
        faults.append("\(number): \(fault.kind.name) at \(start + fault.offset)")
      }
      start += line.count + 1
    }
    return faults
  }

  private static func mutated(_ text: String, _ random: inout SeededNumbers) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let byte = alphabet.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = byte
      case 1: bytes.insert(byte, at: at)
      case 2: if bytes.count > 1 { bytes.remove(at: at) }
      default:
        let end = Int.random(in: at...min(bytes.count, at + 20), using: &random)
        bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
      }
    }
    return bytes
  }
}

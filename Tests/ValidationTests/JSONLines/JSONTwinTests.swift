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

  /// With all instructions that this machine has, and whether a record is read with others or for itself.
  @Test(arguments: SIMDJSONReader.implementations)
  func everyImplementationReadsAlike(implementation: String) {
    var random = SeededNumbers(seed: 21)
    for round in 0..<150 {
      var block: [UInt8] = []
      for _ in 0..<6 { block += Self.randomRecord(&random) + [0x0A] }
      if round % 3 == 0 { block = Self.mutated(block, &random) }
      let plain = Shredding(block, paths: Self.paths, engine: .plain)
      for windowBytes in [1, 300, 1 << 16] {
        let simd = Shredding(
          block, paths: Self.paths, engine: .simd, implementation: implementation, windowBytes: windowBytes)
        #expect(simd == plain, "round \(round), \(String(decoding: block, as: UTF8.self))")
        if simd != plain { return }
      }
    }
  }

  /// Records with more values than a batch may hold, sound and damaged, come in slices that add up to the whole.
  @Test(arguments: [UInt64(41), 42, 43])
  func longRecordsComeInSlices(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for round in 0..<100 {
      var block: [UInt8] = []
      for _ in 0..<6 { block += Self.randomRecord(&random) + [0x0A] }
      if round % 3 == 0 { block = Self.mutated(block, &random) }
      let whole = Shredding(block, paths: Self.paths, engine: .plain)
      for engine in JSONLinesReader.Engine.allCases {
        for (values, windowBytes) in [(1, 1 << 16), (2, 1), (3, 300), (8, 1 << 16)] {
          let sliced = Shredding(
            block, paths: Self.paths, engine: engine, valueLimit: values, windowBytes: windowBytes)
          #expect(sliced == whole, "round \(round), \(engine), \(values): \(String(decoding: block, as: UTF8.self))")
          if sliced != whole { return }
        }
      }
    }
  }

  @Test func aMachineHasAnImplementation() {
    #expect(SIMDJSONReader.implementations.contains("fallback"))
  }

  /// Texts with escapes at every place of a piece, and with a broken one there.
  @Test(arguments: SIMDJSONReader.implementations)
  func escapesAreReadAlikeEverywhere(implementation: String) {
    let escapes = [
      #"\""#, #"\\"#, #"\\\""#, #"\n"#, #"\u00e9"#, #"\ud83d\ude00"#, #"\q"#, #"\u12"#, #"\ud83d"#, "\\é", "é",
    ]
    for escape in escapes {
      var block = ""
      for before in 0..<70 {
        for after in [0, 1, 63, 64, 130] {
          let text = String(repeating: "x", count: before) + escape + String(repeating: "y", count: after)
          block += #"{"a":"\#(text)\#(escape)","\#(text)":"\#(text)"}"# + "\n"
        }
      }
      let bytes = Array(block.utf8)
      let plain = Shredding(bytes, paths: Self.paths, engine: .plain, rowsPerBatch: 100)
      let simd = Shredding(
        bytes, paths: Self.paths, engine: .simd, rowsPerBatch: 100, implementation: implementation)
      #expect(simd == plain, "\(escape)")
    }
  }

  /// Objects with keys in the order of the record before, left out, new, in another order, or twice.
  @Test(arguments: [UInt64(31), 32, 33])
  func keysInAnyOrderAreReadAlike(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    let long = "a key of forty characters, more or less.."
    let keys = ["a", "b", "k.k", "deep", "\\u0061", long, "", "12345678", "1234567"]
    let wide = keys + (0..<80).map { "w\($0)" }
    for round in 0..<100 {
      var block = ""
      for _ in 0..<12 {
        var chosen = (round % 4 == 0 ? wide : keys).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        if Int.random(in: 0..<4, using: &random) == 0 { chosen.shuffle(using: &random) }
        if Int.random(in: 0..<8, using: &random) == 0, let twice = chosen.randomElement(using: &random) {
          chosen.insert(twice, at: Int.random(in: 0...chosen.count, using: &random))
        }
        let entries = chosen.map { #""\#($0)":\#($0 == "deep" ? #"{"x":{"y":1}}"# : "1")"# }
        block += "{" + entries.joined(separator: ",") + "}\n"
      }
      let both = JSONLinesReader.Engine.allCases.map { Shredding(block, paths: Self.paths, engine: $0) }
      #expect(both[0] == both[1], "seed \(seed), round \(round)")
    }
  }

  /// A well-formed record of any shape.
  private static func randomRecord(_ random: inout SeededNumbers) -> [UInt8] {
    Array(randomObject(depth: 0, &random).utf8)
  }

  private static func randomObject(depth: Int, _ random: inout SeededNumbers) -> String {
    var keys = ["a", "b", "c", "t", "i", "s", "p", "g", "k.k", "deep", "x", "y", "\\u00e9", "extra"]
    keys.shuffle(using: &random)
    let chosen = keys.prefix(Int.random(in: 0...(depth == 0 ? 9 : 4), using: &random))
    return "{" + chosen.map { "\"\($0)\":" + randomValue(depth: depth + 1, &random) }.joined(separator: ",") + "}"
  }

  private static func randomValue(depth: Int, _ random: inout SeededNumbers) -> String {
    let scalars = [
      "1", "-0.5e-7", "1e299", "1e301", "12345678901234567890123", "true", "false", "null", #""""#, #""x\ny""#,
      #""\ud83d\ude00 \u00e9\\""#, "\"日本語 é\"",
      #""a text of more than sixty-four bytes, so that it is copied in several pieces \" ""#, " 7 ", "\t\"z\" ",
    ]
    switch Int.random(in: 0..<(depth < 6 ? 6 : 3), using: &random) {
    case 3: return randomObject(depth: depth, &random)
    case 4, 5:
      let count = Int.random(in: 0...3, using: &random)
      return "[" + (0..<count).map { _ in randomValue(depth: depth + 1, &random) }.joined(separator: " , ") + "]"
    default: return scalars.randomElement(using: &random) ?? "0"
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
    mutated(Array(text.utf8), &random)
  }

  private static func mutated(_ bytes: [UInt8], _ random: inout SeededNumbers) -> [UInt8] {
    var bytes = bytes
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

import Contracts
import Foundation
import Gating
import Reports
import TestSupport

@testable import Validation

/// A dataset cut into shards of whole files, each of which has a partial.
struct Shards {
  let contractText: String
  let contractPath: String
  let scratch: Scratch
  let paths: [String]
  let contract: Contract
  static let key = PartialKey(Array("0123456789abcdef0123".utf8))

  /// `beside` are files that the contract names and that are no data.
  init(_ contractText: String, _ files: [String: [UInt8]], beside: [String: String] = [:]) throws {
    self.contractText = contractText
    scratch = try Scratch()
    for (name, bytes) in files { try scratch.write(name, bytes) }
    for (name, text) in beside { try scratch.write(name, text) }
    contractPath = try scratch.write("test.assay.yaml", contractText)
    contract = try TestSupport.contract(contractText, file: contractPath)
    paths = files.keys.map { [scratch] in scratch.path($0) }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// The JSON of one run over all files.
  func whole() throws -> String {
    let plan = try Plan(contract, EvaluationOptions(now: testClock))
    var result = Evaluator(plan, replacement: paths, sources: try sources(of: plan)).run()
    result.contractDigest = digest(Array(contractText.utf8))
    return JSONReport().render(report(on: result))
  }

  /// Writes the partial of some files; its path.
  func partial(_ name: String, _ files: [String], _ options: EvaluationOptions) throws -> String {
    var options = options
    options.partialKey = Self.key
    let plan = try Plan(contract, options)
    var bytes: [UInt8] = []
    _ = try Evaluator(plan, replacement: files, sources: try sources(of: plan)).writePartial(
      tool: "test", contract: Array(contractText.utf8), notices: { _ in [] }, to: { bytes.append(contentsOf: $0) })
    return try scratch.write(name, bytes)
  }

  /// The JSON of merged partials.
  func merged(_ partials: [String]) throws -> String {
    let plan = try Plan(contract, EvaluationOptions(now: testClock))
    return JSONReport().render(report(on: try PartialMerge(partials, tool: "test").result(plan, root: nil)))
  }

  /// Files in any grouping, each group by other threads and blocks, merged in any order.
  func random(_ generator: inout SeededGenerator, memoryBytes: Int = 1 << 20) throws -> String {
    let count = Int.random(in: 1...max(1, paths.count), using: &generator)
    var groups = [[String]](repeating: [], count: count)
    for path in paths.shuffled(using: &generator) { groups[Int.random(in: 0..<count, using: &generator)].append(path) }
    var partials: [String] = []
    for (number, group) in groups.enumerated() where !group.isEmpty {
      let options = EvaluationOptions(
        now: testClock, threadCount: Int.random(in: 1...3, using: &generator),
        blockBytes: [1, 64, 1000, 1 << 20].randomElement(using: &generator) ?? 64,
        reader: [.plain, .simd].randomElement(using: &generator) ?? .simd, memoryBytes: memoryBytes)
      partials.append(try partial("shard-\(number).partial", group, options))
    }
    return try merged(partials.shuffled(using: &generator))
  }
}

import Foundation
import TestSupport

/// A folder with a contract and data, in which the built binary is run. Time stands still unless a test moves it.
final class Bench: Sendable {
  let scratch: Scratch
  static let now = "2026-11-21T12:00:00Z"

  init() throws { scratch = try Scratch() }

  /// With the contract for orders and a file that keeps it.
  static func withOrders(_ rows: String = "1,5.00,DE\n2,7.50,FR\n") throws -> Bench {
    let bench = try Bench()
    try bench.write("orders.assay.yaml", Bench.ordersContract)
    try bench.write("orders.csv", "id,amount,country\n" + rows)
    return bench
  }

  static let ordersContract = """
    assay: 1
    id: orders
    data: { files: orders.csv }
    fields:
      - { name: id, type: integer, required: true, unique: true }
      - { name: amount, type: decimal, minimum: 0, maximum: { value: 100, severity: warn } }
      - { name: country, type: string, enum: [DE, FR, "NO"] }

    """

  /// `id.assay.yaml` over one file; each field is what stands between its braces.
  func writeContract(
    _ id: String, of file: String, license: String? = nil, fields: String..., rest: String = ""
  ) throws {
    try write(
      "\(id).assay.yaml", """
        assay: 1
        id: \(id)
        data: { files: \(file) }
        fields:
        \(fields.map { "  - { \($0) }\n" }.joined())
        \(license.map { "license: \($0)\n" } ?? "")\(rest)
        """)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try scratch.write(name, text) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String { try scratch.write(name, bytes) }

  func text(_ name: String) throws -> String { try scratch.text(name) }
  func path(_ name: String) -> String { scratch.path(name) }
  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The names in the folder, sorted.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path)) ?? []).sorted() }

  func run(_ words: String..., input: String = "") throws -> CommandResult { try run(words, input: Array(input.utf8)) }

  func run(_ words: [String], input: [UInt8] = []) throws -> CommandResult {
    try assay(words, input: input, in: scratch.path)
  }

  /// `assay check` at the time of the tests.
  func check(_ words: String..., input: String = "") throws -> CommandResult {
    try run(["check"] + words + ["--now", Self.now], input: Array(input.utf8))
  }

  /// A shell line in the folder, with the binary as `$ASSAY`; its exit code and both outputs together.
  func shell(_ line: String) throws -> (status: Int32, output: String) {
    let process = Process()
    // The output ends when nobody holds it any more, and a writer waits for the reader of its pipe without end: what is
    // left in the background goes with the shell, and the shell after two minutes.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = ["120", "/bin/bash", "-c", "trap 'code=$?; kill $(jobs -p) 2>/dev/null || true; exit $code' EXIT; \(line)"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.environment = ["ASSAY": assayPath, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}

extension CommandResult {
  /// Both streams, for messages of failed expectations and for what may stand on either.
  var all: String { output + complaints }

  /// What stands on stdout on one line, however it was folded.
  var unfolded: String { output.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

  /// The JSON report on stdout, as Foundation reads it.
  func json() throws -> JSON { JSON(try JSONSerialization.jsonObject(with: Data(output.utf8))) }
}

/// JSON without casts.
struct JSON {
  let value: Any?
  init(_ value: Any?) { self.value = value }

  subscript(key: String) -> JSON { JSON((value as? [String: Any])?[key]) }
  subscript(index: Int) -> JSON {
    let items = value as? [Any] ?? []
    return JSON(items.indices.contains(index) ? items[index] : nil)
  }
  var items: [JSON] { (value as? [Any] ?? []).map(JSON.init) }
  var string: String? { value as? String }
  var int: Int? { value as? Int }
}

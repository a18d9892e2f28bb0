import Contracts
import Foundation
import TestSupport

/// A page of `docs/rules`: prose for the reader whose merge was blocked, and examples that are executed.
struct RulePage {
  static let folder = Repository.path("docs/rules")

  let rule: RuleID
  let lines: [String]
  let examples: [RuleExample]

  /// All pages, by rule; the index is none.
  static func all() throws -> [RulePage] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted().map { try RulePage(file: $0) }
  }

  init(file: String) throws {
    rule = RuleID(rawValue: String(file.dropLast(".md".count)))
    lines = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8).components(separatedBy: "\n")
    var reader = RuleExampleReader(file: file)
    for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
    examples = try reader.finish()
  }

  /// The page with its results written anew.
  func rewritten(_ results: [[String]]) -> String {
    var lines = lines
    for (example, result) in zip(examples, results).reversed() {
      lines.replaceSubrange(example.resultLines, with: result)
    }
    return lines.joined(separator: "\n")
  }
}

/// One example: a contract, data, and what comes of them, as the page prints it.
struct RuleExample {
  var contract = ""
  var files: [String: [UInt8]] = [:]
  var policy: String?
  var waivers: String?
  /// What the monitor saw before, where the example is its: a time and a state in each line.
  var samples: String?
  var result: [String] = []
  /// Indices of the result's lines in the page.
  var resultLines = 0..<0
  /// `cell.missing.md:30`, where the result begins.
  var place = ""
}

/// A page that cannot be read as examples.
struct RulePageProblem: Error, CustomStringConvertible {
  let description: String
}

/// Collects the fenced blocks of a page into examples.
///
/// A block `text result` ends an example. What the next one does not show again stays as it was; data that is shown
/// replaces all data before the result.
struct RuleExampleReader {
  let file: String
  private var examples: [RuleExample] = []
  private var current = RuleExample()
  private var hasNewData = false
  private var info: [Substring]?
  private var block: [String] = []
  private var firstLine = 0

  init(file: String) { self.file = file }

  mutating func read(_ line: String, number: Int) throws {
    if info == nil, line.hasPrefix("```") {
      info = line.dropFirst(3).split(separator: " ")
      firstLine = number
      block = []
    } else if let words = info, line == "```" {
      try close(words)
      info = nil
    } else if info != nil {
      block.append(line)
    }
  }

  func finish() throws -> [RuleExample] {
    guard info == nil else { throw problem("the block is not closed") }
    return examples
  }

  private mutating func close(_ words: [Substring]) throws {
    let text = block.map { $0 + "\n" }.joined()
    switch words.dropFirst().first {
    case "contract": current.contract = text
    case "policy": current.policy = text
    case "waivers": current.waivers = text
    case "samples": current.samples = text
    case "data": try addData(text, words)
    case "result": endExample()
    // Nothing to execute, such as a command.
    case nil where words == ["sh"]: break
    default: throw problem("no kind of block is called `\(words.joined(separator: " "))`")
    }
  }

  private mutating func addData(_ text: String, _ words: [Substring]) throws {
    var words = words.dropFirst(2)
    let isEscaped = words.last == "escaped"
    if isEscaped { words.removeLast() }
    let language = info?.first ?? ""
    let name = words.first.map(String.init) ?? "data.\(language)"
    if !hasNewData { current.files = [:] }
    hasNewData = true
    current.files[name] = isEscaped ? try bytes(escaped: text) : Array(text.utf8)
  }

  private mutating func endExample() {
    current.result = block
    current.resultLines = firstLine..<(firstLine + block.count)
    current.place = "\(file):\(firstLine)"
    examples.append(current)
    hasNewData = false
  }

  private func problem(_ text: String) -> RulePageProblem {
    RulePageProblem(description: "docs/rules/\(file):\(firstLine): \(text)")
  }
}

extension RuleExampleReader {
  /// Bytes that no page can show: `\r`, `\n`, `\t`, `\\`, `\xFF`, and `\*12*a` for twelve times `a`.
  private func bytes(escaped text: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "x"): bytes.append(try number(&rest, digits: 2, radix: 16))
      case UInt8(ascii: "*"): try appendRepeated(&rest, to: &bytes)
      default: throw problem("unknown escape")
      }
    }
    return bytes
  }

  private func number(_ rest: inout ArraySlice<UInt8>, digits: Int, radix: Int) throws -> UInt8 {
    guard let value = UInt8(String(decoding: rest.prefix(digits), as: UTF8.self), radix: radix) else {
      throw problem("an escape needs two hexadecimal digits")
    }
    rest.removeFirst(digits)
    return value
  }

  private func appendRepeated(_ rest: inout ArraySlice<UInt8>, to bytes: inout [UInt8]) throws {
    let digits = rest.prefix { $0 != UInt8(ascii: "*") }
    guard let count = Int(String(decoding: digits, as: UTF8.self)), rest.count > digits.count + 1 else {
      throw problem("a repeat is written `\\*12*a`")
    }
    rest.removeFirst(digits.count + 1)
    bytes += Array(repeating: rest.removeFirst(), count: count)
  }
}

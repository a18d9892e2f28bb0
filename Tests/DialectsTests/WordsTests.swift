import Contracts
import Foundation
import Testing
import Validation

@testable import Dialects

/// The examples of the pages about contracts, which say of themselves whether they are right.
@Suite struct WordsTests {
  struct Example {
    var tag: String
    var line: Int
    var text: String
  }

  private func examples(of name: String) throws -> [Example] {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../\(name)")
    let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    var examples: [Example] = []
    var open: Example?
    for (index, line) in lines.enumerated() {
      if line == "```", let example = open {
        examples.append(example)
        open = nil
      } else if open != nil {
        open?.text += line + "\n"
      } else if line.hasPrefix("```") {
        open = Example(tag: String(line.dropFirst(3)), line: index + 1, text: "")
      }
    }
    return examples
  }

  @Test(arguments: [("docs/words.md", 18), ("docs/contracts.md", 6), ("README.md", 1)])
  func everyExampleIsWhatItSays(_ page: String, _ leastCount: Int) throws {
    let examples = try examples(of: page).filter { $0.tag.hasPrefix("yaml ") }
    #expect(examples.count >= leastCount)
    for example in examples {
      let (contract, diagnostics) = read(example.text)
      let broken = "yaml broken "
      if example.tag == "yaml contract" {
        #expect(contract != nil && diagnostics.isEmpty, "\(page):\(example.line): \(diagnostics)")
      } else if example.tag.hasPrefix(broken) {
        #expect(contract == nil, "\(page):\(example.line)")
        let code = String(example.tag.dropFirst(broken.count))
        #expect(diagnostics.map(\.code) == [code], "\(page):\(example.line): \(diagnostics)")
      } else {
        Issue.record("\(page):\(example.line): unknown tag \(example.tag)")
      }
    }
  }

  @Test func everyWordOfTheFieldsHasItsLine() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/words.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let table = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.joined()
    for name in Catalog.vocabulary.map(\.name) { #expect(table.contains("`\(name)`"), "\(name)") }
    for key in ContractGrammar(vocabulary: []).contract.keys.map(\.name) {
      #expect(table.contains("`\(key)"), "\(key)")
    }
  }
}

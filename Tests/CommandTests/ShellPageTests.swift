import Foundation
import TestSupport
import Testing

/// Pages whose shell blocks make all that they need: each is run in its order, in an empty folder.
struct ShellPageTests {
  private struct Block {
    var language: String
    var code: Int
    var text: String
  }

  /// `sh` is run; of `console`, the first line is run and the others are what it prints. A number behind says with which
  /// code the last command ends.
  private func blocks(_ page: String) throws -> [Block] {
    try Repository.text(page).components(separatedBy: "\n```").enumerated().compactMap { number, part in
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let words = lines[0].split(separator: " ")
      guard number % 2 == 1, let language = words.first, ["sh", "console"].contains(language), words.count <= 2 else {
        return nil
      }
      return Block(language: String(language), code: words.count == 2 ? Int(words[1]) ?? -1 : 0, text: String(lines[1]))
    }
  }

  @Test(arguments: ["docs/provenance.md", "docs/licenses.md"])
  func everyCommandOfThePageWorks(page: String) throws {
    let blocks = try blocks(page)
    #expect(blocks.count >= 3)
    var script = "set -e -o pipefail\nstart=$PWD\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (number, block) in blocks.enumerated() {
      let isConsole = block.language == "console"
      let command = isConsole ? String(block.text.dropFirst(2).prefix { $0 != "\n" }) : block.text
      let shown = isConsole ? "\(command) > \"$start/output-\(number)\" 2>&1" : command
      script += block.code == 0 ? "\(shown)\n" : "code=0; \(shown) || code=$?; test \"$code\" = \(block.code)\n"
    }
    let bench = try Bench()
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for (number, block) in blocks.enumerated() where block.language == "console" {
      let expected = block.text.drop { $0 != "\n" }.dropFirst()
      #expect(try bench.text("output-\(number)") == expected + "\n")
    }
  }
}

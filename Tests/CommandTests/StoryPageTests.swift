import Foundation
import TestSupport
import Testing

/// `docs/story.md`, from its first command to its last, in one shell.
@Suite struct StoryPageTests {
  @Test func theStoryHappensAsItIsTold() throws {
    let steps = try Story(page: Repository.text("docs/story.md")).steps
    #expect(steps.count { !$0.expected.isEmpty } >= 15)
    let bench = try Bench()
    try bench.write("page.sh", Story.prologue(bench) + steps.map(\.script).joined())
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    var rest = run.output[...]
    for step in steps {
      let end = try #require(rest.range(of: step.mark), "did not run, or with another code than \(step.code):\n\(step.command)\n\(rest)")
      let output = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      if let missing = Story.firstMissing(of: step.expected, in: output) {
        Issue.record("\(step.command)\nprints no line, or not at this place, like\n\(missing)\nbut\n\(output)")
      }
    }
  }

  /// The comparison above can fail.
  @Test func aLineIsMissedAndOneOutOfOrderToo() {
    let output: Substring = "BLOCK  orders\n  head sha256:0a1b\n  3 of 4 records\n"
    #expect(Story.firstMissing(of: ["BLOCK  orders", "…", "  3 of … records"], in: output) == nil)
    #expect(Story.firstMissing(of: ["  3 of … records", "BLOCK  orders"], in: output) == "BLOCK  orders")
    #expect(Story.firstMissing(of: ["  … of 5 records"], in: output) == "  … of 5 records")
    #expect(Story.firstMissing(of: ["BLOCK"], in: output) == "BLOCK")
  }
}

/// A page whose blocks are one story: files, commands, and what these print.
private struct Story {
  struct Step {
    var number: Int
    /// Files that the page shows before the command, as commands that write them.
    var files: String
    var command: String
    var code: Int
    /// Lines in their order; `…` stands for anything within one, and alone for others between.
    var expected: [String] = []

    var mark: String { "== step \(number)\n" }

    var script: String {
      let run = code == 0 ? command : "code=0\n\(command) || code=$?\ntest \"$code\" = \(code)"
      return "\(files)\(run)\necho '== step \(number)'\n"
    }
  }

  private(set) var steps: [Step] = []

  /// ```` ```sh ```` is run, with its exit code behind the word unless it is 0; a ```` ```text ```` block below is what it
  /// prints. A block under `<!-- file: NAME -->` is a file.
  init(page: String) throws {
    var files = ""
    // Text and blocks in turn.
    let parts = page.components(separatedBy: "\n```")
    for part in stride(from: 1, to: parts.count, by: 2) {
      let lines = parts[part].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let words = lines[0].split(separator: " ")
      let body = lines.dropFirst().joined(separator: "\n")
      if let name = Self.fileName(before: parts[part - 1]) {
        files += "cat > '\(name)' << 'END OF FILE'\n\(body)\nEND OF FILE\n"
      } else if words.first == "sh" {
        let code = words.count > 1 ? try #require(Int(words[1])) : 0
        steps.append(Step(number: steps.count, files: files, command: body, code: code))
        files = ""
      } else if words.first == "text" {
        try #require(!steps.isEmpty && steps[steps.count - 1].expected.isEmpty, "whose output is this?\n\(body)")
        steps[steps.count - 1].expected = lines.dropFirst().filter { !$0.isEmpty }
      } else {
        Issue.record("a block that is neither file, command nor output:\n\(lines[0])")
      }
    }
  }

  private static func fileName(before block: String) -> String? {
    guard let line = block.split(separator: "\n").last, line.hasPrefix("<!-- file: "), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst(11).dropLast(4))
  }

  /// From the repository's root, with the built binary first on the path, and a folder for what the page makes.
  static func prologue(_ bench: Bench) -> String {
    """
    set -e -o pipefail
    mkdir bin && ln -s "$ASSAY" bin/assay
    export PATH="$PWD/bin:$PATH" TMPDIR="$PWD" GIT_CONFIG_NOSYSTEM=1 HOME="$PWD"
    export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
    cd '\(Repository.root)'

    """
  }

  /// The first expected line that no line of the output is like, after those that the lines before it matched.
  static func firstMissing(of expected: [String], in output: Substring) -> String? {
    var lines = output.split(separator: "\n").map { trimmed($0) }[...]
    for line in expected where trimmed(line[...]) != "…" {
      guard let found = lines.firstIndex(where: { matches($0, trimmed(line[...])) }) else { return line }
      lines = lines[(found + 1)...]
    }
    return nil
  }

  private static func trimmed(_ line: Substring) -> Substring {
    line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]
  }

  private static func matches(_ line: Substring, _ pattern: Substring) -> Bool {
    let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return line == pattern }
    guard line.hasPrefix(parts[0]), line.hasSuffix(parts[parts.count - 1]) else { return false }
    var rest = line.dropFirst(parts[0].count)
    for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.count >= parts[parts.count - 1].count
  }
}

import Foundation
import Testing
import TestSupport

@Suite struct ReadmeTests {
  /// The shell blocks between the tour's marks.
  private func tour() throws -> String {
    let readme = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
    let start = try #require(readme.range(of: "<!-- tour -->"))
    let end = try #require(readme.range(of: "<!-- end of tour -->"))
    let blocks = readme[start.upperBound..<end.lowerBound].components(separatedBy: "```sh\n").dropFirst()
    return blocks.map { $0.components(separatedBy: "```")[0] }.joined(separator: "\n")
  }

  @Test func theTourBlocksABadFile() throws {
    let scratch = try Scratch()
    let script = try tour().replacingOccurrences(of: "/tmp/tour", with: scratch.path("tour"))
    try scratch.write("tour.sh", script + "\necho \"last exit code $?\"\n")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [scratch.path("tour.sh")]
    process.currentDirectoryURL = URL(fileURLWithPath: Repository.root)
    try scratch.write("out", "")
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path("out"))
    try process.run()
    process.waitUntilExit()
    let output = try scratch.text("out")
    let steps = [
      "WARN   penguins", "BLOCK  penguins", "record.malformed", "cell.not_in_enum", "cell.wrong_type",
      "heavy,female,2007", "pinned in contracts/countries.assay.yaml", "BLOCK  countries", "digest mismatch",
      "last exit code 1",
    ]
    var rest = output[...]
    for step in steps {
      let found = rest.range(of: step)
      #expect(found != nil, "\(step) is missing, or out of turn, in:\n\(output)")
      if let found { rest = rest[found.upperBound...] }
    }
  }
}

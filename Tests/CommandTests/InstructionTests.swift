import Foundation
import TestSupport
import Testing

/// What a byte costs, counted, since time depends on what else the machine does.
struct InstructionTests {
  static let valgrind = ["/usr/bin", "/usr/local/bin"].contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/valgrind")
  }

  /// `scripts/instructions .build/release/assay --record` sets the counts anew; a commit that does says why.
  @Test(.enabled(if: valgrind, "needs valgrind (scripts/bootstrap --tests installs it)"))
  func aByteCostsTheInstructionsThatAreRecorded() throws {
    let run = try program("/usr/bin/env", ["python3", Repository.path("scripts/instructions"), assayPath])
    print(run.output, terminator: "")
    #expect(run.status == 0, "\(run.all)")
  }
}

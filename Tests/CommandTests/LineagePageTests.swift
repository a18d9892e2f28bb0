import Foundation
import TestSupport
import Testing

/// Every command of `docs/lineage.md`, in its order.
@Suite struct LineagePageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench()
    let page = try Repository.text("docs/lineage.md")
    let blocks = page.components(separatedBy: "\n```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    #expect(blocks.count == 5)
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (index, block) in blocks.enumerated() { script += "\(block)\necho '== \(index)'\n" }
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for index in blocks.indices { #expect(run.output.contains("== \(index)\n"), "\(run.output)") }
    // The digest of a directory is what the page computes with the usual tools.
    let sums = run.output.components(separatedBy: "== 1\n").last?.split(separator: "\n").prefix(2) ?? []
    #expect(sums.count == 2 && sums[1].contains("sha256:\(sums[0].prefix(64))"), "\(sums)")
    #expect(try bench.shell("cd demand && $ASSAY ledger verify").status == 0)
  }
}

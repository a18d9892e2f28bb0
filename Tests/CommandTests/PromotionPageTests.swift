import Foundation
import TestSupport
import Testing

/// Every command of `docs/promotion.md`, in its order.
@Suite struct PromotionPageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench()
    let page = try Repository.text("docs/promotion.md")
    let whole = try #require(page.components(separatedBy: "```yaml model\n").dropFirst().first?.components(separatedBy: "```")[0])
    try bench.write("whole.model.yaml", whole)
    #expect(try bench.run("lint", "whole.model.yaml").status == 0)
    let blocks = page.components(separatedBy: "\n```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    #expect(blocks.count >= 5)
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (index, block) in blocks.enumerated() { script += "\(block)\necho '== \(index)'\n" }
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for index in blocks.indices { #expect(run.output.contains("== \(index)\n"), "\(run.output)") }
    #expect(run.output.contains("STUCK    demand in production"), "\(run.output)")
  }
}

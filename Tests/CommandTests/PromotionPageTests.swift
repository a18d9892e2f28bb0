import Foundation
import TestSupport
import Testing

/// Every command of `docs/promotion.md`, in its order.
@Suite struct PromotionPageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let story = try PromotionBench()
    try story.bench.write("orders.csv", "id,email\n1,a@example.com\n")
    try story.bench.write("model.bin", "weights\n")
    let page = try Repository.text("docs/promotion.md")
    let model = try #require(page.components(separatedBy: "```yaml model\n").dropFirst().first?.components(separatedBy: "```")[0])
    let commit = try story.bench.shell("git rev-parse HEAD").output.prefix(40)
    let filled = model.replacingOccurrences(of: "0b1c2d3e4f5061728394a5b6c7d8e9f0a1b2c3d4", with: commit)
      .replacingOccurrences(of: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", with: try story.digest("model.bin"))
      .replacingOccurrences(of: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", with: try story.digest("uv.lock"))
    try story.bench.write("demand.model.yaml", filled)
    let blocks = page.components(separatedBy: "\n```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    #expect(blocks.count >= 4)
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (index, block) in blocks.enumerated() { script += "\(block)\necho '== \(index)'\n" }
    try story.bench.write("page.sh", script)
    let run = try story.bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for index in blocks.indices { #expect(run.output.contains("== \(index)\n"), "\(run.output)") }
    #expect(run.output.contains("STUCK    demand in production"), "\(run.output)")
  }
}

import Foundation
import TestSupport
import Testing

/// Every command of `docs/lineage.md`, in its order.
@Suite struct LineagePageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench.withOrders()
    try bench.write("clean.csv", "id,amount,country\n1,5.00,DE\n")
    try bench.write("uv.lock", "locked\n")
    let files = "mkdir -p model/vocab && echo weights > model/weights.bin && echo words > model/vocab/words.txt"
    let git = "git init -q . && git add . && git -c user.name=a -c user.email=a@example.com commit -qm first"
    let prepared = try bench.shell("\(files) && \(git) && $ASSAY ledger init")
    #expect(prepared.status == 0, "\(prepared.output)")
    let digest = "sha256:" + String(repeating: "ab", count: 32)
    try bench.write(
      "event.json",
      """
      {"eventType": "COMPLETE", "eventTime": "2026-11-21T07:00:00Z", "producer": "https://example.com",
       "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
       "run": {"runId": "3f5e83fa-3480-44ff-99c5-ff943904e5e8"}, "job": {"namespace": "etl", "name": "load"},
       "inputs": [], "outputs": [{"namespace": "s3://lake", "name": "orders.parquet",
         "facets": {"version": {"datasetVersion": "\(digest)"}}}]}
      """)
    let page = try Repository.text("docs/lineage.md")
    let blocks = page.components(separatedBy: "\n```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    #expect(blocks.count == 4)
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    for (index, block) in blocks.enumerated() { script += "\(block)\necho '== \(index)'\n" }
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for index in blocks.indices { #expect(run.output.contains("== \(index)\n"), "\(run.output)") }
    // The digest of a directory is what the page computes with the usual tools.
    let sums = run.output.components(separatedBy: "== 0\n").last?.split(separator: "\n").prefix(2) ?? []
    #expect(sums.count == 2 && sums[1].contains("sha256:\(sums[0].prefix(64))"), "\(sums)")
    #expect(try bench.shell("$ASSAY ledger verify").status == 0)
  }
}

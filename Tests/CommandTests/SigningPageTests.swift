import Foundation
import TestSupport
import Testing

/// Every command of `docs/signing.md`, in its order.
struct SigningPageTests {
  @Test func everyCommandOfThePageWorks() throws {
    let bench = try Bench()
    var script = "set -e -o pipefail\nassay() { \"$ASSAY\" \"$@\"; }\n"
    let blocks = try Repository.text("docs/signing.md").components(separatedBy: "\n```sh").dropFirst()
    #expect(blocks.count >= 6)
    for block in blocks {
      let lines = block.components(separatedBy: "\n```")[0].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      switch lines[0] {
      case "": script += "\(lines[1])\n"
      case " fails": script += "code=0; \(lines[1]) || code=$?; test \"$code\" = 1\n"
      default: Issue.record("a block of kind\(lines[0])")
      }
    }
    try bench.write("page.sh", script)
    let run = try bench.shell("bash page.sh")
    #expect(run.status == 0, "\(run.output)")
    for part in [
      "signed in orders.att.json\n", "VERIFIED  orders.att.json: PASSED at the gate merge", "NOT VERIFIED  orders.att.json: ",
      "the head that was given is entry 2; 2 newer", "{\"_type\":\"https://in-toto.io/Statement/v1\"",
    ] { #expect(run.output.contains(part), "\(part) is not in\n\(run.output)") }
  }

  /// The page on the format shows what is written.
  @Test func theHeadLooksAsDescribed() throws {
    let bench = try SigningTests.bench()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db", "--quiet")
    _ = try bench.run("sign", "--ledger-head", "--ledger", "l.db", "--key", "ed.pem", "--out", "h.json", "--now", Bench.now)
    let envelope = try #require(JSONSerialization.jsonObject(with: Data(bench.text("h.json").utf8)) as? [String: Any])
    let payload = try #require((envelope["payload"] as? String).flatMap { Data(base64Encoded: $0) })
    let head = try bench.run("ledger", "log", "--json", "--ledger", "l.db").json()["head"]
    let digest = try #require(head["digest"].string?.dropFirst(7))
    let page = try Repository.text("docs/formats/ledger-head.md")
    let example = page.components(separatedBy: "```json\n")[1].components(separatedBy: "```")[0]
      .replacingOccurrences(of: "<64 hexadecimal digits>", with: digest).replacingOccurrences(of: ": 4,", with: ": 2,")
    let expected = try JSONSerialization.jsonObject(with: Data(example.utf8)) as? NSDictionary
    #expect(try JSONSerialization.jsonObject(with: payload) as? NSDictionary == expected)
  }
}

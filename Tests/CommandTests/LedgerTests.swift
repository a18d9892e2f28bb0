import Foundation
import TestSupport
import Testing

/// `assay check` with a ledger, and `assay ledger`.
@Suite struct LedgerTests {
  /// The newest entry's digest by the log.
  private func head(_ bench: Bench, _ words: String...) throws -> String? {
    JSON(try JSONSerialization.jsonObject(with: Data(bench.run(["ledger", "log", "--json"] + words).output.utf8)))[
      "head"]["digest"].string
  }

  /// What names the program is in the program, so that nobody hashes thirty megabytes for a file of three lines.
  @Test func theToolIsNamedByItsBuild() throws {
    let bench = try Bench.withOrders()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    let notes = try bench.shell("readelf -n $ASSAY | sed -n 's/.*Build ID: //p'").output
    let entry = try bench.run("ledger", "show", "1", "--ledger", "l.db", "--json").json()
    #expect(entry["tool"]["build"].string.map { $0 + "\n" } == notes, "\(notes)")
    #expect(notes.utf8.count == 41 && entry["tool"]["digest"].string == nil)
  }

  @Test func checkRecordsWhereALedgerWasStarted() throws {
    let bench = try Bench.withOrders("1,5.00,DE\n2,-1,FR\n")
    #expect(try bench.check("orders.assay.yaml").status == 1)
    #expect(!bench.exists(".assay"))
    #expect(try bench.run("ledger", "init").output == ".assay/ledger.db: no entries yet\n")
    let run = try bench.check("orders.assay.yaml")
    #expect(run.status == 1)
    let head = try #require(try head(bench))
    #expect(run.output.contains("ledger     entry 2 of .assay/ledger.db, head \(head)"), "\(run.output)")
    let log = try bench.run("ledger", "log")
    #expect(log.output.contains("decision  orders   block    merge: 1 block,"), "\(log.output)")
    #expect(log.output.contains("run       orders   failed   2 records in 1 file: 1 failed,"), "\(log.output)")
    #expect(try bench.run("ledger", "init").output == ".assay/ledger.db: 2 entries, head \(head)\n")
    #expect(try bench.check("orders.assay.yaml", "--no-ledger").status == 1)
    #expect(try self.head(bench) == head)
  }

  @Test func everyReportPrintsTheHead() throws {
    let bench = try Bench.withOrders()
    let run = try bench.check(
      "orders.assay.yaml", "--ledger", "l.db", "--json", "r.json", "--junit", "r.xml", "--text", "r.txt")
    #expect(run.status == 0, "\(run.all)")
    let head = try #require(try head(bench, "--ledger", "l.db"))
    let ledger = JSON(try JSONSerialization.jsonObject(with: Data(bench.text("r.json").utf8)))["ledger"]
    #expect(ledger["path"].string == "l.db" && ledger["entry"].int == 2 && ledger["head"].string == head)
    #expect(try bench.text("r.txt").contains("head \(head)"))
    #expect(try bench.text("r.xml").contains("<property name=\"assay.ledger.head\" value=\"\(head)\"/>"))
    let again = try bench.run("report", "r.json", "--json", "-")
    #expect(try again.output == bench.text("r.json"))
  }

  /// The ledger is the only thing that a report without one lacks.
  @Test func aLedgerChangesNothingElseInTheReport() throws {
    let bench = try Bench.withOrders()
    let without = try bench.check("orders.assay.yaml", "--json", "-").output
    _ = try bench.check("orders.assay.yaml", "--json", "with.json", "--ledger", "l.db")
    var with = try bench.text("with.json")
    let start = try #require(with.range(of: ",\n  \"ledger\": {"))
    with.replaceSubrange(start.lowerBound..., with: "\n}\n")
    let digests = try #require(with.range(of: #""digests": \["sha256:[0-9a-f]{64}"\]"#, options: .regularExpression))
    with.replaceSubrange(digests, with: "\"digests\": []")
    let blank: (String) -> String = { $0.filter { !$0.isWhitespace } }
    #expect(blank(with) == blank(without))
  }

  /// Everything that is needed to run it again.
  @Test func theTripleIsRecorded() throws {
    let bench = try Bench.withOrders()
    try bench.write("p.yaml", "assay_policy: 1\ngates: { merge: {} }\n")
    try bench.write("w.yaml", "assay_waivers: 1\nwaivers: []\n")
    let run = try bench.check("orders.assay.yaml", "--ledger", "l.db", "--policy", "p.yaml", "--waivers", "w.yaml")
    #expect(run.status == 0, "\(run.all)")
    let sums = try bench.shell("sha256sum orders.csv orders.assay.yaml p.yaml w.yaml | cut -d' ' -f1").output
      .split(separator: "\n").map { "sha256:\($0)" }
    let build = "build: " + (try bench.shell("readelf -n $ASSAY | sed -n 's/.*Build ID: //p' | tr -d '\\n'").output)
    let first = try bench.run("ledger", "show", "1", "--ledger", "l.db").output
    let second = try bench.run("ledger", "show", "2", "--ledger", "l.db").output
    for sum in [sums[0], sums[1], build] { #expect(first.contains(sum), "\(first)") }
    for sum in [sums[2], sums[3], build] { #expect(second.contains(sum), "\(second)") }
    for word in ["version: 0.", "system: Linux", "architecture: ", "kernel: "] { #expect(first.contains(word), "\(first)") }
    let user = ProcessInfo.processInfo.hostName
    #expect(!first.contains(user) && !second.contains(user))
  }

  @Test func theResultThatWasComparedWithIsRecorded() throws {
    let bench = try Bench.withOrders("1,-5.00,DE\n")
    _ = try bench.check("orders.assay.yaml", "--json", "before.json")
    let run = try bench.check("orders.assay.yaml", "--against", "before.json", "--ledger", "l.db")
    #expect(run.status == 0, "\(run.all)")
    let sum = try bench.shell("sha256sum before.json").output.prefix(64)
    let rules = try bench.run("ledger", "query", "SELECT role, digest FROM rules", "--format", "csv", "--ledger", "l.db")
    #expect(rules.output == "role,digest\nagainst,sha256:\(sum)\n")
  }

  @Test func valuesOfTheDataAreNotRecorded() throws {
    let bench = try Bench.withOrders("1,5.00,DE\n2,7.50,Wakanda\n")
    #expect(try bench.check("orders.assay.yaml", "--ledger", "l.db").output.contains("Wakanda"))
    #expect(try !bench.run("ledger", "export", "--ledger", "l.db").output.contains("Wakanda"))
  }

  @Test func anInvalidContractIsRecordedAsBlocked() throws {
    let bench = try Bench()
    try bench.write("bad.assay.yaml", "assay: 1\nid: bad\nnonsense: 1\n")
    #expect(try bench.check("bad.assay.yaml", "--ledger", "l.db").status == 2)
    let log = try bench.run("ledger", "log", "--ledger", "l.db", "--kind", "decision", "--outcome", "block")
    #expect(log.output.contains("bad"), "\(log.output)")
  }

  @Test func theNearestLedgerAboveIsFoundWithinTheRepository() throws {
    let bench = try Bench.withOrders()
    try bench.write("repo/.git/HEAD", "")
    try bench.write("repo/a/b/keep", "")
    _ = try bench.run("ledger", "init")
    let line = "cd repo/a/b && $ASSAY check ../../../orders.assay.yaml --now \(Bench.now)"
    #expect(try !bench.shell(line).output.contains("ledger"))
    _ = try bench.shell("cd repo && $ASSAY ledger init")
    #expect(try bench.shell(line).output.contains("ledger     entry 2 of ../../.assay/ledger.db"))
    #expect(try bench.shell("cd repo/a && $ASSAY ledger verify").output.hasPrefix("intact  ../.assay/ledger.db: 2 entries"))
    #expect(try bench.run("ledger", "log").output.contains("no entries"))
  }

  @Test func tamperingIsNamedWithExitCode1() throws {
    let bench = try Bench.withOrders()
    for _ in 0..<3 { _ = try bench.check("orders.assay.yaml", "--ledger", "l.db") }
    let head = try #require(try head(bench, "--ledger", "l.db"))
    #expect(try bench.run("ledger", "verify", "--ledger", "l.db", "--head", head).status == 0)
    let script = """
      import sqlite3
      c = sqlite3.connect("l.db")
      t = c.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries_are_never_removed'").fetchone()[0]
      c.execute("DROP TRIGGER entries_are_never_removed")
      c.execute("DELETE FROM entries WHERE sequence WHERE_")
      c.execute(t); c.commit()
      """
    func remove(_ which: String) throws -> CommandResult {
      let edit = try bench.shell("python3 -c '\(script.replacingOccurrences(of: "'", with: "'\\''").replacingOccurrences(of: "WHERE_", with: which))'")
      #expect(edit.status == 0, "\(edit.output)")
      return try bench.run("ledger", "verify", "--ledger", "l.db", "--json")
    }
    #expect(try remove("> 5").status == 0)
    let cut = try bench.run("ledger", "verify", "--ledger", "l.db", "--head", head)
    #expect(cut.status == 1 && cut.output.hasPrefix("NOT INTACT") && cut.output.contains(head), "\(cut.all)")
    let removed = try remove("= 2")
    #expect(removed.status == 1 && removed.output.contains("entry 2 is missing"), "\(removed.all)")
  }

  @Test func anExportIsVerifiedAndHashedByOthers() throws {
    let bench = try Bench.withOrders()
    for _ in 0..<2 { _ = try bench.check("orders.assay.yaml", "--ledger", "l.db") }
    let head = try #require(try head(bench, "--ledger", "l.db"))
    #expect(try bench.shell("$ASSAY ledger export --ledger l.db > l.jsonl").status == 0)
    #expect(try bench.run("ledger", "verify", "--export", "l.jsonl", "--head", head).status == 0)
    #expect(try bench.shell("tail -n 1 l.jsonl | tr -d '\\n' | sha256sum").output.hasPrefix(head.dropFirst(7)))
    #expect(try bench.shell("$ASSAY ledger show 4 --json --ledger l.db | sha256sum").output.hasPrefix(head.dropFirst(7)))
    #expect(try bench.shell("sed 's/passed/failed/' l.jsonl | $ASSAY ledger verify --export -").status == 1)
    #expect(try bench.shell("head -n 2 l.jsonl | $ASSAY ledger verify --export - --head \(head)").status == 1)
    #expect(try bench.shell("$ASSAY ledger export --ledger l.db | head -n 1").status == 0)
    #expect(try bench.shell("$ASSAY ledger export --ledger l.db > /dev/full").status == 2)
    // What a failed export leaves vouches for nothing.
    let empty = try bench.run("ledger", "verify", "--export", "-")
    #expect(empty.status == 1 && empty.output.contains("NOT INTACT") && empty.output.contains("0 entries"), "\(empty.all)")
    #expect(try bench.run("ledger", "init", "--ledger", "new.db").status == 0)
    #expect(try bench.run("ledger", "verify", "--ledger", "new.db").output == "empty  new.db: 0 entries\n")
  }

  @Test(arguments: ["table", "csv", "json"]) func aQueryIsPrinted(format: String) throws {
    let bench = try Bench.withOrders()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    let sql = "SELECT dataset, verdict, NULL AS empty, 'a\"b,c' AS odd, run FROM decisions"
    let run = try bench.run("ledger", "query", sql, "--format", format, "--ledger", "l.db")
    let expected = [
      "table": "dataset  verdict  empty  odd    run\norders   pass            a\"b,c  1\n",
      "csv": "dataset,verdict,empty,odd,run\norders,pass,,\"a\"\"b,c\",1\n",
      "json": "[{\"dataset\":\"orders\",\"verdict\":\"pass\",\"empty\":null,\"odd\":\"a\\\"b,c\",\"run\":1}\n]\n",
    ]
    #expect(run.output == expected[format])
    let refused = try bench.run("ledger", "query", "DELETE FROM entries", "--format", format, "--ledger", "l.db")
    #expect(refused.status == 2 && refused.complaints.contains("asks for more than reading"))
  }
}

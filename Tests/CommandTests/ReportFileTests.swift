import Foundation
import TestSupport
import Testing

/// Where reports go, and what happens where they cannot.
@Suite(.timeLimit(.minutes(1)))
struct ReportFileTests {
  /// In containers every process may be number 1, and they may share a folder.
  @Test(.enabled(if: (try? program("/usr/bin/unshare", ["-rpf", "true"]))?.status == 0))
  func aReportInTheMakingIsNobodyElses() throws {
    let bench = try Bench.withOrders()
    try bench.write("r.json.1.tmp", "another's")
    let run = try bench.shell("unshare -rpf $ASSAY check orders.assay.yaml --json r.json --no-ledger")
    #expect(run.status == 0, "\(run.output)")
    #expect(try bench.text("r.json.1.tmp") == "another's")
    #expect(bench.names == ["orders.assay.yaml", "orders.csv", "r.json", "r.json.1.tmp"])
  }

  /// Files in the making have no names.
  @Test func aRunThatIsKilledLeavesNothingBehind() throws {
    let bench = try Bench.withOrders()
    let run = try bench.shell("""
      mkfifo data
      $ASSAY check orders.assay.yaml --data data --accepted good.csv --json r.json --no-ledger &
      exec 3> data
      echo id,amount,country >&3; seq -f %g,1,DE 20000 >&3
      sleep 0.3; kill -KILL $!; wait $! 2> /dev/null; ls
      """)
    #expect(run.output.hasSuffix("data\norders.assay.yaml\norders.csv\n"), "\(run.output)")
  }

  @Test func reportsAreWrittenBesideEachOther() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    let run = try bench.check("orders.assay.yaml", "--json", "r.json", "--junit", "r.xml", "--text", "r.txt")
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(bench.names == ["orders.assay.yaml", "orders.csv", "r.json", "r.txt", "r.xml"])
    #expect(try bench.text("r.txt").hasPrefix("BLOCK  orders"))
  }

  @Test func anExistingReportIsReplacedAndKeepsItsMode() throws {
    let bench = try Bench.withOrders()
    try bench.write("r.json", String(repeating: "old", count: 100_000))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: bench.path("r.json"))
    #expect(try bench.check("orders.assay.yaml", "--json", "r.json").status == 0)
    #expect(!(try bench.text("r.json")).contains("old"))
    let mode = try FileManager.default.attributesOfItem(atPath: bench.path("r.json"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func aReportThatCannotBeWrittenCostsNoVerdict() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    let run = try bench.check("orders.assay.yaml", "--json", "absent/r.json", "--junit", "r.xml")
    #expect(run.status == 2)
    #expect(run.complaints == "assay: the report absent/r.json cannot be written: No such file or directory\n")
    #expect(run.output.contains("BLOCK  orders"))
    #expect(bench.exists("r.xml"))
    // The text was to go to a file; the verdict must be seen all the same.
    let text = try bench.check("orders.assay.yaml", "--text", "absent/r.txt")
    #expect(text.status == 2)
    #expect(text.output.contains("BLOCK  orders"))
  }

  @Test func aFullDiskIsNoticed() throws {
    let bench = try Bench.withOrders()
    let run = try bench.check("orders.assay.yaml", "--json", "/dev/full")
    #expect(run.status == 2)
    #expect(run.complaints.contains("the report /dev/full cannot be written: No space left on device"))
    #expect(run.output.hasPrefix("PASS   orders"))
    let stdout = try bench.shell("\"$ASSAY\" check orders.assay.yaml > /dev/full")
    #expect(stdout.status == 2)
    #expect(stdout.output.contains("the report on stdout cannot be written: No space left on device"))
  }

  @Test func aReaderThatGoesAwayDoesNotChangeTheVerdict() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    let line = "set -o pipefail; \"$ASSAY\" check orders.assay.yaml --verbose | head -1"
    let run = try bench.shell(line)
    #expect(run.status == 1)
    #expect(run.output == "BLOCK  orders\n")
    // Closed before a byte is written.
    let closed = try bench.shell("set -o pipefail; (sleep 0.2; \"$ASSAY\" check orders.assay.yaml) | true")
    #expect(closed.status == 1)
    #expect(closed.output.isEmpty)
  }

  @Test func aDirectoryIsNoReport() throws {
    let bench = try Bench.withOrders()
    try bench.write("folder/x", "")
    let run = try bench.check("orders.assay.yaml", "--json", "folder")
    #expect(run.status == 2)
    #expect(run.complaints.contains("the report folder is a directory"))
  }

  @Test func pipesAndStandardOutputAreTargets() throws {
    let bench = try Bench.withOrders()
    let piped = try bench.shell(
      "\"$ASSAY\" check orders.assay.yaml --quiet --json >(cat > copy.json); sleep 0.2; head -c1 copy.json")
    #expect(piped.output == "{")
    let fifo = try bench.shell(
      "mkfifo p; (cat p > copy.xml) & \"$ASSAY\" check orders.assay.yaml --quiet --junit p; wait; head -c5 copy.xml")
    #expect(fifo.output == "<?xml")
    // A link to a regular file here: it must be written, not renamed over.
    let before = try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout")
    let out = try bench.shell("\"$ASSAY\" check orders.assay.yaml --json /dev/stdout > out.json; head -c1 out.json")
    #expect(out.output == "{")
    let fd = try bench.shell(
      "\"$ASSAY\" check orders.assay.yaml --quiet --json /dev/fd/5 5> five.json; head -c1 five.json")
    #expect(fd.output == "{")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout") == before)
  }

  /// A file that is opened must not get the number of a closed stream, and then what is written there.
  @Test func aClosedStandardOutputLeavesFilesAlone() throws {
    let bench = try Bench.withOrders()
    let check = "\"$ASSAY\" check orders.assay.yaml --now \(Bench.now)"
    let expected = try bench.shell(
      "\(check) --quiet --accepted a.csv --rejected r.csv; \(check) --partial-out 1.partial")
    #expect(expected.status == 0)
    for closing in [">&-", ">&- 2>&-", "<&- >&- 2>&-"] {
      _ = try bench.shell(
        "\(check) --accepted b.csv --rejected s.csv \(closing); \(check) --partial-out 2.partial \(closing)")
      #expect(try bench.text("b.csv") == bench.text("a.csv"), "\(closing)")
      #expect(try bench.text("s.csv") == bench.text("r.csv"), "\(closing)")
      #expect(try bench.shell("cmp 1.partial 2.partial").status == 0, "\(closing)")
    }
  }

  @Test(arguments: ["--json", "--junit", "--text", "--accepted", "--rejected"])
  func nothingIsWrittenOverWhatIsRead(option: String) throws {
    let bench = try Bench.withOrders()
    for target in ["orders.assay.yaml", "orders.csv"] where target == "orders.assay.yaml" || option.hasSuffix("ted") {
      let before = try bench.text(target)
      let run = try bench.check("orders.assay.yaml", option, "./" + target)
      #expect(run.status == 2)
      #expect(run.complaints.contains("would overwrite \(target), which is read"), "\(run.complaints)")
      #expect(try bench.text(target) == before)
    }
  }

  @Test func aReportIsRenderedAgainByteForByte() throws {
    let bench = try Bench.withOrders("1,-5,DE\nx,700,NO\n3\n1,1,\u{7}]]>\n")
    let run = try bench.check(
      "orders.assay.yaml", "--json", "a.json", "--junit", "a.xml", "--text", "a.txt", "--verbose")
    #expect(run.status == 1)
    let again = try bench.run(
      "report", "a.json", "--json", "b.json", "--junit", "b.xml", "--text", "b.txt", "--verbose")
    #expect(again.status == 1, "\(again.all)")
    for kind in ["json", "xml", "txt"] { #expect(try bench.text("a.\(kind)") == bench.text("b.\(kind)")) }
    let ci = try bench.check(
      "orders.assay.yaml", "--junit", "a.xml", "--junit-dialect", "ci", "--quiet", "--json", "c.json")
    #expect(ci.status == 1)
    _ = try bench.run("report", "c.json", "--junit", "b.xml", "--junit-dialect", "ci", "--quiet")
    #expect(try bench.text("a.xml") == bench.text("b.xml"))
  }

  @Test func aReportKeepsItsExitCode() throws {
    let cases: [(rows: String, data: String, status: Int32)] = [
      ("1,5,DE\n", "orders.csv", 0), ("1,500,DE\n", "orders.csv", 0), ("1,-5,DE\n", "orders.csv", 1),
      ("1,5,DE\n", "absent.csv", 3),
    ]
    for (rows, data, status) in cases {
      let bench = try Bench.withOrders(rows)
      #expect(try bench.check("orders.assay.yaml", "--data", data, "--json", "r.json").status == status)
      #expect(try bench.run("report", "r.json", "--quiet").status == status)
    }
    let bench = try Bench.withOrders("1,500,DE\n")
    _ = try bench.check("orders.assay.yaml", "--json", "r.json")
    #expect(try bench.run("report", "r.json", "--fail-on", "warn").status == 1)
  }

  @Test func theResultDoesNotDependOnThreadsAndBlocks() throws {
    var rows = ""
    for i in 1...3000 { rows += "\(i % 2900),\(i % 7 == 0 ? "-1" : "5.5"),\(i % 11 == 0 ? "\"X\nY\"" : "DE")\n" }
    let bench = try Bench.withOrders(rows)
    let expected = try bench.check("orders.assay.yaml", "--json", "-", "--threads", "1")
    #expect(expected.status == 1)
    #expect(expected.output.contains("\"violation_count\": 428,"))
    for threads in 1...4 {
      for block in ["1K", "7001", "64K", "4M"] {
        let run = try bench.check("orders.assay.yaml", "--json", "-", "--threads", "\(threads)", "--block-size", block)
        #expect(run.output == expected.output, "\(threads) threads, blocks of \(block)")
      }
    }
  }

  @Test(arguments: ["strict", "ci"]) func junitIsWellFormedAndStrictIsValid(dialect: String) throws {
    let bench = try Bench.withOrders("1,-5,DE\nx,700,\u{1}]]>\u{FFFE}\n3\n")
    try bench.write("bad.assay.yaml", "assay: 1\n")
    let run = try bench.check(
      "orders.assay.yaml", "bad.assay.yaml", "--junit", "r.xml", "--junit-dialect", dialect, "--quiet")
    #expect(run.status == 2)
    let folder = Repository.path("Tests/ReportsTests/Data/junit")
    #expect(try bench.shell("xmllint --noout r.xml").status == 0)
    for schema in ["jenkins/junit-10.xsd", "windyroad/JUnit.xsd"] where dialect == "strict" {
      let check = try bench.shell("xmllint --noout --schema '\(folder)/\(schema)' r.xml")
      #expect(check.status == 0, "\(schema): \(check.output)")
    }
  }

  @Test func coloursAreOnlyForTerminalsUnlessAskedFor() throws {
    let bench = try Bench.withOrders("1,-5,DE\n")
    #expect(!(try bench.check("orders.assay.yaml").output.contains("\u{1B}")))
    #expect(try bench.check("orders.assay.yaml", "--color", "always").output.contains("\u{1B}[1;31mBLOCK\u{1B}[0m"))
  }
}

import Foundation
import TestSupport
import Testing

/// Files that are not what they should be: said clearly, with the right exit code, and never a hang or a silent green.
@Suite(.timeLimit(.minutes(1)))
struct BadInputTests {
  private func complaint(about data: String, _ prepare: (Bench) throws -> Void) throws -> CommandResult {
    let bench = try Bench.withOrders()
    try prepare(bench)
    return try bench.check("orders.assay.yaml", "--data", data)
  }

  @Test func aDeviceIsRefused() throws {
    let run = try complaint(about: "/dev/zero") { _ in }
    #expect(run.status == 3)
    #expect(run.output.contains("/dev/zero is a device, where a file, a named pipe or - for standard input was expected"))
  }

  @Test func aDirectoryIsRefusedWithAdvice() throws {
    let run = try complaint(about: "folder") { try $0.write("folder/x.csv", "id\n") }
    #expect(run.status == 3)
    #expect(run.output.contains("folder is a directory"))
    #expect(run.output.contains("→ name the files in it: folder/*.csv"))
  }

  @Test func aSocketIsRefused() throws {
    let bench = try Bench.withOrders()
    let line = """
      python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("sock")' && \
      "$ASSAY" check orders.assay.yaml --data sock
      """
    let run = try bench.shell(line)
    #expect(run.status == 3)
    #expect(run.output.contains("sock cannot be opened") || run.output.contains("sock is a socket"), "\(run.output)")
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything")) func aFileWithoutPermissionIsNamed() throws {
    let run = try complaint(about: "orders.csv") {
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: $0.path("orders.csv"))
    }
    #expect(run.status == 3)
    #expect(run.output.contains("orders.csv cannot be read: permission denied"))
  }

  @Test func aLinkToNothingIsMissing() throws {
    let run = try complaint(about: "dangling.csv") {
      try FileManager.default.createSymbolicLink(atPath: $0.path("dangling.csv"), withDestinationPath: "nowhere")
    }
    #expect(run.status == 3)
    #expect(run.output.contains("dangling.csv does not exist"))
  }

  @Test func aNamedPipeIsReadAndWaitedFor() throws {
    let bench = try Bench.withOrders()
    let line = "mkfifo pipe; (sleep 0.3; cat orders.csv > pipe) & \"$ASSAY\" check orders.assay.yaml --data pipe"
    let run = try bench.shell(line)
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("1 file, 2 records"))
    let substituted = try bench.shell("\"$ASSAY\" check orders.assay.yaml --data <(cat orders.csv)")
    #expect(substituted.status == 0, "\(substituted.output)")
  }

  @Test func oneUnreadableFileDoesNotHideTheRest() throws {
    let bench = try Bench.withOrders("1,5,DE\n1,5,DE\n")
    let run = try bench.check("orders.assay.yaml", "--data", "absent.csv", "--data", "orders.csv", "--json", "-")
    #expect(run.status == 1)
    let result = try run.json()["contracts"][0]
    #expect(result["record_count"].int == 2)
    #expect(result["files"][0]["problem"]["kind"].string == "not_found")
    let statuses = Dictionary(
      result["clauses"].items.map { ($0["id"].string ?? "", $0["outcome"].string ?? "") },
      uniquingKeysWith: { a, _ in a })
    #expect(statuses["orders/id/column.duplicate_value"] == "failed")
    // What was seen is fine, but not everything was seen.
    #expect(statuses["orders/amount/cell.below_minimum"] == "inconclusive")
    #expect(statuses["orders/column.order"] == "inconclusive")
  }

  @Test func aGitPointerIsNamedWithTheCommandThatFetches() throws {
    let pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 5\n"
    let run = try complaint(about: "orders.csv") { try $0.write("orders.csv", pointer) }
    #expect(run.status == 3)
    #expect(run.output.contains("orders.csv is a Git LFS pointer, not the data it points to"))
    #expect(run.output.contains("→ git lfs pull --include=\"orders.csv\""))
  }

  @Test func aMissingFileWithADVCPointerIsNamed() throws {
    let run = try complaint(about: "d.csv") {
      try $0.write("d.csv.dvc", "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n  path: d.csv\n")
    }
    #expect(run.status == 3)
    #expect(run.output.contains("d.csv is not here; only its DVC pointer d.csv.dvc is"))
    #expect(run.output.contains("→ dvc pull d.csv.dvc"))
  }

  @Test func aDVCPointerInPlaceOfDataIsNamed() throws {
    let run = try complaint(about: "d.csv") {
      try $0.write("d.csv", "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n  path: d.csv\n")
    }
    #expect(run.output.contains("d.csv is a DVC pointer, not the data it points to"))
  }

  @Test(arguments: [
    ("bzip2", Array("BZh91AY".utf8), "bzip2 -dc"), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00], "xz -dc"),
    ("lz4", [0x04, 0x22, 0x4D, 0x18], "lz4 -dc"), ("zip", [0x50, 0x4B, 0x03, 0x04], "unzip -p"),
  ] as [(String, [UInt8], String)])
  func otherCompressionsAreNamedWithWhatToDo(name: String, bytes: [UInt8], command: String) throws {
    let run = try complaint(about: "d.csv") { try $0.write("d.csv", bytes) }
    #expect(run.output.contains("d.csv is compressed with \(name), where plain text, gzip or zstd was expected"))
    #expect(run.output.contains("→ give the decompressed data: \(command) d.csv | assay check CONTRACT --data -"))
  }

  // MARK: Contracts

  @Test(
    arguments: [
      ([0x61, 0x3A, 0xFF, 0x0A], "UTF-8"), ([], "The contract is empty."), ([0x00, 0x01, 0x02], "NUL"),
      (Array("- 1\n- 2\n".utf8), "A contract must be keys with values, found a list."),
      ([0xFF, 0xFE, 0x61, 0x00], "UTF-8"),
    ] as [([UInt8], String)])
  func aContractThatIsNoneIsRefused(bytes: [UInt8], hint: String) throws {
    let bench = try Bench()
    try bench.write("c.assay.yaml", bytes)
    let run = try bench.check("c.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("c.assay.yaml:1:"), "\(run.complaints)")
    #expect(run.complaints.contains(hint) || hint == "NUL", "\(run.complaints)")
  }

  @Test func aHugeContractIsRefused() throws {
    let bench = try Bench()
    try bench.write("huge.assay.yaml", [UInt8](repeating: 0x23, count: (16 << 20) + 1))
    let run = try bench.check("huge.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("huge.assay.yaml is larger than 16 MiB"))
  }

  /// Data in a contract's place is told by its name, however large it is, or else by what it lacks.
  @Test(arguments: ["orders.csv", "orders.jsonl", "orders.csv.gz", "orders.txt", "lines.txt", "huge.txt"])
  func dataIsNoContract(name: String) throws {
    let bench = try Bench()
    try bench.write("orders.csv", "id,a\n1,x\n")
    try bench.write("orders.txt", "id,a\n1,x\n")
    for name in ["orders.jsonl", "lines.txt"] { try bench.write(name, "{\"id\": 1}\n{\"id\": 2}\n") }
    try bench.write("orders.csv.gz", [0x1F, 0x8B, 8, 0, 0])
    try bench.write("huge.txt", [UInt8](repeating: 0x61, count: (16 << 20) + 1))
    for command in ["check", "pin", "baseline", "monitor", "sources", "licenses", "explain"] {
      let run = try bench.run(command, name)
      #expect(run.status == 2, "\(command) \(run.output)")
      #expect(run.complaints.contains("help: name a contract, and give it the data: assay check CONTRACT --data \(name)"), "\(command) \(run.complaints)")
      #expect(!run.complaints.contains("YAML"), "\(command) \(run.complaints)")
    }
    let partial = try bench.run("check", name, "--partial-out", "p")
    #expect(partial.status == 2 && partial.complaints.contains("assay check CONTRACT --data \(name)"), "\(partial.complaints)")
    let absent = try bench.run("check", "absent.csv")
    #expect(absent.complaints.contains("absent.csv does not exist"), "\(absent.complaints)")
  }

  @Test func aDeviceIsNoContract() throws {
    let run = try Bench().check("/dev/zero")
    #expect(run.status == 2)
    #expect(run.complaints.contains("/dev/zero is a device"))
  }

  @Test func anAliasBombIsRefusedQuickly() throws {
    let bench = try Bench()
    var text = "assay: 1\nid: bomb\nx0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for i in 1...30 {
      text += "x\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    try bench.write("bomb.assay.yaml", text)
    let start = ContinuousClock.now
    let run = try bench.check("bomb.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("Aliases stand for more than 10000 values in all."))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test func deepNestingIsRefusedQuickly() throws {
    let bench = try Bench()
    try bench.write("deep.assay.yaml", String(repeating: "[", count: 200_000))
    let run = try bench.check("deep.assay.yaml")
    #expect(run.status == 2)
    #expect(run.complaints.contains("nested more than 64 levels deep"))
  }

  @Test func aPatternThatBacktracksWithoutEndIsUndecidedWithinSeconds() throws {
    let bench = try Bench()
    try bench.write(
      "p.assay.yaml",
      "assay: 1\nid: p\ndata: { files: p.csv }\nfields: [{ name: a, type: string, pattern: '(a+)+$' }]\n")
    let rows = String(repeating: String(repeating: "a", count: 40) + "b\n", count: 20_000)
    try bench.write("p.csv", "a\naaa\n" + rows)
    let start = ContinuousClock.now
    let run = try bench.check("p.assay.yaml", "--json", "-")
    #expect(run.status == 3)
    let clause = try run.json()["contracts"][0]["clauses"].items.first { $0["rule"].string == "cell.pattern_mismatch" }
    #expect(clause?["outcome"].string == "inconclusive")
    #expect(clause?["judged_count"].int == 1)
    #expect(ContinuousClock.now - start < .seconds(10))
    // Where it stops does not depend on how the data is cut.
    for size in ["1K", "3000", "1M"] {
      let again = try bench.check("p.assay.yaml", "--json", "-", "--block-size", size, "--threads", "3")
      #expect(again.output == run.output)
    }
  }
}

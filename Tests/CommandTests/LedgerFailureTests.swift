import Foundation
import TestSupport
import Testing

/// Whatever becomes of the ledger, the verdict stands and is printed.
@Suite struct LedgerFailureTests {
  /// What stands at `l.db`, made by a shell line, and what stderr says of it.
  static let failures: [(make: String, complaint: String)] = [
    ("mkdir l.db", "l.db is no ledger: it is a directory"),
    ("mkfifo l.db", "l.db is no ledger: it is no regular file"),
    ("head -c 9000 /dev/urandom > l.db", "l.db is no ledger: it is no SQLite database"),
    ("sqlite3 l.db 'CREATE TABLE t (a)'", "l.db is no ledger: it is an SQLite database of something else"),
    (
      "$ASSAY ledger init --ledger l.db && sqlite3 l.db 'PRAGMA user_version = 99'",
      "the ledger l.db has schema 99, and this program knows it up to "
    ),
    ("ln -s /proc/absent l.db", "the ledger l.db"),
  ]

  @Test(arguments: failures) func theVerdictStands(make: String, complaint: String) throws {
    for (rows, status) in [("1,5.00,DE\n", 2), ("1,-5.00,DE\n", 1), ("", 3)] as [(String, Int32)] {
      let bench = try Bench.withOrders(rows)
      #expect(try bench.shell("PATH=$PATH:/usr/local/bin; \(make)").status == 0)
      let run = try bench.check(
        "orders.assay.yaml", "--ledger", "l.db", "--json", "r.json", "--junit", "r.xml", "--text", "-")
      #expect(run.status == status, "\(run.all)")
      #expect(run.complaints.contains("assay: \(complaint)"), "\(run.complaints)")
      #expect(run.complaints.contains("was not recorded; it stands as reported"))
      #expect(run.output.contains("not recorded: "), "\(run.output)")
      #expect(try bench.text("r.json").contains("\"problem\": "))
      #expect(try bench.text("r.xml").contains("assay.ledger.problem"))
      #expect(try bench.run("report", "r.json", "--quiet").status == status)
    }
  }

  /// A limit on the size of a file behaves as a full disk does.
  @Test(arguments: [1, 20, 60, 70, 100]) func aFullDiskIsSaid(kibibytes: Int) throws {
    let bench = try Bench.withOrders()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    let line = "ulimit -f \(kibibytes); for i in $(seq 30); do $ASSAY check orders.assay.yaml --ledger l.db --now \(Bench.now)"
    let run = try bench.shell(line + " || { echo code $?; break; }; done")
    #expect(run.output.contains("PASS   orders"), "\(run.output)")
    #expect(run.output.contains("the ledger l.db cannot grow: the disk, or a limit on the size of files, is full"))
    #expect(run.output.hasSuffix("code 2\n"), "\(run.output)")
    let verified = try bench.run("ledger", "verify", "--ledger", "l.db")
    #expect(verified.status == 0, "\(verified.all)")
    // With room again, it goes on.
    #expect(try bench.check("orders.assay.yaml", "--ledger", "l.db").status == 0)
  }

  @Test func aFullDiskLeavesNoHalfLedger() throws {
    let bench = try Bench.withOrders()
    let run = try bench.shell("ulimit -f 8; $ASSAY check orders.assay.yaml --ledger l.db --now \(Bench.now)")
    #expect(run.status == 2 && run.output.contains("cannot grow"), "\(run.output)")
    #expect(bench.names == ["orders.assay.yaml", "orders.csv"])
  }

  /// A disk of a few pages, which needs a namespace of its own.
  @Test(.enabled(if: hasNamespaces), arguments: [16, 28, 36, 44, 52, 64])
  func aDiskThatIsFullFromTheStartSpoilsNothing(kibibytes: Int) throws {
    let bench = try Bench.withOrders()
    let check = "$ASSAY check orders.assay.yaml --ledger disk/l.db --now \(Bench.now)"
    let script = """
      mount -t tmpfs -o size=\(kibibytes)k none disk || exit 9
      \(check); echo "code $?"
      mount -o remount,size=1m disk
      \(check) && $ASSAY ledger verify --ledger disk/l.db
      """
    try bench.write("script", script)
    let run = try bench.shell("mkdir disk; unshare -rm bash script")
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("the ledger disk/l.db cannot grow: the disk, or a limit"), "\(run.output)")
    #expect(run.output.contains("code 2\n") && run.output.contains("PASS   orders"), "\(run.output)")
    #expect(run.output.contains("intact  disk/l.db: 2 entries"), "\(run.output)")
  }

  @Test(.enabled(if: hasNamespaces)) func aReadOnlyDiskIsSaid() throws {
    let bench = try Bench.withOrders()
    try bench.write("script", "mount -t tmpfs -o ro none disk || exit 9; $ASSAY check orders.assay.yaml --ledger disk/l.db")
    let run = try bench.shell("mkdir disk; unshare -rm bash script")
    #expect(run.status == 2, "\(run.output)")
    #expect(run.output.contains("disk/l.db cannot be created: disk: Read-only file system"), "\(run.output)")
  }

  static let hasNamespaces: Bool = {
    let run = try? program("/usr/bin/unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])
    return run?.status == 0
  }()

  /// A forged number must not take the verdict along.
  @Test func aForgedEndChangesNoVerdict() throws {
    let bench = try Bench.withOrders("1,-5.00,DE\n")
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    let forgery = "DROP TRIGGER entries_are_never_changed; UPDATE entries SET sequence = 9223372036854775807 WHERE sequence = 2"
    #expect(try bench.shell("PATH=$PATH:/usr/local/bin; sqlite3 l.db '\(forgery)'").status == 0)
    let run = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    #expect(run.status == 1 && run.output.contains("BLOCK  orders"), "\(run.all)")
    #expect(run.complaints.contains("its last entry has the number 9223372036854775807"), "\(run.complaints)")
  }

  @Test func aLockedLedgerIsSaid() throws {
    let bench = try Bench.withOrders()
    _ = try bench.run("ledger", "init", "--ledger", "l.db")
    let holder = """
      import sqlite3, sys, time
      c = sqlite3.connect("l.db", isolation_level=None); c.execute("BEGIN IMMEDIATE"); print("held", flush=True)
      time.sleep(60)
      """
    let line = """
      python3 -c '\(holder)' > held & until grep -q held held; do sleep 0.05; done
      $ASSAY check orders.assay.yaml --ledger l.db --now \(Bench.now); code=$?
      $ASSAY ledger log --ledger l.db; kill $!; exit $code
      """
    let run = try bench.shell(line)
    #expect(run.status == 2, "\(run.output)")
    #expect(run.output.contains("the ledger l.db is locked: other processes have kept it busy for 10 s"), "\(run.output)")
    #expect(run.output.contains("PASS   orders") && run.output.contains("ledger: no entries"))
  }

  /// It was done by other means, and its entry stands, whatever the entries before hold.
  @Test func aPromotionIsRecordedBehindADamagedEntry() throws {
    let bench = try Bench.withOrders()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db")
    let damage = "DROP TRIGGER entries_are_never_changed; UPDATE entries SET json = '{}' WHERE sequence = 1"
    #expect(try bench.shell("PATH=$PATH:/usr/local/bin; sqlite3 l.db \"\(damage)\"").status == 0)
    let recorded = try bench.run(
      "ledger", "record", "promotion", "--author", "ann", "--text", "by hand", "--subject", "m", "--about", "2",
      "--ledger", "l.db")
    #expect(recorded.status == 0 && recorded.output.hasPrefix("3 sha256:"), "\(recorded.all)")
    #expect(recorded.complaints.contains("warning: recorded, but nobody can tell whether"), "\(recorded.all)")
    let count = try bench.shell("PATH=$PATH:/usr/local/bin; sqlite3 l.db 'SELECT count(*) FROM entries'")
    #expect(count.output == "3\n", "\(count.output)")
  }

  /// Sixteen processes write at once and are killed at random: what was acknowledged is there, and the chain holds.
  @Test func killedWritersLoseNothing() throws {
    let bench = try Bench()
    let lock = NSLock()
    nonisolated(unsafe) var acknowledged: [String] = []
    nonisolated(unsafe) var killCount = 0
    nonisolated(unsafe) var complaints: [String] = []
    DispatchQueue.concurrentPerform(iterations: 16) { writer in
      for round in 0..<10 {
        do {
          let name = "out-\(writer)-\(round)"
          try bench.write(name, "")
          let process = Process()
          process.executableURL = URL(fileURLWithPath: assayPath)
          process.currentDirectoryURL = URL(fileURLWithPath: bench.scratch.path)
          process.arguments = ["ledger", "record", "annotation", "--ledger", "l.db", "--author", "w\(writer)", "--text", name]
          let output = try #require(FileHandle(forWritingAtPath: bench.path(name)))
          process.standardOutput = output
          process.standardError = output
          try process.run()
          let isDoomed = round % 2 == 1
          if isDoomed {
            usleep(UInt32.random(in: 1000...40_000))
            kill(process.processIdentifier, SIGKILL)
          }
          process.waitUntilExit()
          let text = try bench.text(name)
          lock.withLock {
            if process.terminationReason == .uncaughtSignal { killCount += 1 }
            if text.hasSuffix("\n"), let digest = text.split(separator: " ").last, digest.hasPrefix("sha256:") {
              acknowledged.append(String(digest.dropLast()))
            } else if process.terminationReason == .exit {
              complaints.append(text)
            }
          }
        } catch {
          lock.withLock { complaints.append("\(error)") }
        }
      }
    }
    #expect(complaints.isEmpty, "\(complaints)")
    #expect(acknowledged.count >= 80)
    #expect(killCount >= 5)
    let verified = try bench.run("ledger", "verify", "--ledger", "l.db")
    #expect(verified.status == 0, "\(verified.all)")
    let listed = try bench.run("ledger", "query", "SELECT digest FROM entries", "--format", "csv", "--ledger", "l.db")
    let digests = Set(listed.output.split(separator: "\n").map(String.init))
    #expect(acknowledged.allSatisfy(digests.contains))
    // One that was killed after its entry was on the disk could not say so.
    #expect(digests.count - 1 <= 160)
  }
}

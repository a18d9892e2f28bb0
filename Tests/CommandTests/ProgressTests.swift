import Foundation
import TestSupport
import Testing

/// What is seen of a run at work.
struct ProgressTests {
  /// Runs a shell line with stderr on a terminal of 80 columns; what the terminal got, and the exit code at its end.
  private static let terminal = """
    import fcntl, os, pty, struct, sys, termios
    pid, terminal = pty.fork()
    if pid == 0:
      fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[2]), 0, 0))
      os.execvp("bash", ["bash", "-c", sys.argv[1]])
    seen = b""
    while True:
      try:
        part = os.read(terminal, 65536)
      except OSError:
        break
      if not part:
        break
      seen += part
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout.buffer.write(seen + b"status " + str(status).encode())

    """

  /// Data that arrive over about 1.5 seconds.
  private static let slowly = "(head -c 20 orders.csv; sleep 1.5; tail -c +21 orders.csv)"

  private static func seen(_ line: String, width: Int = 80, environment: String = "TERM=xterm NO_COLOR=1") throws -> String {
    let bench = try Bench.withOrders()
    try bench.write("terminal.py", terminal)
    try bench.write("line.sh", line)
    return try bench.shell("env \(environment) python3 terminal.py '. ./line.sh' \(width)").output
  }

  private static func check(_ options: String) -> String {
    "\(slowly) | \"$ASSAY\" check orders.assay.yaml --data - --now \(Bench.now) \(options)"
  }

  @Test func longWorkOnATerminalIsShownAndErased() throws {
    let seen = try Self.seen(Self.check(""))
    #expect(seen.hasPrefix("\r20 bytes, 0 rows, 0.0 MB/s, 0:01 so far\u{1B}[K\r"), "\(seen.debugDescription)")
    let parts = seen.components(separatedBy: "\r\u{1B}[KPASS   orders")
    #expect(parts.count == 2, "\(seen.debugDescription)")
    #expect(!parts[0].contains("\n"))
    #expect(seen.hasSuffix("status 0"))
  }

  @Test func noLineIsWiderThanTheTerminal() throws {
    let seen = try Self.seen(Self.check("--progress"), width: 24)
    let drawn = seen.components(separatedBy: "\r").filter { $0.hasSuffix("\u{1B}[K") }.map { $0.dropLast(3) }
    #expect(drawn.count > 2)
    #expect(drawn.allSatisfy { $0.count < 24 }, "\(drawn)")
  }

  @Test(arguments: [
    ("", "TERM=xterm CI=true"), ("", "TERM=dumb"), ("--quiet", "TERM=xterm"), ("--no-progress", "TERM=xterm"),
  ])
  func elsewhereNothingIsShown(options: String, environment: String) throws {
    let seen = try Self.seen(Self.check(options), environment: environment)
    #expect(!seen.contains("so far"), "\(seen.debugDescription)")
    #expect(!seen.contains("\u{1B}[K"))
  }

  @Test func shortWorkShowsNothing() throws {
    let seen = try Self.seen("\"$ASSAY\" check orders.assay.yaml")
    #expect(seen.hasPrefix("PASS"), "\(seen.debugDescription)")
  }

  @Test func whereThereIsNoTerminalLinesAreWrittenOnRequest() throws {
    let bench = try Bench.withOrders()
    let asked = try bench.check("orders.assay.yaml", "--progress", "--quiet")
    #expect(asked.output.isEmpty)
    let lines = asked.complaints.split(separator: "\n")
    #expect(lines.count == 1, "\(asked.complaints)")
    #expect(asked.complaints.contains("2 rows, "))
    #expect(asked.complaints.contains(" MB/s, done in 0."), "\(asked.complaints)")
    #expect(!asked.complaints.contains("\u{1B}"))
    #expect(!asked.complaints.contains("\r"))
    #expect(try bench.check("orders.assay.yaml").complaints.isEmpty)
  }
}

/// `--timings`.
struct TimingsTests {
  @Test func timesStandInBothReportsAndNowhereElse() throws {
    let bench = try Bench.withOrders()
    let timed = try bench.check("orders.assay.yaml", "--timings", "--json", "timed.json", "--junit", "timed.xml")
    #expect(timed.output.contains("where the time went"))
    #expect(timed.output.contains("orders/id/column.duplicate_value"))
    let plain = try bench.check("orders.assay.yaml", "--json", "plain.json", "--junit", "plain.xml")
    #expect(!plain.output.contains("where the time went"))
    let text = try bench.text("plain.json")
    #expect(!text.contains("timings"))
    #expect(try bench.text("timed.json").hasPrefix(text.dropLast("\n}\n".count)))
    #expect(try bench.text("timed.xml") == bench.text("plain.xml"))
  }

  @Test func theStagesAreWhatHappened() throws {
    let bench = try Bench.withOrders("1,5.00,DE\n1,7.50,FR\n")
    let json = try bench.check("orders.assay.yaml", "--timings", "--json", "-", "--accepted", "ok.csv").json()
    let run = json["timings"]["runs"][0]
    #expect(run["contract"].string == "orders")
    let stages = run["stages"].items.compactMap { $0["stage"].string }
    #expect(stages == ["read", "cut", "index", "columns", "decode", "absorb", "evidence", "write", "wait", "conclude"])
    #expect(run["checks"].items.contains { $0["keyword"].string == "unique" })
  }

  @Test func aResultThatIsRenderedAgainKeepsThem() throws {
    let bench = try Bench.withOrders()
    let timed = try bench.check("orders.assay.yaml", "--timings", "--json", "timed.json")
    let again = try bench.run("report", "timed.json", "--json", "again.json", "--text", "-")
    #expect(again.output == timed.output)
    #expect(try bench.text("again.json") == bench.text("timed.json"))
  }
}

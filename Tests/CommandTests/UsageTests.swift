import Foundation
import TestSupport
import Testing

/// Command lines that make no sense, and what helps.
struct UsageTests {
  /// Words → the complaint, and the advice.
  static let mistakes: [(words: [String], complaint: String, advice: String)] = [
    (["chek"], "unknown command `chek`", "did you mean `assay check`?"),
    (["zzzzzz"], "unknown command `zzzzzz`", "`assay --help` lists the commands"),
    (["check"], "no contract given", "name a contract file or a directory of them"),
    (["check", "x", "--gats", "merge"], "unknown option --gats for `assay check`", "did you mean --gate?"),
    (
      ["check", "x", "--gate", "mrge"], "--gate is one of merge, monitor, promotion, not `mrge`", "did you mean merge?"
    ),
    (["check", "x", "--gate"], "--gate needs a value: merge|monitor|promotion", ""),
    (["check", "x", "--gate=merge", "--gate=merge"], "--gate is given twice", ""),
    (["check", "x", "--quiet=yes"], "--quiet takes no value", ""),
    (["check", "x", "-q"], "unknown option -q", "did you mean --quiet?"),
    (["check", "x", "--now", "yesterday"], "--now `yesterday` is no RFC 3339 timestamp", "write 2026-11-21T07:00:00Z"),
    (["check", "x", "--threads", "0"], "--threads `0` is no whole number from 1 to 256", ""),
    (
      ["check", "x", "--memory", "lots"], "--memory `lots` is no size from 1048576 to",
      "write 65536, 512K, 64M or 2G, where K, M and G are KiB, MiB and GiB"
    ),
    (["check", "x", "--memory", "64MB"], "--memory `64MB` is no size from 1048576 to", "write 65536"),
    (["check", "x", "--root", "absent"], "--root absent is not a directory", ""),
    (["check", "x", "--json", "-", "--junit", "-"], "--json and --junit both write to stdout", ""),
    (["check", "x", "--json", "f", "--text", "f"], "--json and --text both write to f", ""),
    (["check", "x", "--progress", "--no-progress"], "--progress and --no-progress exclude each other", ""),
    (["check", "--reader", "quick", "x"], "--reader is one of simd, plain, libcsv, not `quick`", ""),
    (["pin"], "expected one contract", ""),
    (["report"], "expected one JSON result", ""),
    (["explain", "cell.missin"], "`cell.missin` is no rule, keyword or contract", "did you mean cell.missing?"),
    (["lint"], "no contract, policy, waivers, baseline, source manifest or model given", ""),
    (["ledger", "logs"], "unknown command `assay ledger logs`", "did you mean `assay ledger log`?"),
    (["ledger", "log"], "no folder .assay lies here or above, so there is no ledger", "`assay ledger init` starts one"),
    (["ledger", "log", "--ledger", "absent.db"], "there is no ledger at absent.db", "`assay ledger init` starts one"),
    (["ledger", "log", "--since", "monday"], "no folder .assay", ""),
    (["ledger", "log", "x.db"], "`x.db` is not expected here", "name the ledger with --ledger FILE"),
    (["ledger", "show"], "expected one entry", "`assay ledger log` lists them by number"),
    (["ledger", "query"], "expected one query", "write it in quotes: 'SELECT * FROM decisions'"),
    (["ledger", "record", "decision"], "expected one of annotation, promotion, rollback", "runs and decisions are"),
    (["ledger", "verify", "--head", "12"], "--head `12` is no SHA-256 digest", "write it as reports do"),
    (["check", "x", "--ledger", "f", "--no-ledger"], "--ledger and --no-ledger contradict each other", ""),
    (["check", "x", "--ledger", "f", "--json", "f"], "--json and --ledger both write to f", ""),
    (["baseline"], "no contract given", ""),
    (["sign", "r.json"], "--key names the private key to sign with, and is missing", "`(umask 077; openssl genpkey"),
    (["sign", "--key", "k"], "expected one JSON result", ""),
    (["sign", "r.json", "--ledger-head", "--key", "k"], "`r.json` is not expected beside --ledger-head", ""),
    (["sign", "--ledger-head", "--url", "u", "--key", "k"], "--url does not go with --ledger-head", ""),
    (["sign", "r.json", "--ledger", "l.db", "--key", "k"], "--ledger does not go with a result", ""),
    (["verify", "e.json"], "--key names a public key that is trusted, and is missing", "`openssl pkey"),
    (["verify", "--key", "k"], "expected one envelope", ""),
    (["ledger", "verify", "--key", "k"], "--key goes with --signed-head", ""),
    (
      ["ledger", "verify", "--head", "x", "--signed-head", "h"], "--head and --signed-head exclude each other",
      "give one of them"
    ),
  ]

  @Test(arguments: mistakes) func mistakesAreNamedWithAdvice(words: [String], complaint: String, advice: String) throws
  {
    let run = try Bench().run(words)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.complaints.hasPrefix("assay: \(complaint)"), "\(run.complaints)")
    if !advice.isEmpty { #expect(run.complaints.contains("help: \(advice)"), "\(run.complaints)") }
  }

  @Test func withoutACommandTheHelpGoesToStandardError() throws {
    let run = try Bench().run()
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.complaints.contains("usage: assay COMMAND [options]"))
  }

  @Test func theVersionIsPrinted() throws {
    let run = try Bench().run("--version")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("assay 0."))
  }

  @Test func wordsAfterTwoDashesAreOperands() throws {
    let bench = try Bench.withOrders()
    try bench.write("--odd.assay.yaml", Bench.ordersContract)
    let run = try bench.run("check", "--quiet", "--", "--odd.assay.yaml")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.isEmpty)
  }

  @Test func aFileOfAnotherKindIsNamedInOneLine() throws {
    let bench = try Bench.withOrders()
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: {} }\n")
    let asContract = try bench.check("assay.policy.yaml")
    #expect(asContract.status == 2)
    #expect(asContract.complaints.contains("This is a policy, where a contract was expected. [file.kind]"))
    #expect(asContract.complaints.contains("help: Give it with `--policy`."))
    let asPolicy = try bench.check("orders.assay.yaml", "--policy", "orders.assay.yaml")
    #expect(asPolicy.status == 2)
    #expect(asPolicy.complaints.contains("This is a contract, where a policy was expected. [file.kind]"))
    let asWaivers = try bench.check("orders.assay.yaml", "--waivers", "assay.policy.yaml")
    #expect(asWaivers.complaints.contains("This is a policy, where a list of waivers was expected."))
  }

  @Test func aResultThatIsNoneIsRefused() throws {
    let bench = try Bench.withOrders()
    let run = try bench.run("report", "orders.csv")
    #expect(run.status == 2)
    #expect(run.complaints.contains("orders.csv is no JSON result of assay"))
    #expect(try bench.run("report", "absent.json").complaints.contains("absent.json does not exist"))
  }
}

/// What the commands print about themselves, and `docs/cli.md`, which repeats it.
struct HelpTests {
  static let commands = [
    "check", "baseline", "lint", "pin", "merge", "diff", "report", "explain", "sources", "licenses", "monitor", "record",
    "lineage", "promote", "rollback", "ledger", "sign", "verify",
  ]
  static let ledgerCommands = ["init", "log", "show", "verify", "export", "query", "record"]
  /// All that have options of their own.
  static let leaves = commands.filter { $0 != "ledger" } + ledgerCommands.map { "ledger \($0)" }

  private func assay(_ name: String, _ words: String...) throws -> CommandResult {
    try TestSupport.assay(name.split(separator: " ").map(String.init) + words)
  }

  @Test(arguments: leaves + ["ledger"]) func helpExplainsACommand(name: String) throws {
    let run = try assay(name, "--help")
    #expect(run.status == 0)
    #expect(run.complaints.isEmpty)
    #expect(run.output.contains("usage: assay \(name) "))
    for line in run.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
  }

  @Test func theListOfCommandsIsComplete() throws {
    for (group, expected) in [("", Self.commands), ("ledger", Self.ledgerCommands)] {
      let lines = try assay(group, "--help").output.split(separator: "\n").filter { $0.hasPrefix("  ") }
      #expect(lines.compactMap { $0.split(separator: " ").first.map(String.init) } == expected)
    }
  }

  /// Every option that help lists is taken, and those it does not list are refused.
  @Test(arguments: leaves) func everyListedOptionIsTaken(name: String) throws {
    let help = try assay(name, "--help").output
    let options = help.split(separator: "\n").filter { $0.hasPrefix("  --") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(options.count >= 1)
    for option in options {
      let run = try assay(name, option, "a value", "--no-such-option")
      #expect(!run.complaints.contains("unknown option \(option)"), "\(run.complaints)")
    }
  }

  @Test func theManualHoldsEveryHelpTextVerbatim() throws {
    let manual = try String(contentsOfFile: Repository.path("docs/cli.md"), encoding: .utf8)
    for name in [""] + Self.commands + Self.leaves {
      let help = try assay(name, "--help").output
      let block = "```text\n$ assay \(name.isEmpty ? "" : name + " ")--help\n\(help)```\n"
      #expect(manual.contains(block), "docs/cli.md lacks, or has another:\n\(block)")
    }
  }
}

import Contracts
import Provenance
import Reports
import Validation

/// `assay sign`: vouch with a key for a result, or for how long the ledger is.
enum SignCommand: Command {
  static let description = CommandDescription(
    name: "sign", summary: "Sign a result, or the head of the ledger, for `assay verify`.", operands: "RESULT.json",
    options: [
      OptionDescription(
        "key", value: "FILE", isRepeatable: true,
        "a private key in PEM, Ed25519 or P-256, which only its owner may read; repeatable"),
      OptionDescription("out", value: "FILE", "write the envelope there; - is stdout (-)"),
      OptionDescription("dataset", value: "ID", "the contract's id, where the result is about several"),
      OptionDescription("url", value: "URL", "where the run can be looked at"),
      OptionDescription("ledger-head", "sign how many entries the ledger has, and the digest of the newest"),
      LedgerPlace.option,
      OptionDescription("now", value: "TIME", "when the ledger's head is signed, RFC 3339 (the system's)"),
    ],
    discussion: """
      The result is a JSON report with the SHA-256 of every file of data: `assay check … --digests --json FILE`. Its
      verdict is signed as it is, also one that blocks. The ledger is verified before its head is signed.

      Exit codes: 0 signed, 1 the ledger does not hold, 2 usage, or a key, result or ledger is not what it should be.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.has("key") else {
      throw UsageError(
        message: "--key names the private key to sign with, and is missing",
        advice: "`(umask 077; openssl genpkey -algorithm ed25519 -out key.pem)` makes one")
    }
    let statement: InTotoStatement
    if arguments.has("ledger-head") {
      try refuse(["dataset", "url"], "--ledger-head", arguments)
      guard let head = try ledgerHead(arguments) else { return 1 }
      statement = head
    } else {
      try refuse(["ledger", "now"], "a result", arguments)
      statement = try testResult(arguments)
    }
    let envelope: Envelope
    do throws(SigningError) {
      var keys: [SigningKey] = []
      for path in arguments.values("key") { keys.append(try SigningKey(contentsOf: path)) }
      envelope = try Attestations.sign(statement, keys: keys)
    } catch {
      throw UsageError(error)
    }
    return try write(envelope, arguments)
  }

  private static func refuse(_ names: [String], _ what: String, _ arguments: Arguments) throws(UsageError) {
    if what == "--ledger-head", let operand = arguments.operands.first {
      throw UsageError(message: "`\(operand)` is not expected beside --ledger-head")
    }
    guard let name = names.first(where: arguments.has) else { return }
    throw UsageError(message: "--\(name) does not go with \(what)")
  }

  private static func testResult(_ arguments: Arguments) throws(UsageError) -> InTotoStatement {
    let report = try ReportCommand.read(EnvelopeFile.operand(arguments, "one JSON result"))
    let entry = try entry(of: report, arguments.value("dataset"))
    do throws(SigningError) { return try InTotoStatement(entry, of: report, url: arguments.value("url")) } catch {
      throw UsageError(error)
    }
  }

  /// What is signed is about one contract, so that a reader need not guess which data was held to which.
  private static func entry(of report: Report, _ id: String?) throws(UsageError) -> Report.Entry {
    let found = report.entries.filter { id == nil || $0.result.contract.id == id }
    if found.count == 1 { return found[0] }
    let ids = report.entries.map(\.result.contract.id).joined(separator: ", ")
    throw UsageError(
      message: id.map { "the result says nothing about \($0)" } ?? "the result is about \(found.count) contracts",
      advice: ids.isEmpty ? nil : "name one of \(ids) with --dataset")
  }

  /// `nil` where the ledger does not hold, which has been said.
  private static func ledgerHead(_ arguments: Arguments) throws(UsageError) -> InTotoStatement? {
    let path = try LedgerPlace.required(arguments)
    let now = try LedgerCommand.instant(arguments, "now") ?? .systemClock
    let verification: Verification
    do throws(LedgerError) { verification = try Ledger(path, .reading).verify() } catch {
      throw UsageError(message: error.message, advice: error.advice)
    }
    guard verification.problems.isEmpty else {
      for problem in verification.problems { Output.complain("assay: \(path): \(problem.message.harmless)") }
      return nil
    }
    guard let head = verification.head else {
      throw UsageError(message: "the ledger \(path) has no entries, so there is no head to sign")
    }
    return InTotoStatement(head: head, signedAt: now)
  }

  private static func write(_ envelope: Envelope, _ arguments: Arguments) throws(UsageError) -> Int32 {
    guard let path = arguments.value("out"), path != "-" else {
      return envelope.json.withUnsafeBytes { Output.write($0, to: 1) } ? 0 : 2
    }
    let ledger = arguments.has("ledger-head") ? [try LedgerPlace.required(arguments)] : []
    let inputs = arguments.operands + arguments.values("key") + ledger
    if let input = inputs.first(where: { FileKind.isSame($0, path) }) {
      throw UsageError(message: "--out \(path) would overwrite \(input), which is read")
    }
    do throws(AtomicFile.Failure) {
      try AtomicFile.write(envelope.json, to: path)
    } catch {
      throw UsageError(message: error.message)
    }
    Output.print("signed in \(path)\n")
    return 0
  }
}

extension UsageError {
  init(_ error: SigningError) { self.init(message: error.message, advice: error.advice) }
}

import Contracts
import Provenance
import Reports

/// `assay ledger verify`: whether every entry is still what was written.
enum LedgerVerifyCommand: Command {
  static let description = CommandDescription(
    name: "ledger verify", summary: "Check that no entry was changed, moved or removed.", operands: "",
    options: [
      LedgerCommand.ledger,
      OptionDescription("export", value: "FILE", "verify what `assay ledger export` wrote, not a ledger; - is stdin"),
      OptionDescription("head", value: "DIGEST", "an entry must have this digest, noted earlier from a report"),
      OptionDescription("signed-head", value: "FILE", "the entry that `assay sign --ledger-head` signed must be there"),
      EnvelopeFile.key,
      LedgerCommand.json,
    ],
    discussion: """
      A ledger whose end was cut off, or whose chain was written anew as a whole, holds by itself: only --head or
      --signed-head tells.

      Exit codes: 0 everything holds, 1 something does not, 2 the ledger or the signed head cannot be read.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    try LedgerCommand.refuseOperands(arguments)
    let head: Head
    switch try wantedHead(arguments) {
    case .wanted(let wanted): head = wanted
    case .refused(let status): return status
    }
    if let export = arguments.value("export") {
      guard arguments.value("ledger") == nil else {
        throw UsageError(message: "--export and --ledger name two things to verify", advice: "give one of them")
      }
      let verification: Verification
      do throws(LineInput.Failure) { verification = try verify(export: export, head.digest) } catch {
        Output.complain("assay: \(error.message)")
        return 2
      }
      return report(verification, head, export, arguments)
    }
    let path = try LedgerPlace.required(arguments)
    return try LedgerCommand.run { () throws(LedgerError) in
      report(try Ledger(path, .reading).verify(head: head.digest), head, path, arguments)
    }
  }

  /// What an entry must have.
  private struct Head {
    var digest: Digest?
    var signed: EntryReference?
  }

  private enum WantedHead {
    case wanted(Head)
    /// Why, has been said.
    case refused(Int32)
  }

  private static func wantedHead(_ arguments: Arguments) throws(UsageError) -> WantedHead {
    guard let path = arguments.value("signed-head") else {
      guard !arguments.has("key") else { throw UsageError(message: "--key goes with --signed-head") }
      return .wanted(Head(digest: try digest(arguments.value("head"))))
    }
    guard !arguments.has("head") else {
      throw UsageError(message: "--head and --signed-head exclude each other", advice: "give one of them")
    }
    switch try EnvelopeFile(path, arguments).finding() {
    case .unreadable(let problem):
      Output.complain(problem)
      return .refused(2)
    case .refused(let error):
      Output.complain("assay: \(path): \(error.message)" + (error.advice.map { "\n  help: \($0)" } ?? ""))
      return .refused(1)
    case .verified(let statement):
      if let head = statement.ledgerHead { return .wanted(Head(digest: head.digest, signed: head)) }
      Output.complain("assay: \(path) is signed, but is no head of a ledger: \(statement.statement.predicateType)")
      return .refused(1)
    }
  }

  private static func digest(_ text: String?) throws(UsageError) -> Digest? {
    guard let text else { return nil }
    guard let digest = Digest(text.hasPrefix("sha256:") ? text : "sha256:\(text)") else {
      throw UsageError(
        message: "--head `\(text)` is no SHA-256 digest",
        advice: "write it as reports do: `sha256:` and 64 hexadecimal digits")
    }
    return digest
  }

  private static func verify(export path: String, _ head: Digest?) throws(LineInput.Failure) -> Verification {
    var verifier = ChainVerifier(head: head)
    try LineInput.forEach(path) { verifier.take(line: $0) }
    var verification = verifier.finish()
    // What came out of a command that failed is empty as well.
    if verification.entryCount == 0 {
      verification.problems.append(
        LedgerProblem(sequence: nil, "the export holds no entry, so it vouches for nothing: was all of it written?"))
    }
    return verification
  }

  private static func report(
    _ verification: Verification, _ head: Head, _ path: String, _ arguments: Arguments
  ) -> Int32 {
    var verification = verification
    if let signed = head.signed { verification.compare(with: signed) }
    Output.print(arguments.has("json") ? json(verification, path) : text(verification, path))
    return verification.problems.isEmpty ? 0 : 1
  }

  private static func text(_ verification: Verification, _ path: String) -> String {
    let (count, problems) = (verification.entryCount, verification.problems)
    let entries = "\(count) \(count == 1 ? "entry" : "entries")"
    let head = verification.head.map { ", head \($0.digest)" } ?? ""
    let lines = problems.map { "  \($0.message.harmless)\n" }.joined()
    let known = verification.knownHead.map { known in
      let newer = count - known.sequence
      return "  the head that was given is entry \(known.sequence)" + (newer > 0 ? "; \(newer) newer\n" : "\n")
    }
    let verdict = problems.isEmpty ? count == 0 ? "empty" : "intact" : "NOT INTACT"
    return "\(verdict)  \(path.harmless): \(entries)\(head)\n\(lines)\(known ?? "")"
  }

  private static func json(_ verification: Verification, _ path: String) -> String {
    JSONValue.object([
      "assay_ledger_verification": .integer(1), "path": .string(path), "intact": .bool(verification.problems.isEmpty),
      "entry_count": .integer(verification.entryCount), "head": verification.head.map(LedgerCommand.json),
      "known_head": verification.knownHead.map(LedgerCommand.json),
      "problems": .array(
        verification.problems.map { problem in
          .object(["entry": problem.sequence.map(JSONValue.integer), "message": .string(problem.message)])
        }),
    ]).text(isPretty: true) + "\n"
  }
}

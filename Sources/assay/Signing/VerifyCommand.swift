import Contracts
import Gating
import Provenance
import Reports
import Validation

/// `assay verify`: whether somebody trusted has signed this, and whether it is about these files.
enum VerifyCommand: Command {
  static let description = CommandDescription(
    name: "verify", summary: "Check who signed a result, and that it is about these files.", operands: "ENVELOPE",
    options: [
      EnvelopeFile.key,
      OptionDescription(
        "data", value: "FILE", isRepeatable: true, "this file must be among what was signed for; repeatable"),
      OptionDescription("contract", value: "FILE", "the data must have been held to this contract"),
      OptionDescription("policy", value: "FILE", "this policy must have decided"),
      OptionDescription("gate", choices: Gate.allCases.map(\.rawValue), "this gate must have decided"),
      OptionDescription(
        "fail-on", choices: ["block", "warn", "never"], "which signed verdict is a failure as well (block)"),
      LedgerCommand.json,
    ],
    discussion: """
      Files are compared by their SHA-256, wherever they lie. A signed verdict that blocks exits with 1, and so does a
      statement that holds no verdict, so that a script can rely on 0; --fail-on never asks for signature and files
      only, as for a ledger's head or an in-toto statement of another kind.

      Exit codes: 0 all holds, 1 no trusted signature, another file, or a verdict that fails; 2 usage, or a key is none;
      3 the envelope or a file could not be read.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    let envelope = try EnvelopeFile(EnvelopeFile.operand(arguments, "one envelope"), arguments)
    var comparison: SignedComparison
    switch envelope.finding() {
    case .unreadable(let problem):
      Output.complain(problem)
      return 3
    case .refused(let error):
      Output.print(arguments.has("json") ? refusalJSON(error, envelope) : refusalText(error, envelope))
      return 1
    case .verified(let statement): comparison = SignedComparison(statement)
    }
    do throws(InputFailure) { try compare(&comparison, arguments) } catch {
      Output.complain(error.problem)
      return 3
    }
    let report = SignedReport(envelope: envelope, comparison: comparison)
    Output.print(arguments.has("json") ? report.json : report.text)
    return comparison.problems.isEmpty ? 0 : 1
  }

  private static func compare(
    _ comparison: inout SignedComparison, _ arguments: Arguments
  ) throws(InputFailure) {
    for path in arguments.values("data") { comparison.take(data: path, try StoredBytes.digest(of: path, root: nil)) }
    for role in [TestResult.Role.contract, .policy] {
      guard let path = arguments.value(role.rawValue) else { continue }
      comparison.take(role, path, try StoredBytes.digest(of: path, root: nil))
    }
    if let gate = arguments.value("gate") { comparison.take(gate: gate) }
    comparison.judge(failsOn: arguments.value("fail-on") ?? "block")
  }

  private static func refusalText(_ error: SigningError, _ envelope: EnvelopeFile) -> String {
    let advice = error.advice.map { "  \($0.harmless)\n" } ?? ""
    return "NOT VERIFIED  \(envelope.path.harmless): \(error.message.harmless)\n\(advice)"
  }

  private static func refusalJSON(_ error: SigningError, _ envelope: EnvelopeFile) -> String {
    JSONValue.object([
      "assay_verification": .integer(1), "envelope": .string(envelope.path), "verified": .bool(false),
      "problems": .array([.string(error.message)]),
    ]).text(isPretty: true) + "\n"
  }
}

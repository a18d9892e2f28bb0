import Contracts
import Glibc
import Licensing
import Provenance
import Validation

/// `assay licenses`: say whether the licences of all that a dataset is made from allow a use, and write its NOTICE.
enum LicensesCommand: Command {
  static let description = CommandDescription(
    name: "licenses", summary: "Say whether licences allow a use, and write the NOTICE that they ask for.",
    operands: "CONTRACT",
    options: [
      OptionDescription(
        "for", value: "USE", isRepeatable: true, "the use in question; repeatable (the contract's `uses`)"),
      OptionDescription(
        "notice", value: "FILE", "write the attribution that the licences ask for; - is stdout, with nothing else"),
      OptionDescription("json", value: "FILE", "write the answer as JSON; - is stdout, with nothing else"),
      OptionDescription(
        "data", value: "FILE", isRepeatable: true,
        "read this instead of the contract's files: a file, a pattern, or - for stdin; repeatable"),
      OptionDescription("policy", value: "FILE", "whose `license_terms` hold too; none for none (nearest)"),
      OptionDescription(
        "ledger", value: "FILE", "datasets that the files were made from count too (the nearest .assay/ledger.db)"),
      OptionDescription("no-ledger", "look for nothing that the files were made from"),
      CheckOptions.root,
      OptionDescription("threads", value: "N", "threads that validate (one for each core)"),
    ],
    discussion: """
      Uses that are known: \(useList)

      Data is read where a field has `license: true`, where there is `provenance`, or for a ledger: sources count, what
      they derive from, and datasets upstream by lineage. A licence that neither the table nor the policy knows allows
      nothing: the answer is undecided. The table sorts licences by their texts; it is no legal advice.

      Exit codes: 0 yes; 1 no; 2 usage or contract invalid, or a file could not be written; 3 undecided.
      """)

  private static let useList: String = {
    let names = LicenseUse.all.map(\.name)
    return names.prefix(5).joined(separator: ", ") + ",\n" + names.dropFirst(5).joined(separator: ", ") + "."
  }()

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one contract") }
    let options = try CheckOptions(arguments)
    try refuseSharing(arguments, options)
    let reading = ContractFiles.read(arguments.operands[0], root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let plan = reading.plan else { return 2 }
    let uses = arguments.values("for").isEmpty ? plan.contract.uses.map(\.text) : arguments.values("for")
    guard !uses.isEmpty else {
      throw UsageError(
        message: "no use is given, and the contract declares none", advice: "add --for commercial-training")
    }
    guard let rules = GateRules(options, contracts: [reading.path], readsBaselines: false, readsWaivers: false) else {
      return 2
    }
    let ledger = options.ledger.flatMap { arguments.has("ledger") || access($0, F_OK) == 0 ? $0 : nil }
    guard
      var facts = LicenseFacts(plan, options, table: rules[reading.path].licenses, readsFiles: ledger != nil)
    else { return 3 }
    if let ledger {
      let status = try LedgerCommand.run { () throws(LedgerError) in
        let upstream = try UpstreamLicenses(
          of: facts.digests, dataset: facts.contract.id, in: Ledger(ledger, .reading))
        facts.add(upstream: upstream.origins)
        if upstream.isUnknown { Output.complain(noLineage(ledger)) }
        return 0
      }
      guard status == 0 else { return status }
    }
    if arguments.has("notice"), facts.origins.contains(where: \.isMasked) {
      throw UsageError(message: "--notice would tell the licences of a private field")
    }
    let report = LicenseReport(facts, uses: uses)
    return write(report, arguments) ? report.exitCode : 2
  }

  private static func noLineage(_ ledger: String) -> String {
    "assay: \(ledger.harmless) has no job that made these files, so nothing upstream of them counts\n"
      + "  help: `assay record` notes what made them"
  }

  private static func refuseSharing(_ arguments: Arguments, _ options: CheckOptions) throws(UsageError) {
    let outputs = ["notice", "json"].compactMap { name in arguments.value(name).map { (name, $0) } }
    if outputs.count == 2, outputs[0].1 == outputs[1].1 || FileKind.isSame(outputs[0].1, outputs[1].1) {
      throw UsageError(message: "--notice and --json both write \(outputs[0].1)")
    }
    for (name, output) in outputs {
      guard let input = (arguments.operands + (options.replacement ?? [])).first(where: { FileKind.isSame($0, output) })
      else { continue }
      throw UsageError(message: "--\(name) \(output) would overwrite \(input), which is read")
    }
  }

  /// `false` where a file could not be written, which has been said.
  private static func write(_ report: LicenseReport, _ arguments: Arguments) -> Bool {
    let files = [("json", report.json), ("notice", report.notice)].compactMap { name, text in
      arguments.value(name).map { (path: $0, text: text) }
    }
    var isWritten = true
    if !files.contains(where: { $0.path == "-" }) { isWritten = Output.print(report.text) }
    for (path, text) in files {
      if path == "-" {
        isWritten = Output.print(text) && isWritten
        continue
      }
      do throws(AtomicFile.Failure) {
        try AtomicFile.write(text.utf8, to: path)
      } catch {
        Output.complain("assay: \(error.message)")
        isWritten = false
      }
    }
    return isWritten
  }
}

import Contracts
import Provenance
import Validation

/// `assay record`: note a job, with all that it read and made.
enum RecordCommand: Command {
  static let description = CommandDescription(
    name: "record", summary: "Record a job: what it read, with which code and environment, and what it made.",
    operands: "",
    options: [
      OptionDescription("name", value: "NAME", "what the job is called each time: train-demand"),
      OptionDescription(
        "input", value: "ARTIFACT", isRepeatable: true, "what it read: a file, a directory or NAME=DIGEST; repeatable"),
      OptionDescription(
        "output", value: "ARTIFACT", isRepeatable: true,
        "what it made: a file, a directory or NAME=DIGEST; repeatable"),
      OptionDescription("commit", value: "SHA", "the commit of its code (HEAD of the repository here)"),
      OptionDescription(
        "environment", value: "FILE", isRepeatable: true, "a lock file or settings, which are no data; repeatable"),
      OptionDescription("parameter", value: "NAME=VALUE", isRepeatable: true, "a setting of the job; repeatable"),
      OptionDescription("openlineage", value: "EVENT.json", "take the job from a RunEvent of OpenLineage; - is stdin"),
      OptionDescription("author", value: "NAME", "who ran it; never taken from the system"),
      OptionDescription("now", value: "TIME", "when it was done, RFC 3339 (the event's, or the system's)"),
      LedgerPlace.option,
    ],
    discussion: """
      Everything is recorded by its SHA-256; a directory by that of what `sha256sum` prints for its files, in order of
      their names. The number and the digest of the new entry go to stdout once it is on the disk. A job whose output
      its own inputs rest on is refused. Events other than COMPLETE are not recorded.

      Exit codes: 0 recorded, or an event that there is nothing to record of, 2 not recorded.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    if let operand = arguments.operands.first {
      throw UsageError(
        message: "`\(operand)` is not expected here", advice: "write --input \(operand) or --output \(operand)")
    }
    let path = try LedgerPlace.required(arguments)
    let now = try LedgerCommand.instant(arguments, "now")
    var (job, at) = (JobRecord(name: "", code: .init(commit: "")), now ?? .systemClock)
    if let file = arguments.value("openlineage") {
      guard let read = try event(from: file, arguments) else { return 0 }
      (job, at) = (read.job, now ?? read.time)
    } else {
      job = try self.job(from: arguments)
    }
    try complete(&job, arguments)
    return try append(job, at: at, to: path)
  }

  private static func job(from arguments: Arguments) throws(UsageError) -> JobRecord {
    guard let name = arguments.value("name"), !name.isEmpty else {
      throw UsageError(message: "a job needs --name", advice: "what it is called each time: train-demand")
    }
    guard !arguments.values("output").isEmpty else {
      throw UsageError(message: "a job needs an --output: what it made")
    }
    var job = JobRecord(name: name, code: .init(commit: ""))
    for text in arguments.values("input") { job.inputs.append(try artifact(text, "input")) }
    for text in arguments.values("output") { job.outputs.append(try artifact(text, "output")) }
    return job
  }

  /// `nil` for an event that says nothing of outputs, which is said.
  private static func event(from path: String, _ arguments: Arguments) throws(UsageError) -> OpenLineageEvent? {
    for name in ["name", "input", "output"] where arguments.has(name) {
      throw UsageError(message: "--\(name) does not go with --openlineage, whose event says it")
    }
    let event: OpenLineageEvent
    do {
      event = try OpenLineageEvent(SmallFile.read(path, root: nil))
    } catch let failure as InputFailure {
      throw UsageError(message: failure.problem.message, advice: failure.problem.advice)
    } catch let problem as OpenLineageEvent.Problem {
      throw UsageError(message: "\(path): \(problem.message)", advice: problem.advice)
    } catch { throw UsageError(message: "\(path): \(error)") }
    guard event.type == "COMPLETE" else {
      Output.complain(
        "assay: \(path): an event of type \(event.type) is not recorded; only COMPLETE says what a job made")
      return nil
    }
    return event
  }

  private static func complete(_ job: inout JobRecord, _ arguments: Arguments) throws(UsageError) {
    for file in arguments.values("environment") { job.environment.append(try artifact(file, "environment")) }
    job.author = arguments.value("author")
    job.parameters = try parameters(arguments)
    if let commit = arguments.value("commit")?.lowercased() {
      guard JobRecord.Code.isCommit(commit) else {
        throw UsageError(
          message: "--commit `\(commit)` is no full id of a commit", advice: "`git rev-parse HEAD` prints one")
      }
      if job.code.commit != commit { job.code = .init(commit: commit) }
    } else if job.code.commit.isEmpty {
      guard job.externalID == nil else {
        throw UsageError(
          message: "the event does not say which code ran: it has no full commit in the facet sourceCodeLocation",
          advice: "name it with --commit")
      }
      job.code = try GitState.read()
      if job.code.isDirty == true {
        Output.complain(
          "assay: files differ from commit \(job.code.shortCommit), so it does not say which code ran\n"
            + "  help: commit before you run what should be reproducible; the entry is marked as dirty")
      }
    }
  }

  /// `NAME=sha256:…`, or a path.
  private static func artifact(_ text: String, _ option: String) throws(UsageError) -> ArtifactRecord {
    if let equals = text.lastIndex(of: "="), let digest = Digest(String(text[text.index(after: equals)...])) {
      guard digest.algorithm == .sha256 else {
        throw UsageError(message: "--\(option) `\(text)`: artifacts are known by their SHA-256 alone")
      }
      return ArtifactRecord(name: String(text[..<equals]), digest: digest)
    }
    guard text != "-" else {
      throw UsageError(message: "--\(option) takes no standard input", advice: "give NAME=sha256:… instead")
    }
    return try ArtifactFile.read(text)
  }

  private static func parameters(_ arguments: Arguments) throws(UsageError) -> [JobRecord.Parameter] {
    var values: [String: String] = [:]
    for text in arguments.values("parameter") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw UsageError(message: "--parameter `\(text)` is not NAME=VALUE")
      }
      guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw UsageError(message: "--parameter \(parts[0]) is given twice")
      }
    }
    return values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
  }

  /// The jobs are read and the entry is written under one lock, so that no two can close a circle together.
  private static func append(_ job: JobRecord, at: Instant, to path: String) throws(UsageError) -> Int32 {
    try LedgerCommand.run { () throws(LedgerError) in
      let ledger = try Ledger(path, .writing)
      let (reference, isNew) = try ledger.append(recordedAt: .systemClock) { (writer) throws(LedgerError) in
        let graph = try LineageGraph(jobsOf: ledger)
        if let run = job.externalID {
          if let known = graph.entry(of: job) { return (known, false) }
          if let other = graph.contradiction(to: job) {
            throw LedgerError(
              .refused, "the run \(run) of \(job.name) is entry \(other.sequence) with other inputs or outputs",
              advice: "a run reads and makes one set of bytes; `assay ledger show \(other.sequence)` says which")
          }
        }
        if let output = graph.outputsBelowTheirInputs(of: job).first {
          throw LedgerError(
            .refused, "the output \(output.name) (\(output.digest)) is what the job's own inputs rest on",
            advice: "it was made before: leave out of --output what came out as it went in")
        }
        return (try writer.append(LedgerEntry(at: at, tool: .current(), event: .job(job))), true)
      }
      if !isNew { Output.complain("assay: this run is recorded already") }
      Output.print("\(reference.sequence) \(reference.digest)\n")
      return 0
    }
  }
}

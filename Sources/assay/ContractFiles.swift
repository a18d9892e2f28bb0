import Contracts
import Dialects
import Licensing
import Markup
import Validation

/// Finds contract files and reads them.
enum ContractFiles {
  /// Files as named; a directory means every `*.assay.yaml` in it, at any depth, in bytewise order.
  static func paths(
    _ operands: [String], noun: String = "contract", names: [String] = ["*.assay.yaml"]
  ) throws(UsageError) -> [String] {
    guard !operands.isEmpty else {
      throw UsageError(message: "no \(noun) given", advice: "name a \(noun) file or a directory of them")
    }
    var paths: [String] = []
    for operand in operands {
      guard FileKind.isDirectory(operand) else { paths.append(operand); continue }
      let searches = names.map { Glob.files(matching: Path.resolved("**/\($0)", in: operand)) }
      if let closed = searches.flatMap(\.closed).first {
        throw UsageError(message: closed.message, advice: "let the user who runs assay list it, or name the \(noun)s")
      }
      let found = searches.flatMap(\.files)
      guard !found.isEmpty else {
        throw UsageError(
          message: "no \(noun) (\(names.joined(separator: ", "))) lies in \(operand)",
          advice: "name the file itself if it is called otherwise")
      }
      for other in names.filter({ $0.hasSuffix(".yaml") }).flatMap({ lookalikes($0, in: operand) }) {
        Output.complain("assay: \(other) was passed over: a \(noun)'s name ends in .yaml")
      }
      paths += found
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }

  /// Files that somebody may take for one of these: `orders.assay.yml`.
  private static func lookalikes(_ name: String, in directory: String) -> [String] {
    Glob.files(matching: Path.resolved("**/" + name.dropLast(".yaml".count) + ".yml", in: directory)).files
  }

  /// A contract that was read, or why not.
  struct Reading: Sendable {
    let path: String
    var bytes: [UInt8] = []
    var contract: Contract?
    /// The contract, compiled; `nil` where a clause makes no sense.
    var plan: Plan?
    var diagnostics: [Diagnostic] = []
    /// The file could not be opened.
    var problem: InputProblem?

    var hasErrors: Bool { problem != nil || contract == nil || diagnostics.contains { $0.level == .error } }

    /// What is wrong, for a person.
    var complaint: String {
      if let problem { return "assay: \(problem.message)" + (problem.advice.map { "\n  help: \($0)" } ?? "") }
      return render(diagnostics, source: bytes)
    }

    /// In a report's words, so that no reader of the report takes the contract for one that was never there.
    var asProblem: InputProblem {
      let errorCount = diagnostics.count { $0.level == .error }
      let what = problem?.message ?? "\(path) is no valid contract: \(counted(errorCount, "error"))"
      return InputProblem(
        kind: InputProblem.invalidContract, path: path, message: what,
        advice: problem == nil ? "assay lint \(path)" : problem?.advice)
    }
  }

  static func read(_ path: String, root: String?, options: EvaluationOptions) -> Reading {
    var reading = Reading(path: path)
    if DataSource.Format(fileName: path) != nil, FileKind.isFile(path) {
      let message = "\(path) is data, by its name, where a contract was expected"
      reading.problem = InputProblem(
        kind: InputProblem.invalidContract, path: path, message: message, advice: DocumentKind.adviceForData(path))
      return reading
    }
    do { reading.bytes = try SmallFile.read(path, root: root) } catch {
      reading.problem = error.problem
      if error.problem.kind == InputProblem.tooLarge { reading.problem?.advice = DocumentKind.adviceForData(path) }
      return reading
    }
    return read(reading.bytes, path: path, options: options)
  }

  /// A contract that is at hand, which stood at `path`.
  static func read(_ bytes: [UInt8], path: String, options: EvaluationOptions) -> Reading {
    var reading = Reading(path: path)
    reading.bytes = bytes
    var judges = NativeDialect.Judges()
    judges.licenseProblem = licenseProblem
    judges.canonicalLicense = canonicalLicense
    judges.argumentProblem = Catalog.argumentProblem
    judges.spellingProblem = Catalog.spellingProblem
    let dialect = NativeDialect(vocabulary: Catalog.vocabulary, judges: judges)
    (reading.contract, reading.diagnostics) = dialect.read(reading.bytes, file: path)
    // Asked only now, since it reads the file once more.
    if reading.hasErrors, let mistake = DocumentKind.contract.mistake(in: bytes, file: path) {
      reading.contract = nil
      reading.diagnostics = [mistake]
      return reading
    }
    if let contract = reading.contract {
      do { reading.plan = try Plan(contract, options) } catch {
        reading.diagnostics = (reading.diagnostics + error.diagnostics).sorted()
      }
    }
    return reading
  }

  @Sendable static func licenseProblem(_ text: String) -> String? {
    do { _ = try LicenseExpression(parsing: text) } catch { return error.description }
    return nil
  }

  @Sendable private static func canonicalLicense(_ text: String) -> String {
    (try? LicenseExpression(parsing: text))?.description ?? text
  }
}

extension RunResult {
  /// The result of a contract that could not be judged at all. A report that left it out would look green.
  init(unread path: String, _ problem: InputProblem) {
    let name = Path.name(of: path)
    let suffix = ".assay.yaml"
    let id = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    self.init(contract: Contract(id: id, data: DataSource(files: [], format: nil), path: path))
    problems = [problem]
  }
}

/// The contracts of one call as they are met. Two with one id would share waivers, a past and the names of clauses.
struct ContractRoster {
  /// The path of each contract that can be checked, by id.
  private(set) var pathsByID: [String: String] = [:]

  enum Entry {
    case plan(Plan)
    /// It cannot be checked, which has been said; a report that left it out would look green.
    case unread(RunResult)
  }

  /// Takes a contract in, unless it is invalid or another one has its id.
  mutating func take(_ reading: ContractFiles.Reading) -> Entry {
    let path = reading.path
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = reading.plan else {
      return .unread(RunResult(unread: path, reading.asProblem))
    }
    if let other = pathsByID[contract.id] {
      let message = "\(path) has the id `\(contract.id)`, which \(other) has already"
      let advice = "give each contract an id of its own"
      Output.complain("assay: \(message)\n  help: \(advice)")
      let kind = InputProblem.invalidContract
      return .unread(
        RunResult(unread: path, InputProblem(kind: kind, path: path, message: message, advice: advice)))
    }
    pathsByID[contract.id] = path
    return .plan(plan)
  }
}

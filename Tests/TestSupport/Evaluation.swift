import Contracts
import Dialects
import Licensing
import Sourcing
import Validation

/// A contract that does not read, in a test that needs it to.
package struct InvalidContract: Error, CustomStringConvertible {
  package let diagnostics: [Diagnostic]
  package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// Reads a contract with the whole vocabulary.
package func contract(_ text: String, file: String) throws -> Contract {
  var judges = NativeDialect.Judges()
  judges.licenseProblem = { (try? LicenseExpression(parsing: $0)) == nil ? "no licence" : nil }
  let (contract, diagnostics) = NativeDialect(vocabulary: Catalog.vocabulary, judges: judges)
    .read(Array(text.utf8), file: file)
  guard let contract, !diagnostics.contains(where: { $0.level == .error }) else {
    throw InvalidContract(diagnostics: diagnostics)
  }
  return contract
}

/// 2026-11-21T12:00:00Z, the clock of tests.
package let testClock = Instant(seconds: 1_795_262_400)

/// Checks data against a contract. `files` are written beside the contract, which names them as it likes.
package func evaluate(
  _ contractText: String, _ files: [String: [UInt8]], options: EvaluationOptions = EvaluationOptions(now: testClock),
  licenses: LicenseTable = LicenseTable()
) throws -> RunResult {
  let scratch = try Scratch()
  for (name, bytes) in files { try scratch.write(name, bytes) }
  let path = try scratch.write("test.assay.yaml", contractText)
  let plan = try Plan(contract(contractText, file: path), options)
  return Evaluator(plan, sources: try sources(of: plan), licenses: licenses).run()
}

/// What the provenance of a plan's contract names.
package func sources(of plan: Plan) throws -> SourceManifest? {
  SourceFile(options: plan.options, root: nil).read(for: plan.contract) { path throws(SourceFile.ContractProblem) in
    do {
      return try contract(String(decoding: try SmallFile.read(path, root: nil), as: UTF8.self), file: path)
    } catch {
      throw SourceFile.ContractProblem(message: "\(error)")
    }
  }?.manifest
}

/// The same for one file of text.
package func evaluate(
  _ contractText: String, _ name: String, _ text: String,
  options: EvaluationOptions = EvaluationOptions(now: testClock)
) throws -> RunResult {
  try evaluate(contractText, [name: Array(text.utf8)], options: options)
}

extension RunResult {
  /// The result of a clause, by the end of its identity: `email/cell.missing`.
  package func clause(_ suffix: String) -> ClauseResult? {
    clauses.first { $0.clause.id.rawValue.hasSuffix("/" + suffix) }
  }
}

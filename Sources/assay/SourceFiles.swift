import Contracts
import Sourcing
import Validation

/// Finds and reads the source manifests of contracts.
enum SourceFiles {
  static func reader(_ options: CheckOptions) -> SourceFile {
    SourceFile(options: options.evaluation, root: options.root, licenseProblem: ContractFiles.licenseProblem)
  }

  /// What a contract's provenance names; `nil` where it has none. What is wrong with it leaves its clauses
  /// undecided, and is said there.
  static func read(for contract: Contract, _ options: CheckOptions) -> SourceReading? {
    reader(options).read(for: contract) { path throws(SourceFile.ContractProblem) in
      let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
      if let found = reading.contract, !reading.hasErrors { return found }
      let first = reading.diagnostics.first { $0.level == .error }
      let what = first.map { "\($0.location): \($0.message)" } ?? reading.problem?.message ?? "\(path) is no contract"
      throw SourceFile.ContractProblem(message: what)
    }
  }
}

import Contracts
import Validation

extension SourceFile {
  /// Why a contract that another one names cannot be used: one sentence, with its place.
  package struct ContractProblem: Error {
    package var message: String

    package init(message: String) { self.message = message }
  }

  /// What the provenance of a contract names; `nil` where it has none. `readContract` reads a contract at a path.
  package func read(
    for contract: Contract, readContract: (String) throws(ContractProblem) -> Contract
  ) -> SourceReading? {
    guard let provenance = contract.provenance else { return nil }
    let directory = Path.directory(of: contract.path)
    switch provenance.manifest {
    case .file(let file): return read(Path.resolved(file.text, in: directory))
    case .contract(let other, let columns):
      let path = Path.resolved(other.text, in: directory)
      do throws(ContractProblem) {
        return read(try readContract(path), columns: columns)
      } catch {
        return SourceReading(problem: error.message, paths: [path])
      }
    }
  }
}

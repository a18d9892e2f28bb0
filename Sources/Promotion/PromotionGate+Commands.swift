import Contracts
import Provenance
import Reports

/// Commands that mend something, which run as they are printed.
extension PromotionGate {
  /// More files than this are no line that anybody would copy.
  private static let fileLimit = 8

  /// Checks the data of a run once more, at this gate; `nil` where that is no line that can be copied.
  func again(_ check: LineageCheck, _ options: String = "") -> String? {
    let files = check.namesItsFiles ? check.files : []
    return checking(promotion.contracts[check.contract.id]?.path ?? check.contract.path, files, options)
  }

  /// Checks these files, or those that the contract names where there are none.
  func checking(_ contract: String, _ files: [String], _ options: String = "") -> String? {
    guard files.count <= Self.fileLimit else { return nil }
    let data = files.map { " --data \(shellWord($0))" }.joined()
    return "assay check \(shellWord(contract))\(data) --gate \(Self.gate)\(policyOption)\(options)\(ledgerOption)"
  }

  /// Shows an entry of the ledger.
  func showing(_ sequence: Int) -> String { "assay ledger show \(sequence)\(ledgerOption)" }

  /// ` --ledger l.db` where the command line named it.
  var ledgerOption: String { promotion.ledger.map { " --ledger \(shellWord($0))" } ?? "" }

  private var policyOption: String { promotion.namedPolicy.map { " --policy \(shellWord($0))" } ?? "" }

  /// The contract that these bytes belong to, as far as anybody said: the one by which the model names them, or the one
  /// that other bytes of the same name were held to.
  func likelyContract(of dataset: Upstream.Dataset) -> String? {
    if let named = promotion.model.datasets.first(where: { $0.digests.contains(dataset.digest) }) {
      return named.contract
    }
    let namesakes = dataset.names.flatMap { graph.artifacts(called: $0) }
    return namesakes.flatMap { graph.checks(of: $0.digest) }.max { $0.at < $1.at }?.contract.path
  }
}

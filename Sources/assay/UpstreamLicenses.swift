import Contracts
import Licensing
import Provenance

/// The licences of the datasets that some files were made from, as a ledger remembers their checks.
struct UpstreamLicenses {
  /// Each dataset, each of its sources and each licence that its records name, named by dataset.
  private(set) var origins: [LicenseOrigin] = []
  /// The ledger knows of no job that made the files, so that nothing is upstream of them.
  private(set) var isUnknown = false

  /// Of the files with these digests, which are `dataset`'s.
  init(of digests: [Digest], dataset: String, in ledger: Ledger) throws(LedgerError) {
    let graph = try LineageGraph(reading: ledger)
    let roots = digests.map { LineageNode.artifact($0) }
    let closure = graph.upstream(of: roots)
    isUnknown = closure.jobs.isEmpty
    let own = Set(roots.flatMap(graph.parents(of:)))
    for check in closure.checks
    where !(own.contains(.check(check.reference.sequence)) && check.contract.id == dataset) {
      origins += Self.origins(of: check)
    }
    let named = Set(roots)
    for unknown in closure.unknown where !named.contains(.artifact(unknown.artifact.digest)) {
      let name = unknown.artifact.names.first ?? unknown.artifact.digest.description
      origins.append(LicenseOrigin(name: "\(name), which no check saw,", expression: nil))
    }
  }

  /// What a dataset declares, and what its sources and its records allow. One of which nothing says so has no licence;
  /// sources that the check could not tell have none that is known.
  private static func origins(of check: LineageCheck) -> [LicenseOrigin] {
    let dataset = "dataset \(check.contract.id)"
    var origins = check.sources.map { source in
      LicenseOrigin(name: "\(source.id) of \(dataset)", expression: expression(source.license))
    }
    origins += check.licenses.map { met in
      LicenseOrigin(.records, name: "records of \(dataset)", expression: expression(met.expression))
    }
    if let problem = check.sourcesProblem {
      origins.append(LicenseOrigin(name: "what \(dataset) comes from (\(problem))", expression: nil))
    }
    guard check.contract.license != nil || origins.isEmpty else { return origins }
    return [LicenseOrigin(name: dataset, expression: expression(check.contract.license))] + origins
  }

  private static func expression(_ text: String?) -> LicenseExpression? {
    text.flatMap { try? LicenseExpression(parsing: $0) }
  }
}

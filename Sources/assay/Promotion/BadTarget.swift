import Contracts
import Provenance

/// What the command line declares bad.
struct BadTarget {
  let kind: BadVersion.Kind
  /// As it was given: `S17`, `orders.csv`, `demand`.
  let name: String
  private let version: String?
  private let refreshedBefore: String?

  init(_ arguments: Arguments) throws(UsageError) {
    let kinds: [BadVersion.Kind] = [.source, .dataset, .model]
    let given = kinds.filter { arguments.has($0.rawValue) }
    guard given.count == 1, let text = arguments.value(given[0].rawValue), !text.isEmpty else {
      throw UsageError(
        message: "expected one of --source, --dataset and --model", advice: "say what turned out to be bad")
    }
    kind = given[0]
    let day = arguments.value("refreshed-before")
    if let day {
      guard kind == .source else { throw UsageError(message: "--refreshed-before goes with --source") }
      guard day.utf8.count == 10, Instant(rfc3339: "\(day)T00:00:00Z") != nil else {
        throw UsageError(message: "--refreshed-before `\(day)` is no date", advice: "write 2026-11-01")
      }
    }
    refreshedBefore = day
    guard kind == .model else {
      (name, version) = (text, nil)
      return
    }
    guard let at = text.lastIndex(of: "@"), at > text.startIndex, text.index(after: at) < text.endIndex else {
      throw UsageError(message: "--model `\(text)` is not ID@VERSION", advice: "write demand@1.4.0")
    }
    (name, version) = (String(text[..<at]), String(text[text.index(after: at)...]))
  }

  /// `S17`, `demand 1.4.0`, with what it is.
  var words: String {
    let before = refreshedBefore.map { ", as it was before \($0)" } ?? ""
    return "\(kind.rawValue) \(name)\(version.map { " \($0)" } ?? "")\(before)"
  }

  /// With the bytes that it stands for; what the ledger does not know is an error.
  func version(in graph: LineageGraph) throws(LedgerError) -> BadVersion {
    switch kind {
    case .source:
      _ = try nodes("source:\(name)", in: graph)
      // Data that held it holds it for ever, whatever later runs count.
      let digests = refreshedBefore == nil ? graph.digests(ofSource: name) : []
      return BadVersion(.source, id: name, refreshedBefore: refreshedBefore, digests: digests)
    case .dataset:
      let (id, digests) = try dataset(in: graph)
      return BadVersion(.dataset, id: id, digests: digests)
    case .model:
      let versions = graph.versions(ofModel: name)
      guard let version, versions.contains(version) else {
        let known = versions.isEmpty ? "no version of it" : versions.joined(separator: ", ")
        throw LedgerError(
          .noEntry, "the ledger knows of no promotion of \(name) \(version ?? "")", advice: "it knows \(known)")
      }
      return BadVersion(.model, id: name, version: version, digests: graph.digests(ofModel: name, version: version))
    }
  }

  /// `orders@9f86d081` names bytes that were checked as the dataset `orders`.
  private func dataset(in graph: LineageGraph) throws(LedgerError) -> (id: String?, digests: [Digest]) {
    guard let at = name.lastIndex(of: "@") else { return (nil, try digests(name, in: graph)) }
    let id = String(name[..<at])
    let found = try digests(String(name[name.index(after: at)...]), in: graph)
    guard found.allSatisfy({ graph.dataset(id, holds: $0) }) else {
      throw LedgerError(
        .noEntry, "\(name): these bytes were never checked as the dataset \(id)",
        advice: "`assay lineage dataset:\(id)` lists those that were")
    }
    return (id, found)
  }

  private func digests(_ name: String, in graph: LineageGraph) throws(LedgerError) -> [Digest] {
    graph.digests(within: try nodes(name, in: graph))
  }

  private func nodes(_ name: String, in graph: LineageGraph) throws(LedgerError) -> [LineageNode] {
    do throws(LineageGraph.NamingProblem) { return try graph.nodes(named: name) } catch {
      switch error {
      case .unknown(let near):
        throw LedgerError(
          .noEntry, "the ledger does not know `\(name)`", advice: near.map { "did you mean `\($0)`?" })
      case .ambiguous(let artifacts):
        throw LedgerError(
          .noEntry, "`\(name)` is more than one artifact",
          advice: "give one of the digests \(artifacts.map(\.digest.description).joined(separator: ", "))")
      }
    }
  }
}

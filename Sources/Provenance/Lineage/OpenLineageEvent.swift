import Contracts
import Markup

/// A RunEvent of OpenLineage (core 2-0-2), as far as it says what a job read and made.
package struct OpenLineageEvent: Hashable, Sendable {
  /// Why an event cannot be recorded.
  package struct Problem: Error, Hashable, Sendable {
    /// One sentence without a period.
    package var message: String
    package var advice: String?
  }

  /// `START`, `RUNNING`, `COMPLETE`, `ABORT`, `FAIL`, `OTHER`.
  package var type: String
  package var time: Instant
  /// Its code is that of the facet `sourceCodeLocation`; where there is none, the commit is empty.
  package var job: JobRecord

  private static let types = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]

  package init(_ bytes: [UInt8]) throws(Problem) {
    let node: Node
    do throws(MarkupProblem) { node = try JSON.parse(bytes) } catch {
      throw Problem(message: "the event is no JSON: \(error.line):\(error.column): \(error.message)")
    }
    guard node.entries != nil else {
      throw Problem(message: "the event is no JSON object", advice: "give one RunEvent at a time")
    }
    type = try Self.text(node, "eventType", in: "the event")
    guard Self.types.contains(type) else {
      throw Problem(message: "eventType is `\(type)`, where one of \(Self.types.joined(separator: ", ")) was expected")
    }
    let written = try Self.text(node, "eventTime", in: "the event")
    guard let time = Instant(rfc3339: written) else {
      throw Problem(message: "eventTime `\(written)` is no RFC 3339 timestamp")
    }
    self.time = time
    let runID = try Self.text(node["run"], "runId", in: "`run`")
    let name = try Self.identity(node["job"], in: "`job`")
    job = JobRecord(name: name, code: .init(commit: ""), endedAt: time, externalID: runID)
    // Only a run that is complete says what it made.
    guard type == "COMPLETE" else { return }
    job.inputs = try Self.artifacts(node["inputs"], "input")
    job.outputs = try Self.artifacts(node["outputs"], "output")
    if job.outputs.isEmpty { throw Problem(message: "the event has no outputs, so there is nothing that the job made") }
    if let code = Self.code(node["job"]?["facets"]?["sourceCodeLocation"]) { job.code = code }
  }

  private static func artifacts(_ node: Node?, _ role: String) throws(Problem) -> [ArtifactRecord] {
    guard let node else { return [] }
    guard let items = node.items else { throw Problem(message: "`\(role)s` is no array") }
    var artifacts: [ArtifactRecord] = []
    for item in items {
      let name = try identity(item, in: "an \(role)")
      artifacts.append(ArtifactRecord(name: name, digest: try digest(item["facets"], of: "the \(role) \(name)")))
    }
    return artifacts
  }

  /// The one digest that a dataset's facets give.
  private static func digest(_ facets: Node?, of what: String) throws(Problem) -> Digest {
    var found: Set<Digest> = []
    for facet in facets?.entries ?? [] {
      let value = facet.value
      let texts = [
        facet.name == "version" ? value["datasetVersion"]?.text : nil, value["digest"]?.text,
        value["sha256"]?.text.map { "sha256:\($0)" }, value["digests"]?["sha256"]?.text.map { "sha256:\($0)" },
      ]
      found.formUnion(texts.compactMap { $0.flatMap { Digest($0) } }.filter { $0.algorithm == .sha256 })
    }
    guard let digest = found.first else {
      throw Problem(
        message: "\(what) has no digest, so nobody could tell which bytes it was",
        advice: "give facets.version.datasetVersion as `sha256:` and 64 hexadecimal digits, or a facet with `digest`")
    }
    guard found.count == 1 else {
      let digests = found.map(\.description).sorted().joined(separator: " and ")
      throw Problem(message: "\(what) has \(found.count) digests: \(digests)")
    }
    return digest
  }

  private static func code(_ facet: Node?) -> JobRecord.Code? {
    guard let commit = facet?["version"]?.text?.lowercased(), JobRecord.Code.isCommit(commit) else { return nil }
    return JobRecord.Code(repository: facet?["repoUrl"]?.text.map(JobRecord.Code.withoutUser), commit: commit)
  }

  /// `namespace/name`, which together say what a job or a dataset is.
  private static func identity(_ node: Node?, in place: String) throws(Problem) -> String {
    let (namespace, name) = (try text(node, "namespace", in: place), try text(node, "name", in: place))
    return namespace.hasSuffix("/") || name.hasPrefix("/") ? namespace + name : "\(namespace)/\(name)"
  }

  private static func text(_ node: Node?, _ key: String, in place: String) throws(Problem) -> String {
    guard let value = node?[key] else { throw Problem(message: "\(place) has no `\(key)`") }
    guard let text = value.text, value.isQuoted, !text.isEmpty else {
      throw Problem(message: "`\(key)` in \(place) is no text", advice: "it stands at \(value.line):\(value.column)")
    }
    return text
  }
}

extension JobRecord.Code {
  /// An address without the name and password that one may hold: `https://ada:secret@example.com/x.git`.
  package static func withoutUser(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    let rest = address[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let end = authority.lastIndex(of: "@") else { return address }
    return String(address[..<scheme.upperBound] + rest[rest.index(after: end)...])
  }
}

import Contracts
import Markup

/// An artifact by name and digest (in-toto attestation framework, ResourceDescriptor v1).
package struct ResourceDescriptor: Hashable, Sendable {
  package var name: String?
  /// Lower-case hexadecimal by the name of the algorithm, which need not be one that is known here.
  package var digests: [String: String]
  /// Those that are texts; others may hold anything.
  package var annotations: [String: String]

  package init(name: String?, digests: [String: String] = [:], annotations: [String: String] = [:]) {
    self.name = name
    self.digests = digests
    self.annotations = annotations
  }

  package init(_ file: FileReference, annotations: [String: String] = [:]) {
    self.init(
      name: file.path, digests: [file.digest.algorithm.rawValue: file.digest.hex], annotations: annotations)
  }

  /// The SHA-256, if there is one.
  package var sha256: Digest? { digests["sha256"].flatMap { Digest("sha256:\($0)") } }
}

extension ResourceDescriptor: CanonicalForm {
  var canonical: CanonicalJSON {
    .object([
      "name": name?.canonical, "digest": digests.isEmpty ? nil : digests.canonicalTexts,
      "annotations": annotations.isEmpty ? nil : annotations.canonicalTexts,
    ])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    let digests = try reader.member("digest")?.texts() ?? []
    guard digests.allSatisfy({ $0.text != nil }) else {
      throw reader.problem("a digest is a string of hexadecimal digits")
    }
    let annotations = try reader.member("annotations")?.texts() ?? []
    self.init(
      name: try reader["name"], digests: Dictionary(known: digests), annotations: Dictionary(known: annotations))
  }
}

extension [String: String] {
  fileprivate var canonicalTexts: CanonicalJSON {
    .object(map { CanonicalJSON.Member(name: $0.key, value: .string($0.value)) })
  }

  /// Names by their bytes are unique in JSON, but strings compare by canonical equivalence; the first one stays.
  fileprivate init(known members: [(name: String, text: String?)]) {
    self.init(members.compactMap { name, text in text.map { (name, $0) } }, uniquingKeysWith: { first, _ in first })
  }
}

extension EntryReader {
  func member(_ name: String) throws(EntryProblem) -> EntryReader? {
    guard node.entries != nil else { throw problem("an object was expected") }
    return node[name].map { EntryReader(node: $0) }
  }

  /// The members of an object, `nil` for those that are no text.
  fileprivate func texts() throws(EntryProblem) -> [(name: String, text: String?)] {
    guard let entries = node.entries else { throw problem("an object was expected") }
    return entries.map { ($0.name, $0.value.isQuoted ? $0.value.text : nil) }
  }
}

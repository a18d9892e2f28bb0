import Contracts
import Markup

/// What is said about artifacts (in-toto attestation framework, Statement v1).
package struct InTotoStatement: Hashable, Sendable {
  package static let type = "https://in-toto.io/Statement/v1"
  /// Of an envelope that holds one.
  package static let payloadType = "application/vnd.in-toto+json"

  package enum Predicate: Hashable, Sendable {
    case testResult(TestResult)
    case ledgerHead(LedgerHead)
    /// One that is not read here.
    case other(type: String)
  }

  /// What it is about, by digest; names are for people.
  package var subjects: [ResourceDescriptor]
  package var predicate: Predicate

  package init(subjects: [ResourceDescriptor], predicate: Predicate) {
    self.subjects = subjects
    self.predicate = predicate
  }

  package var predicateType: String {
    switch predicate {
    case .testResult: TestResult.type
    case .ledgerHead: LedgerHead.type
    case .other(let type): type
    }
  }

  /// The payload of an envelope: canonical JSON (RFC 8785), so that equal statements have equal bytes.
  var payload: [UInt8] {
    let content: CanonicalJSON =
      switch predicate {
      case .testResult(let result): result.canonical
      case .ledgerHead(let head): head.canonical
      case .other: .object([CanonicalJSON.Member]())
      }
    return CanonicalJSON.object([
      "_type": Self.type.canonical, "subject": subjects.canonical, "predicateType": predicateType.canonical,
      "predicate": content,
    ]).bytes
  }

  /// Reads a payload; members that are not known are passed over, as in-toto asks for. Errors are of kind `malformed`.
  init(payload: [UInt8]) throws(SigningError) {
    let node: Node
    do throws(MarkupProblem) { node = try JSON.parse(payload, depthLimit: 64) } catch {
      throw SigningError(.malformed, "the payload is no JSON: line \(error.line): \(error.message)")
    }
    do throws(EntryProblem) { try self.init(EntryReader(node: node)) } catch {
      throw SigningError(.malformed, "the payload is no statement that is known here: \(error.message)")
    }
  }

  private init(_ reader: EntryReader) throws(EntryProblem) {
    let type: String = try reader["_type"]
    guard type == Self.type else { throw reader.problem("its type is `\(type)`, not `\(Self.type)`") }
    subjects = try reader["subject"]
    guard !subjects.isEmpty, subjects.allSatisfy({ !$0.digests.isEmpty }) else {
      throw reader.problem("it needs a subject, and each subject a digest")
    }
    let predicateType: String = try reader["predicateType"]
    switch predicateType {
    case TestResult.type: predicate = .testResult(try reader["predicate"])
    case LedgerHead.type: predicate = .ledgerHead(try reader["predicate"])
    default: predicate = .other(type: predicateType)
    }
  }
}

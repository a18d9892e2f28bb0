/// Something wrong in a file that a person wrote for us: a contract, policy or waiver.
///
/// Data that is wrong is a `Finding` or `Violation`; a world that failed is a thrown error. Never this.
package struct Diagnostic: Hashable, Sendable, Codable, Error {
  package enum Level: String, Sendable, Codable { case error, warning }

  /// Whether the JSON Schema of the language can express the same complaint.
  package enum Kind: String, Sendable, Codable { case structural, semantic }

  package var level: Level
  package var kind: Kind
  /// A stable name, such as `key.unknown`.
  package var code: String
  /// One sentence: what was expected and what was found.
  package var message: String
  package var location: SourceLocation
  /// What to do; "did you mean `max_length`?"
  package var advice: String?

  package init(
    _ level: Level = .error, _ kind: Kind = .structural, code: String, _ message: String, at location: SourceLocation,
    advice: String? = nil
  ) {
    self.level = level
    self.kind = kind
    self.code = code
    self.message = message
    self.location = location
    self.advice = advice
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `contracts/orders.assay.yaml:12:5: error: unknown key `minLength` [key.unknown]; did you mean `min_length`?`
  package var description: String {
    let base = "\(location): \(level.rawValue): \(message) [\(code)]"
    return advice.map { "\(base)\n  help: \($0)" } ?? base
  }
}

extension Diagnostic: Comparable {
  package static func < (a: Self, b: Self) -> Bool {
    a.location != b.location ? a.location < b.location : (a.code, a.message) < (b.code, b.message)
  }
}

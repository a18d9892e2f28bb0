/// Why something could not be signed, or a signature does not hold.
package struct SigningError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A file is no key, no key of a kind that is taken, or a private key that others can read.
    case key
    /// A file cannot be read.
    case unreadable
    /// What is to be signed lacks something that a signature must speak of.
    case unsignable
    /// The bytes are no envelope, or the payload is no statement.
    case malformed
    /// No signature of a trusted key.
    case unverified
  }

  package var kind: Kind
  /// One sentence without a period.
  package var message: String
  /// What to do.
  package var advice: String?

  package init(_ kind: Kind, _ message: String, advice: String? = nil) {
    self.kind = kind
    self.message = message
    self.advice = advice
  }
}

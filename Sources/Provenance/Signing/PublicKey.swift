import Contracts

/// How a key signs.
package enum KeyAlgorithm: String, Sendable {
  /// RFC 8032, over the message itself.
  case ed25519 = "Ed25519"
  /// ECDSA over NIST P-256 with SHA-256 (FIPS 186-4); a signature is the DER of `ECDSA-Sig-Value` (RFC 3279).
  case ecdsaP256 = "ECDSA P-256"

  enum Hash { case builtIn, sha256 }

  var hash: Hash {
    switch self {
    case .ed25519: .builtIn
    case .ecdsaP256: .sha256
    }
  }

  /// The length of a SubjectPublicKeyInfo in its usual form: the curve by its name, the point uncompressed.
  fileprivate var publicKeyBytes: Int {
    switch self {
    case .ed25519: 44
    case .ecdsaP256: 91
    }
  }
}

/// A key that signatures are checked with.
package struct PublicKey: Hashable, Sendable {
  package let algorithm: KeyAlgorithm
  /// SubjectPublicKeyInfo in DER.
  package let der: [UInt8]
  /// The SHA-256 of `der` in hexadecimal, which `openssl pkey -pubin -outform DER | sha256sum` prints as well.
  package let id: String

  /// Reads a PEM text with one public key. `name` is what to call it in an error, of kind `key`.
  package init(pem: [UInt8], name: String) throws(SigningError) {
    let text = PEMText(pem)
    guard !text.hasPrivateKey else {
      throw SigningError(
        .key, "\(name) is a private key, where a public one was expected",
        advice: "`openssl pkey -in \(name) -pubout` prints its public part")
    }
    guard text.labels == ["PUBLIC KEY"], let key = OpenSSLKey.publicKey(pem: pem) else {
      throw SigningError(
        .key, text.labels.count > 1 ? "\(name) holds more than one thing" : "\(name) is no public key in PEM",
        advice: "give one public key a file, as `openssl pkey -pubout` writes it"
          + (text.labels.contains("CERTIFICATE") ? "; `openssl x509 -pubkey -noout` takes it from a certificate" : ""))
    }
    try self.init(key, name: name)
  }

  init(_ key: OpenSSLKey, name: String) throws(SigningError) {
    switch key.typeName {
    case "ED25519": algorithm = .ed25519
    case "EC prime256v1": algorithm = .ecdsaP256
    case let other:
      throw SigningError(
        .key, "\(name) is a key of the kind \(other); Ed25519 and EC prime256v1 (P-256) are taken",
        advice: "`openssl genpkey -algorithm ed25519` makes one")
    }
    der = key.subjectPublicKeyInfo
    guard der.count == algorithm.publicKeyBytes else {
      throw SigningError(
        .key, "\(name) spells its curve or point in an unusual way, by which one key would have two ids",
        advice: "`openssl ec -param_enc named_curve -conv_form uncompressed` writes it in the usual one")
    }
    id = Digest.sha256(of: der).hex
  }

  /// Whether a signature of this message was made with the private part of this key.
  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    OpenSSLKey.publicKey(der: der)?.verifies(signature, of: message, hash: algorithm.hash) ?? false
  }
}

/// What a PEM text (RFC 7468) says that it holds.
struct PEMText {
  let labels: [String]
  let isEncrypted: Bool

  init(_ bytes: [UInt8]) {
    let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }.map { String(decoding: $0, as: UTF8.self) }
    labels = lines.filter { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("-----") }
      .map { String($0.dropFirst(11).dropLast(5)) }
    // In a traditional key, a header says so (RFC 1421, section 4.6.1.1).
    isEncrypted = labels.contains("ENCRYPTED PRIVATE KEY") || lines.contains { $0.hasPrefix("Proc-Type: 4,ENCRYPTED") }
  }

  var hasPrivateKey: Bool { !privateKeys.isEmpty }
  var privateKeys: [String] { labels.filter { $0.hasSuffix("PRIVATE KEY") } }
}

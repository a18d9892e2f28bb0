import Glibc

/// A key that signs. It is held in memory and never shown.
package struct SigningKey {
  package let publicKey: PublicKey
  private let key: OpenSSLKey

  /// Reads a PEM file with one unencrypted private key that nobody but its owner can read; see `KeyFile`.
  package init(contentsOf path: String) throws(SigningError) {
    var pem = try KeyFile.read(path)
    defer { KeyFile.wipe(&pem) }
    try self.init(pem: pem, name: path)
  }

  /// `name` is what to call it in an error, of kind `key`.
  init(pem: [UInt8], name: String) throws(SigningError) {
    let text = PEMText(pem)
    guard !text.isEncrypted else {
      throw SigningError(
        .key, "\(name) is encrypted, and no passphrase is asked for",
        advice: "`(umask 077; openssl pkey -in \(name) -out FILE)` writes it in clear to a file that only you can read")
    }
    guard text.privateKeys.count == 1, let key = OpenSSLKey.privateKey(pem: pem) else {
      throw SigningError(.key, Self.mistake(text, name), advice: "`openssl genpkey -algorithm ed25519` makes one")
    }
    self.key = key
    publicKey = try PublicKey(key, name: name)
  }

  private static func mistake(_ text: PEMText, _ name: String) -> String {
    if text.privateKeys.count > 1 { return "\(name) holds more than one private key" }
    if text.labels == ["PUBLIC KEY"] { return "\(name) is a public key, where a private one was expected" }
    return "\(name) is no private key in PEM that OpenSSL reads"
  }

  /// The signature of a message, in the form of the key's algorithm.
  package func signature(of message: [UInt8]) throws(SigningError) -> [UInt8] {
    guard let signature = key.signature(of: message, hash: publicKey.algorithm.hash) else {
      throw SigningError(.key, "OpenSSL cannot sign with the key \(publicKey.id)")
    }
    return signature
  }
}

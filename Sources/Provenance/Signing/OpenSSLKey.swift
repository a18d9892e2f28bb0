import COpenSSL

/// A key as OpenSSL holds it, freed with its last reference; what is private in it is wiped then.
final class OpenSSLKey {
  private let pointer: OpaquePointer

  private init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  /// The first private key of a PEM text; `nil` where there is none, or it is encrypted.
  static func privateKey(pem: [UInt8]) -> OpenSSLKey? {
    // Without this, OpenSSL would ask for a passphrase on the terminal.
    read(pem) { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
  }

  /// The first public key (SubjectPublicKeyInfo) of a PEM text.
  static func publicKey(pem: [UInt8]) -> OpenSSLKey? {
    read(pem) { PEM_read_bio_PUBKEY($0, nil, { _, _, _, _ in -1 }, nil) }
  }

  /// From a SubjectPublicKeyInfo in DER (RFC 5280, section 4.1).
  static func publicKey(der: [UInt8]) -> OpenSSLKey? {
    der.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return d2i_PUBKEY(nil, &start, bytes.count).map(OpenSSLKey.init)
    }
  }

  private static func read(_ pem: [UInt8], _ body: (OpaquePointer) -> OpaquePointer?) -> OpenSSLKey? {
    guard let count = Int32(exactly: pem.count) else { return nil }
    defer { ERR_clear_error() }
    return pem.withUnsafeBytes { bytes in
      guard let source = BIO_new_mem_buf(bytes.baseAddress, count) else { return nil }
      defer { BIO_free(source) }
      return body(source).map(OpenSSLKey.init)
    }
  }

  /// OpenSSL's name for the kind of key, with the curve of an elliptic one: `ED25519`, `EC prime256v1`, `RSA`.
  var typeName: String {
    let type = EVP_PKEY_get0_type_name(pointer).map { String(cString: $0) } ?? "unknown"
    var name = [CChar](repeating: 0, count: 80)
    var count = 0
    guard type == "EC", EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else { return type }
    return type + " " + String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The public part, as a SubjectPublicKeyInfo in DER.
  var subjectPublicKeyInfo: [UInt8] {
    let count = Int(i2d_PUBKEY(pointer, nil))
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      _ = i2d_PUBKEY(pointer, &start)
    }
    return bytes
  }

  /// The signature of a message; `nil` where OpenSSL fails. Ed25519 hashes by itself.
  func signature(of message: [UInt8], hash: KeyAlgorithm.Hash) -> [UInt8]? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var count = 0
    guard EVP_DigestSignInit(context, nil, hash.pointer, nil, pointer) == 1,
      EVP_DigestSign(context, nil, &count, message, message.count) == 1
    else { return nil }
    var signature = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else { return nil }
    return Array(signature.prefix(count))
  }

  /// Whether a signature is this key's, of this message.
  func verifies(_ signature: [UInt8], of message: [UInt8], hash: KeyAlgorithm.Hash) -> Bool {
    guard let context = EVP_MD_CTX_new() else { return false }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    return EVP_DigestVerifyInit(context, nil, hash.pointer, nil, pointer) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

extension KeyAlgorithm.Hash {
  fileprivate var pointer: OpaquePointer? {
    switch self {
    case .builtIn: nil
    case .sha256: EVP_sha256()
    }
  }
}

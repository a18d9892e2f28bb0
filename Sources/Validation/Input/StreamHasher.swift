import COpenSSL
import Contracts

/// A digest of bytes as they stream past, by OpenSSL.
final class StreamHasher {
  private let algorithm: Digest.Algorithm
  private let context: OpaquePointer

  init(_ algorithm: Digest.Algorithm) {
    self.algorithm = algorithm
    let method =
      switch algorithm {
      case .sha256: EVP_sha256()
      case .sha512: EVP_sha512()
      case .md5: EVP_md5()
      }
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, method, nil) == 1 else {
      preconditionFailure("OpenSSL has no \(algorithm.rawValue)")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > 0 { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }
  }

  func finish() -> Digest { Digest(algorithm, hex: hexText(finishBytes())) }

  func finishBytes() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_DigestFinal_ex(context, &bytes, &count)
    return Array(bytes.prefix(Int(count)))
  }
}

/// Lower-case hexadecimal.
func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The digest of bytes at hand.
package func digest(_ bytes: [UInt8], _ algorithm: Digest.Algorithm = .sha256) -> Digest {
  let hasher = StreamHasher(algorithm)
  bytes.withUnsafeBytes { hasher.update($0) }
  return hasher.finish()
}

import COpenSSL
import Contracts

extension Digest {
  /// SHA-256 of bytes at hand.
  package static func sha256(of bytes: [UInt8]) -> Digest {
    var hash = [UInt8](repeating: 0, count: 32)
    guard EVP_Digest(bytes, bytes.count, &hash, nil, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL has no SHA-256")
    }
    let digits = Array("0123456789abcdef".utf8)
    let hex = hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return Digest(.sha256, hex: String(decoding: hex, as: UTF8.self))
  }
}

import COpenSSL
import Contracts

/// A digest of bytes as they stream past, by OpenSSL.
///
/// By its functions for one algorithm each: those for any algorithm (`EVP_…`) first read a configuration and look for
/// providers, an eighth of the time that a small file takes.
final class StreamHasher {
  private enum Context {
    case sha256(UnsafeMutablePointer<SHA256_CTX>)
    case sha512(UnsafeMutablePointer<SHA512_CTX>)
    case md5(UnsafeMutablePointer<MD5_CTX>)
  }

  private let algorithm: Digest.Algorithm
  private let context: Context

  init(_ algorithm: Digest.Algorithm) {
    self.algorithm = algorithm
    switch algorithm {
    case .sha256: context = .sha256(Self.state(SHA256_Init))
    case .sha512: context = .sha512(Self.state(SHA512_Init))
    case .md5: context = .md5(Self.state(MD5_Init))
    }
  }

  private static func state<State>(_ begin: (UnsafeMutablePointer<State>?) -> Int32) -> UnsafeMutablePointer<State> {
    let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    _ = begin(state)
    return state
  }

  deinit {
    switch context {
    case .sha256(let state): state.deallocate()
    case .sha512(let state): state.deallocate()
    case .md5(let state): state.deallocate()
    }
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    switch context {
    case .sha256(let state): SHA256_Update(state, bytes.baseAddress, bytes.count)
    case .sha512(let state): SHA512_Update(state, bytes.baseAddress, bytes.count)
    case .md5(let state): MD5_Update(state, bytes.baseAddress, bytes.count)
    }
  }

  func finish() -> Digest { Digest(algorithm, hex: hexText(finishBytes())) }

  func finishBytes() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: algorithm.hexLength / 2) { bytes, count in
      switch context {
      case .sha256(let state): SHA256_Final(bytes.baseAddress, state)
      case .sha512(let state): SHA512_Final(bytes.baseAddress, state)
      case .md5(let state): MD5_Final(bytes.baseAddress, state)
      }
      count = algorithm.hexLength / 2
    }
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

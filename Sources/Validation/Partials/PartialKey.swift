import COpenSSL
import Contracts

/// The secret of those who make partials: without it nobody can tell from a partial which values its private keys are.
package struct PartialKey: Sendable, Hashable {
  package static let minimumBytes = 16
  package static let maximumBytes = 4096

  private let bytes: [UInt8]

  /// `nil` where the bytes are too few to keep a secret, or too many to be one.
  package init?(_ bytes: [UInt8]) {
    guard (Self.minimumBytes...Self.maximumBytes).contains(bytes.count) else { return nil }
    self.bytes = bytes
  }

  /// Tells keys apart, and nothing about them.
  package var fingerprint: String {
    let state = HMACState(key: bytes)
    return hexText(state.digest(Array("assay partial key".utf8)).prefix(8))
  }

  fileprivate func state() -> HMACState { HMACState(key: bytes) }
}

/// Hides the keys of one clause: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
struct KeyHiding: Sendable {
  private let key: PartialKey
  /// Keeps equal values of two clauses from having equal keys.
  private let clause: [UInt8]

  init(_ key: PartialKey, of clause: ClauseID) {
    self.key = key
    self.clause = Array(clause.rawValue.utf8) + [0]
  }

  /// For one thread.
  func makeHider() -> Hider { Hider(key.state(), clause) }

  struct Hider {
    private let state: HMACState
    private let clause: [UInt8]

    fileprivate init(_ state: HMACState, _ clause: [UInt8]) {
      self.state = state
      self.clause = clause
    }

    /// The message is the clause's identity, a zero byte, the key's tag, and its 16 bytes, the highest first.
    func hidden(_ key: CompactKey) -> CompactKey {
      var message = clause
      message.append(key.tag)
      for half in [key.high, key.low] {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
          message.append(UInt8(truncatingIfNeeded: half >> shift))
        }
      }
      let digest = state.digest(message)
      func word(_ start: Int) -> UInt64 { digest[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
      return CompactKey(tag: CompactKey.digestTag, high: word(0), low: word(8))
    }
  }
}

/// HMAC-SHA-256 under one key, whose two first blocks are hashed once.
private final class HMACState {
  private let inner: OpaquePointer
  private let outer: OpaquePointer
  private let work: OpaquePointer
  private static let blockBytes = 64
  private static let digestBytes = 32

  init(key: [UInt8]) {
    guard let inner = EVP_MD_CTX_new(), let outer = EVP_MD_CTX_new(), let work = EVP_MD_CTX_new() else {
      preconditionFailure("there is memory for a digest")
    }
    (self.inner, self.outer, self.work) = (inner, outer, work)
    var block = key
    if key.count > Self.blockBytes {
      block = [UInt8](repeating: 0, count: Self.digestBytes)
      EVP_Digest(key, key.count, &block, nil, EVP_sha256(), nil)
    }
    block += [UInt8](repeating: 0, count: Self.blockBytes - block.count)
    for (context, pad) in [(inner, UInt8(0x36)), (outer, 0x5C)] {
      let padded = block.map { $0 ^ pad }
      guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { preconditionFailure("OpenSSL has SHA-256") }
      EVP_DigestUpdate(context, padded, padded.count)
    }
  }

  deinit { for context in [inner, outer, work] { EVP_MD_CTX_free(context) } }

  func digest(_ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.digestBytes)
    EVP_MD_CTX_copy_ex(work, inner)
    EVP_DigestUpdate(work, message, message.count)
    EVP_DigestFinal_ex(work, &digest, nil)
    EVP_MD_CTX_copy_ex(work, outer)
    EVP_DigestUpdate(work, digest, digest.count)
    EVP_DigestFinal_ex(work, &digest, nil)
    return digest
  }
}

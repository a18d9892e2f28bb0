import Contracts
import Markup

/// Bytes with the signatures on them: Dead Simple Signing Envelope (DSSE 1.0).
package struct Envelope: Hashable, Sendable {
  package struct Signature: Hashable, Sendable {
    /// A hint which key it may be; nothing vouches for it.
    package var keyID: String?
    package var bytes: [UInt8]

    package init(keyID: String?, bytes: [UInt8]) {
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  package var payloadType: String
  package var payload: [UInt8]
  package var signatures: [Signature]

  /// Of the JSON text.
  package static let limitBytes = 16 << 20
  /// Each is tried with each key, so there must be an end.
  package static let signatureLimit = 32
  private static let signatureLimitBytes = 1 << 10
  private static let depthLimit = 64

  package init(payloadType: String, payload: [UInt8], signatures: [Signature] = []) {
    self.payloadType = payloadType
    self.payload = payload
    self.signatures = signatures
  }

  /// Reads an envelope's JSON; members that DSSE does not name are passed over. Errors are of kind `malformed`.
  package init(json bytes: [UInt8]) throws(SigningError) {
    guard bytes.count <= Self.limitBytes else { throw Self.malformed("larger than \(Self.limitBytes >> 20) MiB") }
    let root: EntryReader
    do throws(MarkupProblem) {
      root = EntryReader(node: try JSON.parse(bytes, depthLimit: Self.depthLimit))
    } catch {
      throw Self.malformed("no JSON: line \(error.line): \(error.message)")
    }
    do throws(EntryProblem) {
      payloadType = try root["payloadType"]
      payload = (try root["payload"] as Base64Text).bytes
      signatures = try root["signatures"]
    } catch {
      throw Self.malformed("not what it should be: \(error.message)")
    }
    guard (1...Self.signatureLimit).contains(signatures.count) else {
      throw Self.malformed("expected to have 1 to \(Self.signatureLimit) signatures, and has \(signatures.count)")
    }
    guard signatures.allSatisfy({ $0.bytes.count <= Self.signatureLimitBytes }) else {
      throw Self.malformed("not to be trusted: a signature is longer than \(Self.signatureLimitBytes) bytes")
    }
  }

  private static func malformed(_ what: String) -> SigningError {
    SigningError(
      .malformed, "the envelope is \(what)", advice: "`assay sign` writes envelopes as DSSE 1.0 defines them")
  }

  /// The JSON text, on one line, with a line break at its end.
  package var json: [UInt8] {
    let value = CanonicalJSON.object([
      "payloadType": .string(payloadType), "payload": .string(Base64.text(payload)),
      "signatures": .array(signatures.map(\.canonical)),
    ])
    return value.bytes + [0x0A]
  }

  /// What is signed: the pre-authentication encoding of DSSE, which leaves no doubt where type and payload end.
  package var signedBytes: [UInt8] {
    let type = Array(payloadType.utf8)
    return Array("DSSEv1 \(type.count) ".utf8) + type + Array(" \(payload.count) ".utf8) + payload
  }

  /// Adds a signature.
  package mutating func sign(with key: SigningKey) throws(SigningError) {
    signatures.append(Signature(keyID: key.publicKey.id, bytes: try key.signature(of: signedBytes)))
  }

  /// Those of the keys that a signature holds under, each once, in the order of `keys`. Every signature is tried with
  /// every key: an id is only a hint, and other tools name keys otherwise.
  package func signers(among keys: [PublicKey]) -> [PublicKey] {
    let message = signedBytes
    var found: [PublicKey] = []
    for key in keys where !found.contains(key) {
      if signatures.contains(where: { key.verifies($0.bytes, of: message) }) { found.append(key) }
    }
    return found
  }
}

extension Envelope.Signature: CanonicalForm {
  var canonical: CanonicalJSON {
    .object(["keyid": keyID?.canonical, "sig": .string(Base64.text(bytes))])
  }
  init(_ reader: EntryReader) throws(EntryProblem) {
    self.init(keyID: try reader["keyid"], bytes: (try reader["sig"] as Base64Text).bytes)
  }
}

/// Bytes as JSON holds them.
private struct Base64Text: CanonicalForm {
  let bytes: [UInt8]

  var canonical: CanonicalJSON { .string(Base64.text(bytes)) }
  init(_ reader: EntryReader) throws(EntryProblem) {
    guard let bytes = Base64.bytes(try reader.string()) else { throw reader.problem("base64 was expected") }
    self.bytes = bytes
  }
}

import Contracts
import TestSupport
import Testing

@testable import Provenance

/// Keys, encodings and signatures against published vectors.
@Suite struct SigningVectorTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ]) func base64OfRFC4648(plain: String, encoded: String) {
    #expect(Base64.text(Array(plain.utf8)) == encoded)
    #expect(Base64.bytes(encoded) == Array(plain.utf8))
    #expect(Base64.bytes(String(encoded.prefix { $0 != "=" })) == Array(plain.utf8))
  }

  @Test func bothAlphabetsAreReadAndNothingElse() {
    let bytes = (0...255).map(UInt8.init)
    let standard = Base64.text(bytes)
    let urlSafe = standard.replacing("+", with: "-").replacing("/", with: "_")
    #expect(urlSafe != standard)
    #expect(Base64.bytes(standard) == bytes && Base64.bytes(urlSafe) == bytes)
    for wrong in ["Zg=", "Zg===", "Z", "Zh==", "Zm9=", "Zm 8=", "Zm8=\n", "+_Zm", "Zg==Zg==", "Zm9v=", "é"] {
      #expect(Base64.bytes(wrong) == nil, "\(wrong)")
    }
  }

  /// RFC 8032, section 7.1: secret, public, message, signature.
  static let ed25519: [[String]] = [
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
  ]

  @Test(arguments: ed25519) func ed25519OfRFC8032(vector: [String]) throws {
    let key = try SampleKey.ed25519(seed: vector[0])
    #expect(key.publicKey.der == SampleKey.bytes("302a300506032b6570032100" + vector[1]))
    let (message, signature) = (SampleKey.bytes(vector[2]), SampleKey.bytes(vector[3]))
    #expect(try key.signature(of: message) == signature)
    #expect(key.publicKey.verifies(signature, of: message))
    #expect(!key.publicKey.verifies(signature, of: message + [0]))
    #expect(!key.publicKey.verifies([], of: message))
  }

  /// The example of DSSE's protocol.md; its signature is r and s behind one another, which here is DER.
  @Test func theExampleOfDSSE() throws {
    let key = try SampleKey.dsse()
    var envelope = Envelope(payloadType: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
    #expect(
      String(decoding: envelope.signedBytes, as: UTF8.self)
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
    let signature = SampleKey.bytes(
      // 0x30 length, 0x02 length r, 0x02 length s; neither number has its highest bit set.
      "3044" + "0220" + "03726ab101ad56c2763b6c6aac8e487275e2a79193a09dc5f859d9f8ef3c4a3b"
        + "0220" + "51eab0c06a369b64a7222537d4887a893dc200ae21060074d57825235b624864")
    #expect(key.publicKey.verifies(signature, of: envelope.signedBytes))
    envelope.signatures = [.init(keyID: nil, bytes: signature)]
    #expect(envelope.signers(among: [key.publicKey]) == [key.publicKey])
    envelope.payloadType += " "
    #expect(envelope.signers(among: [key.publicKey]).isEmpty)
  }

  /// Lengths are of bytes, and a blank in the type moves no border.
  @Test func theEncodingCountsBytes() {
    let envelope = Envelope(payloadType: "é x", payload: [0xFF, 0x20, 0x00])
    #expect(envelope.signedBytes == Array("DSSEv1 4 é x 3 ".utf8) + [0xFF, 0x20, 0x00])
    #expect(Envelope(payloadType: "", payload: []).signedBytes == Array("DSSEv1 0  0 ".utf8))
  }
}

/// Envelopes and the statements in them.
@Suite struct EnvelopeTests {
  static let statement = InTotoStatement(
    subjects: [ResourceDescriptor(FileReference(path: "orders.csv", digest: .sha256(of: [1])))],
    predicate: .testResult(
      TestResult(
        outcome: .warned,
        configuration: [
          ResourceDescriptor(
            FileReference(path: "orders.assay.yaml", digest: .sha256(of: [2])),
            annotations: [TestResult.Annotation.role: "contract", TestResult.Annotation.id: "orders"])
        ], passed: ["orders/a"], warned: ["orders/é \"b\"\n"])))

  private func keys() throws -> [SigningKey] {
    [try SampleKey.ed25519(seed: SigningVectorTests.ed25519[0][0]), try SampleKey.dsse()]
  }

  @Test func whatIsSignedIsReadBack() throws {
    let keys = try keys()
    let bytes = try Attestations.sign(Self.statement, keys: keys).json
    let verified = try Attestations.verify(envelope: bytes, keys: keys.map(\.publicKey))
    #expect(verified.statement == Self.statement)
    #expect(verified.signers == keys.map(\.publicKey))
    #expect(verified.subjectDigests == [.sha256(of: [1])])
    #expect(verified.contractDigest == .sha256(of: [2]))
    #expect(verified.policyDigest == nil && verified.ledgerHead == nil)
    // One of the two is enough, and named once.
    let one = keys[1].publicKey
    #expect(try Attestations.verify(envelope: bytes, keys: [one, one]).signers == [one])
  }

  @Test func aSignedHeadIsReadBack() throws {
    let head = EntryReference(sequence: 12, digest: .sha256(of: [3]))
    let statement = InTotoStatement(head: head, signedAt: Sample.noon)
    let keys = try keys()
    let bytes = try Attestations.sign(statement, keys: keys).json
    #expect(try Attestations.verify(envelope: bytes, keys: keys.map(\.publicKey)).ledgerHead == head)
  }

  @Test func strangersAndNobodyAreNotTrusted() throws {
    let keys = try keys()
    let bytes = try Attestations.sign(Self.statement, keys: [keys[0]]).json
    for trusted in [[], [keys[1].publicKey]] {
      #expect(kind { try Attestations.verify(envelope: bytes, keys: trusted) } == .unverified)
    }
  }

  /// An id is a hint only: another's name on a signature neither helps nor hurts.
  @Test func idsDecideNothing() throws {
    let keys = try keys()
    var envelope = try Attestations.sign(Self.statement, keys: [keys[0]])
    for id in [nil, "", keys[1].publicKey.id] {
      envelope.signatures[0].keyID = id
      #expect(envelope.signers(among: keys.map(\.publicKey)) == [keys[0].publicKey])
    }
  }

  /// Whichever bit of payload, type or signature is turned, the signature is gone.
  @Test(arguments: 0..<200) func aTurnedBitIsFound(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let key = try keys()[Int(seed % 2)]
    var envelope = try Attestations.sign(Self.statement, keys: [key])
    // Not the highest one, so that a text stays UTF-8.
    func turn(_ bytes: inout [UInt8]) {
      let place = Int.random(in: bytes.indices, using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<7, using: &random)
    }
    switch seed % 3 {
    case 0: turn(&envelope.payload)
    case 1: turn(&envelope.signatures[0].bytes)
    default:
      var type = Array(envelope.payloadType.utf8)
      turn(&type)
      envelope.payloadType = String(decoding: type, as: UTF8.self)
    }
    #expect(envelope.signers(among: [key.publicKey]).isEmpty)
  }

  @Test func membersThatAreNotKnownArePassedOver() throws {
    let key = try SampleKey.dsse()
    let payload = """
      {"x": null, "_type": "https://in-toto.io/Statement/v1", "predicateType": "https://slsa.dev/provenance/v1",
       "predicate": {"deep": [{"er": 1.5e3}]},
       "subject": [{"digest": {"gitCommit": "abc", "sha512": "00"}, "annotations": {"n": 1}, "uri": "x"}]}
      """
    var envelope = Envelope(payloadType: InTotoStatement.payloadType, payload: Array(payload.utf8))
    try envelope.sign(with: key)
    let text = String(decoding: envelope.json, as: UTF8.self)
    let bytes = Array("{\"more\": {}, \(text.dropFirst())".utf8)
    let verified = try Attestations.verify(envelope: bytes, keys: [key.publicKey])
    #expect(verified.statement.predicate == .other(type: "https://slsa.dev/provenance/v1"))
    #expect(verified.statement.subjects[0].digests == ["gitCommit": "abc", "sha512": "00"])
    #expect(verified.subjectDigests.isEmpty && verified.testResult == nil && verified.contractDigest == nil)
  }

  @Test(arguments: [
    "", "[]", "{}", "null", "{\"payload\": \"\"", #"{"payload":"","payloadType":"t","signatures":[]}"#,
    #"{"payload":"?","payloadType":"t","signatures":[{"sig":""}]}"#, #"{"payload":"","signatures":[{"sig":""}]}"#,
    #"{"payload":"","payloadType":7,"signatures":[{"sig":""}]}"#, #"{"payload":"","payloadType":"t","signatures":[{}]}"#,
    #"{"payload":"","payload":"","payloadType":"t","signatures":[{"sig":""}]}"#,
  ]) func whatIsNoEnvelopeIsRefused(text: String) {
    #expect(kind { try Envelope(json: Array(text.utf8)) } == .malformed)
  }

  @Test func anEnvelopeHasBounds() throws {
    var envelope = Envelope(payloadType: "t", payload: [])
    envelope.signatures = Array(repeating: .init(keyID: nil, bytes: [1]), count: Envelope.signatureLimit)
    #expect(try Envelope(json: envelope.json) == envelope)
    envelope.signatures.append(.init(keyID: nil, bytes: [1]))
    #expect(kind { try Envelope(json: envelope.json) } == .malformed)
    envelope.signatures = [.init(keyID: nil, bytes: Array(repeating: 1, count: 1025))]
    #expect(kind { try Envelope(json: envelope.json) } == .malformed)
    #expect(kind { try Envelope(json: Array(repeating: 0x20, count: Envelope.limitBytes + 1)) } == .malformed)
    let deep = String(repeating: "[", count: 100_000)
    #expect(kind { try Envelope(json: Array("{\"x\":\(deep)".utf8)) } == .malformed)
  }

  /// Signed, and yet nothing that can be used.
  @Test(arguments: [
    ("text/plain", "{}"), (InTotoStatement.payloadType, "{}"), (InTotoStatement.payloadType, "\u{0}"),
    (InTotoStatement.payloadType, #"{"_type":"https://in-toto.io/Statement/v0.1","subject":[{"digest":{"sha256":""}}]}"#),
    (InTotoStatement.payloadType, #"{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"p"}"#),
    (
      InTotoStatement.payloadType,
      #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"n"}],"predicateType":"p"}"#
    ),
    (
      InTotoStatement.payloadType,
      #"{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":""}}],"#
        + #""predicateType":"https://in-toto.io/attestation/test-result/v0.1","predicate":{"result":"GREAT"}}"#
    ),
  ]) func aSignedTextThatIsNoStatementIsRefused(type: String, payload: String) throws {
    let key = try SampleKey.dsse()
    var envelope = Envelope(payloadType: type, payload: Array(payload.utf8))
    try envelope.sign(with: key)
    #expect(kind { try Attestations.verify(envelope: envelope.json, keys: [key.publicKey]) } == .malformed)
  }

  private func kind<Value>(_ body: () throws -> Value) -> SigningError.Kind? {
    do { _ = try body() } catch { return (error as? SigningError)?.kind }
    return nil
  }
}

/// Keys for tests, which protect nothing.
enum SampleKey {
  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static func pem(_ label: String, _ der: String) -> [UInt8] {
    Array("-----BEGIN \(label)-----\n\(Base64.text(bytes(der)))\n-----END \(label)-----\n".utf8)
  }

  /// PKCS #8 (RFC 8410).
  static func ed25519(seed: String) throws -> SigningKey {
    try SigningKey(pem: pem("PRIVATE KEY", "302e020100300506032b657004220420" + seed), name: "sample")
  }

  /// The key of DSSE's protocol.md.
  static func dsse() throws -> SigningKey {
    let point =
      "0467cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238"
      + "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74"
    let secret = "d73ec437fd6346e3619c5ebfdfff0f6916804955ad32ac9ac492b0ede1f6ffb7"
    let header = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420"
    return try SigningKey(pem: pem("PRIVATE KEY", header + secret + "a144034200" + point), name: "sample")
  }
}

import Foundation
import TestSupport
import Testing

/// Envelopes and statements between assay and the packages `securesystemslib` and `in-toto-attestation`.
struct SigningInteropTests {
  private static let imports = """
    import hashlib, json, sys
    from cryptography.hazmat.primitives import serialization as s
    from google.protobuf import json_format
    from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
    from in_toto_attestation.v1.statement import Statement
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import VerificationError
    from securesystemslib.signer import CryptoSigner, SSlibKey

    """

  /// Verifies an envelope of assay, reads every member of the statement strictly, and prints it in short.
  private static let reader =
    imports + """
      def key(name):
          public = s.load_pem_public_key(open(name, 'rb').read())
          der = public.public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
          return SSlibKey.from_crypto(public, keyid=hashlib.sha256(der).hexdigest())

      text = open(sys.argv[1]).read()
      keys = [key(name) for name in sys.argv[2:]]
      envelope = Envelope.from_dict(json.loads(text))
      accepted = envelope.verify(keys, len(keys))
      assert set(accepted) == {k.keyid for k in keys}
      envelope.payload += b' '
      try:
          envelope.verify(keys, 1)
          sys.exit('a changed payload was accepted')
      except VerificationError:
          envelope.payload = envelope.payload[:-1]
      assert envelope.payload_type == 'application/vnd.in-toto+json'
      statement = Statement.copy_from_pb(json_format.Parse(envelope.payload, statement_pb2.Statement()))
      statement.validate()
      assert statement.pb.predicate_type == 'https://in-toto.io/attestation/test-result/v0.1'
      predicate = json_format.MessageToDict(statement.pb.predicate)
      result = json_format.ParseDict(predicate, test_result_pb2.TestResult())
      for part in result.configuration:
          ResourceDescriptor.copy_from_pb(part).validate()
      print(result.result, result.url, len(result.passed_tests), len(result.warned_tests), len(result.failed_tests))
      for part in [*statement.pb.subject, *result.configuration]:
          print(part.name, part.digest['sha256'] if 'sha256' in part.digest else '-')
      """

  /// Signs, with the keys of another library and under ids of its own, what another library wrote.
  private static let writer =
    imports + """
      descriptor = lambda name: ResourceDescriptor(name=name, digest={'sha256': hashlib.sha256(open(name, 'rb').read()).hexdigest()})
      result = test_result_pb2.TestResult(result='PASSED', configuration=[descriptor('orders.assay.yaml').pb], passed_tests=['a'])
      statement = Statement([descriptor('orders.csv').pb], 'https://in-toto.io/attestation/test-result/v0.1',
          json_format.MessageToDict(result))
      statement.validate()
      payload = json_format.MessageToJson(statement.pb).encode()
      envelope = Envelope(payload, 'application/vnd.in-toto+json', {})
      for name in sys.argv[2:]:
          envelope.sign(CryptoSigner(s.load_pem_private_key(open(name, 'rb').read(), None)))
      json.dump(envelope.to_dict(), open(sys.argv[1], 'w'))
      """

  /// `nil` where the packages are not installed, which is said.
  private func python(_ bench: Bench, _ script: String, _ words: String...) throws -> (status: Int32, output: String)? {
    let python = Repository.path(".build/python/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("skipped: securesystemslib and in-toto-attestation are not installed; scripts/bootstrap --tests installs them")
      return nil
    }
    try bench.write("script.py", script)
    return try bench.shell("\(python) script.py \(words.joined(separator: " "))")
  }

  @Test func othersVerifyWhatAssaySigns() throws {
    let bench = try SigningTests.bench("1,500.00,DE\n2,7.50,FR\n")
    let sign = try bench.run(
      "sign", "r.json", "--key", "ed.pem", "--key", "p256.pem", "--url", "https://ci.example.com/7", "--out", "e.json")
    #expect(sign.status == 0, "\(sign.all)")
    guard let run = try python(bench, Self.reader, "e.json", "ed.pub", "p256.pub") else { return }
    #expect(run.status == 0, "\(run.output)")
    let lines = run.output.split(separator: "\n")
    let sums = try bench.shell("sha256sum orders.csv orders.assay.yaml assay.policy.yaml").output.split(separator: "\n")
    let files = sums.map { "\($0.dropFirst(66)) \($0.prefix(64))" }
    #expect(lines.first == "WARNED https://ci.example.com/7 15 1 0", "\(run.output)")
    #expect(lines.dropFirst().map(String.init) == files + ["assay -"])
  }

  @Test func assayVerifiesWhatOthersSign() throws {
    let bench = try SigningTests.bench()
    guard let run = try python(bench, Self.writer, "e.json", "ed.pem", "p256.pem") else { return }
    #expect(run.status == 0, "\(run.output)")
    for key in ["ed", "p256"] {
      let verify = try bench.run(
        "verify", "e.json", "--key", "\(key).pub", "--data", "orders.csv")
      #expect(verify.status == 0 && verify.output.hasPrefix("VERIFIED  e.json: PASSED; clauses: 1 passed"), "\(verify.all)")
    }
    // What only assay writes is not taken for granted.
    let contract = try bench.run("verify", "e.json", "--key", "ed.pub", "--contract", "orders.assay.yaml")
    #expect(contract.status == 1 && contract.output.contains("names no contract"), "\(contract.all)")
    // URL-safe base64 is as good.
    let swap = "import json; e = json.load(open('e.json')); t = lambda x: x.replace('+', '-').replace('/', '_'); "
      + "e['payload'] = t(e['payload']); [x.update(sig=t(x['sig'])) for x in e['signatures']]; json.dump(e, open('u.json', 'w'))"
    _ = try bench.shell("python3 -c \"\(swap)\"")
    #expect(try bench.run("verify", "u.json", "--key", "ed.pub", "--key", "p256.pub").status == 0)
  }
}

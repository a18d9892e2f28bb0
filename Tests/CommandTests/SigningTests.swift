import Foundation
import TestSupport
import Testing

/// `assay sign` and `assay verify`, on keys that OpenSSL makes.
struct SigningTests {
  /// With a result to sign, and the keys `ed` and `p256`, each as `.pem` and `.pub`.
  static func bench(_ rows: String = "1,5.00,DE\n2,7.50,FR\n", _ options: [String] = []) throws -> Bench {
    let bench = try Bench.withOrders(rows)
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { merge: {} }\n")
    let make = """
      set -e; umask 077
      openssl genpkey -algorithm ed25519 -out ed.pem
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256.pem
      for key in ed p256; do openssl pkey -in $key.pem -pubout -out $key.pub; done
      """
    let keys = try bench.shell(make)
    #expect(keys.status == 0, "\(keys.output)")
    _ = try bench.run(
      ["check", "orders.assay.yaml", "--digests", "--json", "r.json", "--quiet", "--now", Bench.now,
       "--policy", "assay.policy.yaml"] + options)
    return bench
  }

  @Test(arguments: ["ed", "p256"]) func whatOneSignsAnotherVerifies(key: String) throws {
    let bench = try Self.bench()
    let sign = try bench.run("sign", "r.json", "--key", "\(key).pem", "--out", "e.json")
    #expect(sign.status == 0 && sign.output == "signed in e.json\n", "\(sign.all)")
    let words = [
      "verify", "e.json", "--key", "\(key).pub", "--data", "orders.csv", "--contract", "orders.assay.yaml", "--policy",
      "assay.policy.yaml", "--gate", "merge",
    ]
    let verify = try bench.run(words)
    #expect(verify.status == 0, "\(verify.all)")
    #expect(verify.output.hasPrefix("VERIFIED  e.json: PASSED at the gate merge, \(Bench.now); clauses: "))
    let id = try bench.shell("openssl pkey -pubin -in \(key).pub -outform DER | sha256sum").output.prefix(64)
    #expect(verify.output.contains("signed by  \(id) ("))
    for name in ["orders.csv", "orders.assay.yaml", "assay.policy.yaml"] {
      #expect(verify.output.contains(", same as \(name)\n"), "\(verify.output)")
    }
    let json = try bench.run(words + ["--json"]).json()
    #expect(json["verified"].value as? Bool == true && json["result"].string == "PASSED")
    #expect(json["subjects"][0]["same_as"][0].string == "orders.csv" && json["signers"][0]["keyid"].string == String(id))
  }

  @Test func anotherKeyIsNotTrusted() throws {
    let bench = try Self.bench()
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    let run = try bench.run("verify", "e.json", "--key", "p256.pub")
    #expect(run.status == 1 && run.output.hasPrefix("NOT VERIFIED  e.json: no signature holds under a key that was given"))
    // Nothing that nobody vouches for is told.
    #expect(!run.output.contains("PASSED"))
    let json = try bench.run("verify", "e.json", "--key", "p256.pub", "--json")
    let verified = try json.json()["verified"].value as? Bool
    #expect(json.status == 1 && verified == false)
    #expect(try bench.run("verify", "e.json", "--key", "p256.pub", "--key", "ed.pub").status == 0)
  }

  @Test func aChangedVerdictIsFound() throws {
    let bench = try Self.bench("1,-5.00,DE\n")
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    try bench.write(
      "forge.py",
      """
      import base64, json
      e = json.load(open('e.json'))
      body = base64.b64decode(e['payload'])
      assert b'"FAILED"' in body
      e['payload'] = base64.b64encode(body.replace(b'"FAILED"', b'"PASSED"')).decode()
      json.dump(e, open('forged.json', 'w'))
      """)
    #expect(try bench.shell("python3 forge.py").status == 0)
    let run = try bench.run("verify", "forged.json", "--key", "ed.pub", "--fail-on", "never")
    #expect(run.status == 1 && run.output.contains("changed after it was signed, or is forged"), "\(run.output)")
  }

  /// A verdict that blocks is signed, but no script takes it for a pass; what is undecided has failed.
  @Test(arguments: [
    ("1,-5.00,DE\n", "FAILED", [1, 1, 0]), ("1,500.00,DE\n", "WARNED", [0, 1, 0]), ("", "FAILED", [1, 1, 0]),
    ("1,5.00,DE\n", "PASSED", [0, 0, 0]),
  ]) func theVerdictIsInTheExitCode(rows: String, verdict: String, codes: [Int32]) throws {
    let bench = try Self.bench(rows)
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    for (failOn, code) in zip(["block", "warn", "never"], codes) {
      let run = try bench.run("verify", "e.json", "--key", "ed.pub", "--fail-on", failOn)
      #expect(run.status == code && run.output.contains(": \(verdict) at the gate merge"), "\(failOn): \(run.all)")
    }
    let lists = try bench.run("verify", "e.json", "--key", "ed.pub", "--json").json()
    #expect(lists["failed"].items.isEmpty == (verdict != "FAILED"))
    #expect(lists["warned"].items.isEmpty == (verdict != "WARNED"))
  }

  /// What a waiver excuses did not pass.
  @Test func whatIsExcusedIsNotAmongThePassed() throws {
    let waivers = """
      assay_waivers: 1
      waivers:
        - { clause: orders/amount/cell.below_minimum, ceiling: 1, reason: "refunds", owner: ada@example.com,
            issue: "https://example.com/issues/7", expires: 2026-12-31 }

      """
    let bench = try Self.bench("1,-5.00,DE\n")
    try bench.write("w.yaml", waivers)
    _ = try bench.run(
      "check", "orders.assay.yaml", "--digests", "--json", "r.json", "--quiet", "--now", Bench.now, "--waivers", "w.yaml")
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    let run = try bench.run("verify", "e.json", "--key", "ed.pub", "--json")
    let json = try run.json()
    #expect(run.status == 0 && json["result"].string == "PASSED", "\(run.all)")
    #expect(json["warned"].items.map(\.string) == ["orders/amount/cell.below_minimum"])
    #expect(json["configuration"].items.map { $0["role"].string } == ["contract", "policy", "waivers", "run"])
  }

  /// Option → what it finds.
  @Test func otherFilesAreFound() throws {
    let bench = try Self.bench()
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    try bench.write("other", "x")
    for (words, problem) in [
      (["--data", "other"], "other has the digest sha256:2d711642"), (["--contract", "other"], "the contract that was signed has"),
      (["--policy", "other"], "the policy that was signed has the digest"), (["--gate", "promotion"], "the gate merge decided, not"),
    ] {
      let run = try bench.run(["verify", "e.json", "--key", "ed.pub"] + words)
      #expect(run.status == 1 && run.output.contains("\n  \(problem)"), "\(run.all)")
    }
    try bench.write("copy.csv", try bench.text("orders.csv"))
    #expect(try bench.run("verify", "e.json", "--key", "ed.pub", "--data", "copy.csv").status == 0)
    for words in [["verify", "absent.json"], ["verify", "e.json", "--data", "absent.csv"]] {
      let run = try bench.run(words + ["--key", "ed.pub"])
      #expect(run.status == 3 && run.complaints.contains("does not exist"), "\(run.all)")
    }
  }

  /// A statement of another kind that the same key signed does not pass for a verdict.
  @Test func aLedgersHeadIsNoVerdict() throws {
    let bench = try Self.bench()
    _ = try bench.run("check", "orders.assay.yaml", "--ledger", "l.db", "--quiet")
    _ = try bench.run("sign", "--ledger-head", "--ledger", "l.db", "--key", "ed.pem", "--out", "h.json")
    let run = try bench.run("verify", "h.json", "--key", "ed.pub")
    #expect(run.status == 1 && run.output.contains("no verdict on data, but urn:assay:ledger-head:v0.1"), "\(run.all)")
    let free = try bench.run("verify", "h.json", "--key", "ed.pub", "--fail-on", "never")
    #expect(free.status == 0 && free.output.hasPrefix("VERIFIED  h.json: a ledger of 2 entries, "), "\(free.all)")
  }

  @Test func aPrivateKeyThatOthersCanReadIsRefused() throws {
    let bench = try Self.bench()
    for mode in ["640", "604", "620", "601", "644"] {
      _ = try bench.shell("chmod \(mode) ed.pem")
      let run = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
      #expect(run.status == 2 && run.complaints.contains("the private key ed.pem is open to others: its mode is \(mode)"))
      #expect(run.complaints.contains("help: `chmod 600 ed.pem`"), "\(run.complaints)")
    }
    #expect(!bench.exists("e.json"))
    _ = try bench.shell("chmod 400 ed.pem; ln -s ed.pem link.pem; mkfifo pipe.pem; chmod 600 pipe.pem")
    #expect(try bench.run("sign", "r.json", "--key", "link.pem", "--out", "e.json").status == 0)
    let pipe = try bench.run("sign", "r.json", "--key", "pipe.pem")
    #expect(pipe.status == 2 && pipe.complaints.contains("pipe.pem is no regular file"), "\(pipe.all)")
    guard geteuid() == 0 else { return print("skipped: only root can give a key away") }
    _ = try bench.shell("chown 12345 ed.pem")
    let alien = try bench.run("sign", "r.json", "--key", "ed.pem")
    #expect(alien.status == 2 && alien.complaints.contains("belongs to user 12345"), "\(alien.all)")
  }

  @Test func whatIsNoKeyOfOursIsNamed() throws {
    let bench = try Self.bench()
    let make = """
      umask 077
      openssl genpkey -algorithm RSA -out rsa.pem 2> /dev/null; openssl pkey -in rsa.pem -pubout -out rsa.pub
      openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.pem
      openssl pkey -in ed.pem -aes256 -passout pass:x -out enc.pem
      openssl ec -in p256.pem -aes256 -passout pass:x -out old.pem 2> /dev/null
      openssl pkey -in p256.pem -pubout -ec_conv_form compressed -out compressed.pub
      cat ed.pem p256.pem > two.pem; cat ed.pub p256.pub > two.pub; echo x > text.pem; head -c 70000 /dev/zero > big.pem
      openssl req -x509 -key ed.pem -subj /CN=x -out cert.pub
      """
    let made = try bench.shell(make)
    #expect(made.status == 0, "\(made.output)")
    for (key, complaint) in [
      ("rsa.pem", "rsa.pem is a key of the kind RSA; Ed25519 and"), ("p384.pem", "p384.pem is a key of the kind EC secp384r1"),
      ("enc.pem", "enc.pem is encrypted, and no passphrase is asked for"), ("old.pem", "old.pem is encrypted"),
      ("two.pem", "two.pem holds more than one private key"), ("text.pem", "text.pem is no private key in PEM"),
      ("ed.pub", "ed.pub is a public key, where a private one was expected"), ("big.pem", "big.pem is no key: it is larger"),
      ("absent.pem", "the key absent.pem cannot be read: No such file"), (".", "the key . is no regular file"),
    ] {
      let run = try bench.run("sign", "r.json", "--key", key)
      #expect(run.status == 2 && run.output.isEmpty && run.complaints.hasPrefix("assay: \(complaint)"), "\(run.all)")
    }
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    for (key, complaint) in [
      ("ed.pem", "ed.pem is a private key, where a public one was expected"), ("rsa.pub", "rsa.pub is a key of the kind RSA"),
      ("two.pub", "two.pub holds more than one thing"), ("text.pem", "text.pem is no public key in PEM"),
      ("cert.pub", "cert.pub is no public key in PEM"), ("compressed.pub", "compressed.pub spells its curve or point"),
      ("absent.pub", "absent.pub does not exist"),
    ] {
      let run = try bench.run("verify", "e.json", "--key", key)
      #expect(run.status == 2 && run.complaints.hasPrefix("assay: \(complaint)"), "\(run.all)")
    }
  }

  @Test func nothingThatIsReadIsWrittenOver() throws {
    let bench = try Self.bench()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db", "--quiet")
    for (words, victim) in [
      (["r.json"], "r.json"), (["r.json"], "ed.pem"), (["--ledger-head", "--ledger", "l.db"], "l.db"),
    ] {
      let before = try bench.shell("sha256sum \(victim)").output
      let run = try bench.run(["sign", "--key", "ed.pem", "--out", victim] + words)
      #expect(run.status == 2 && run.complaints.contains("would overwrite \(victim)"), "\(run.all)")
      #expect(try bench.shell("sha256sum \(victim)").output == before)
    }
  }

  @Test func aResultWithoutDigestsCannotBeSigned() throws {
    let bench = try Self.bench()
    _ = try bench.check("orders.assay.yaml", "--json", "r.json", "--quiet")
    let run = try bench.run("sign", "r.json", "--key", "ed.pem")
    #expect(run.status == 2 && run.complaints.contains("has no SHA-256 of orders.csv"), "\(run.all)")
    #expect(run.complaints.contains("help: `assay check … --digests` computes them"))
    _ = try bench.shell("rm orders.csv")
    _ = try bench.check("orders.assay.yaml", "--digests", "--json", "r.json", "--quiet")
    #expect(try bench.run("sign", "r.json", "--key", "ed.pem").status == 2)
    try bench.write("bad.assay.yaml", "assay: 1\nid: bad\nnothing: here\n")
    _ = try bench.check("bad.assay.yaml", "--json", "r.json", "--quiet")
    let invalid = try bench.run("sign", "r.json", "--key", "ed.pem")
    #expect(invalid.status == 2 && invalid.complaints.contains("no digest of the contract"), "\(invalid.all)")
  }

  @Test func oneContractIsSignedAtATime() throws {
    let bench = try Self.bench()
    try bench.write("users.assay.yaml", Bench.ordersContract.replacingOccurrences(of: "id: orders", with: "id: users"))
    _ = try bench.check("orders.assay.yaml", "users.assay.yaml", "--digests", "--json", "r.json", "--quiet")
    let run = try bench.run("sign", "r.json", "--key", "ed.pem")
    #expect(run.status == 2 && run.complaints.contains("the result is about 2 contracts"), "\(run.all)")
    #expect(run.complaints.contains("help: name one of orders, users with --dataset"))
    #expect(try bench.run("sign", "r.json", "--key", "ed.pem", "--dataset", "users", "--out", "e.json").status == 0)
    #expect(try bench.run("verify", "e.json", "--key", "ed.pub", "--json", "--fail-on", "never").json()["dataset"].string == "users")
    #expect(try bench.run("sign", "r.json", "--key", "ed.pem", "--dataset", "x").complaints.contains("nothing about x"))
  }

  @Test func digestsAreComputedWhereTheyAreAskedFor() throws {
    let bench = try Bench.withOrders()
    let plain = try bench.check("orders.assay.yaml", "--json", "-").output
    let digested = try bench.check("orders.assay.yaml", "--digests", "--json", "-").output
    let sum = try bench.shell("sha256sum orders.csv").output.prefix(64)
    #expect(digested.contains("sha256:\(sum)") && !plain.contains(String(sum)))
    // Partials carry them, so that what was merged can be signed as well.
    _ = try bench.check("orders.assay.yaml", "--digests", "--partial-out", "p")
    #expect(try bench.run("merge", "p", "--json", "-", "--now", Bench.now).output == digested)
  }
}

/// Heads of the ledger that are signed.
struct SignedHeadTests {
  private func bench() throws -> Bench {
    let bench = try SigningTests.bench()
    for _ in 0..<2 { _ = try bench.check("orders.assay.yaml", "--ledger", "l.db", "--quiet") }
    let sign = try bench.run("sign", "--ledger-head", "--ledger", "l.db", "--key", "ed.pem", "--out", "head.json")
    #expect(sign.status == 0, "\(sign.all)")
    return bench
  }

  private func verify(_ bench: Bench, _ words: String...) throws -> CommandResult {
    try bench.run(["ledger", "verify", "--signed-head", "head.json", "--key", "ed.pub"] + words)
  }

  @Test func aLedgerThatGrewHolds() throws {
    let bench = try bench()
    _ = try bench.check("orders.assay.yaml", "--ledger", "l.db", "--quiet")
    let run = try verify(bench, "--ledger", "l.db")
    #expect(run.status == 0 && run.output.hasPrefix("intact  l.db: 6 entries"), "\(run.all)")
    #expect(run.output.contains("the head that was given is entry 4; 2 newer"))
    _ = try bench.shell("$ASSAY ledger export --ledger l.db > l.jsonl")
    #expect(try verify(bench, "--export", "l.jsonl").status == 0)
  }

  /// What holds by itself, and is not what was signed.
  @Test func aCutTailAndAnotherChainAreFound() throws {
    let bench = try bench()
    _ = try bench.shell("$ASSAY ledger export --ledger l.db | head -n 3 > cut.jsonl")
    #expect(try bench.run("ledger", "verify", "--export", "cut.jsonl").status == 0)
    let cut = try verify(bench, "--export", "cut.jsonl")
    #expect(cut.status == 1 && cut.output.contains("the end of the ledger was cut off, or its chain was written anew"))
    for _ in 0..<3 {
      _ = try bench.run("check", "orders.assay.yaml", "--ledger", "anew.db", "--quiet", "--now", "2026-11-20T12:00:00Z")
    }
    #expect(try bench.run("ledger", "verify", "--ledger", "anew.db").status == 0)
    #expect(try verify(bench, "--ledger", "anew.db").status == 1)
  }

  @Test func aHeadOfAnotherHandIsNoHead() throws {
    let bench = try bench()
    let words = ["ledger", "verify", "--ledger", "l.db", "--signed-head"]
    let stranger = try bench.run(words + ["head.json", "--key", "p256.pub"])
    #expect(stranger.status == 1 && stranger.complaints.contains("head.json: no signature holds"), "\(stranger.all)")
    _ = try bench.run("sign", "r.json", "--key", "ed.pem", "--out", "e.json")
    let result = try bench.run(words + ["e.json", "--key", "ed.pub"])
    #expect(result.status == 1 && result.complaints.contains("is signed, but is no head of a ledger"), "\(result.all)")
    #expect(try bench.run(words + ["absent.json", "--key", "ed.pub"]).status == 2)
    #expect(try bench.run(words + ["head.json"]).complaints.contains("--key names a public key"))
  }

  @Test func aLedgerThatDoesNotHoldIsNotSigned() throws {
    let bench = try bench()
    let change = "DROP TRIGGER entries_are_never_changed; UPDATE entries SET outcome = 'failed' WHERE sequence = 1"
    let edit = try bench.shell("sqlite3 l.db \"\(change)\"")
    #expect(edit.status == 0, "\(edit.output)")
    let run = try bench.run("sign", "--ledger-head", "--ledger", "l.db", "--key", "ed.pem")
    #expect(run.status == 1 && run.output.isEmpty && run.complaints.contains("entry 1"), "\(run.all)")
    _ = try bench.run("ledger", "init", "--ledger", "empty.db")
    let empty = try bench.run("sign", "--ledger-head", "--ledger", "empty.db", "--key", "ed.pem")
    #expect(empty.status == 2 && empty.complaints.contains("has no entries"), "\(empty.all)")
  }
}

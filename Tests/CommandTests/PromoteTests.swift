import Foundation
import TestSupport
import Testing

/// `assay promote` and `assay rollback` by the built binary, on real files.
@Suite struct PromoteTests {
  static let first = "rollback: { none: first version }"

  /// Two versions that were promoted.
  static func twoVersions() throws -> PromotionBench {
    let story = try PromotionBench()
    for (version, data, extra) in [("1.0", "a.csv", Self.first), ("2.0", "b.csv", "")] {
      let trained = try story.train(version, on: data)
      #expect(trained.status == 0, "\(trained.output)")
      try story.describe(version, extra: extra)
      let run = try story.promote()
      #expect(run.status == 0, "\(run.all)")
      #expect(run.output.hasPrefix(version == "1.0" ? "WARN  demand 1.0" : "PASS  demand 2.0"), "\(run.output)")
    }
    return story
  }

  /// Data is found to be bad after a model was promoted with it.
  @Test func fromPassToRollbackToPass() throws {
    let story = try Self.twoVersions()
    let bench = story.bench
    // A blocked attempt first, which must count as nothing.
    try bench.write("model-2.0.bin", "other weights\n")
    let changed = try story.promote()
    #expect(changed.status == 1 && changed.output.contains("✗ reproducibility  model-2.0.bin: it is sha256:"), "\(changed.all)")
    try bench.write("model-2.0.bin", "weights 2.0\n")

    let dry = try bench.run("rollback", "--dataset", "b.csv", "--dry-run", "--now", Bench.now)
    #expect(dry.status == 0 && dry.output.contains("nothing was recorded"), "\(dry.all)")
    let digits = try story.digest("b.csv").dropFirst(7).prefix(12)
    let back = try bench.run(
      "rollback", "--dataset", "orders@\(digits)", "--author", "ada", "--text", "emails of another tenant", "--now",
      Bench.now, "--json", "rollback.json")
    #expect(back.status == 0, "\(back.all)")
    for words in [
      "BAD  dataset orders@\(digits): emails of another tenant", "  job train (entry ", "  model-2.0.bin (sha256:",
      "GO BACK  demand in production: from 2.0 (entry ", ") to 1.0 (entry ", "blocked from now on",
    ] { #expect(back.output.contains(words), "\(words)\n\(back.output)") }
    let json = JSON(try JSONSerialization.jsonObject(with: Data(bench.text("rollback.json").utf8)))
    #expect(json["models"][0]["good"]["version"].string == "1.0" && json["taken_back"].items.count == 1)

    let blocked = try story.promote()
    #expect(blocked.status == 1, "\(blocked.all)")
    #expect(blocked.output.contains("✗ bad versions     b.csv: the rollback in entry"), "\(blocked.output)")

    #expect(try story.train("3.0", on: "c.csv").status == 0)
    try story.describe("3.0")
    let mended = try story.promote()
    #expect(mended.status == 0, "\(mended.all)")
    // Version 2.0 was taken back, so there is only the first to go back to.
    #expect(mended.output.contains("✓ rollback         version 1.0, promoted"), "\(mended.output)")

    #expect(try story.query("SELECT version, verdict FROM promotions ORDER BY sequence") == "version,verdict\n1.0,warn\n2.0,pass\n3.0,pass\n")
    #expect(try story.query("SELECT count(*) AS n FROM acts WHERE kind = 'promotion' AND verdict = 'block'") == "n\n2\n")
    #expect(try story.query("SELECT kind, id FROM bad_versions") == "kind,id\ndataset,orders\n")
    #expect(try story.query("SELECT status FROM promotion_links WHERE link = 'bad_versions' AND verdict = 'block'") == "status\npassed\nfailed\n")
    #expect(try bench.run("ledger", "verify").status == 0)
    let log = try bench.run("ledger", "log", "--kind", "promotion", "--outcome", "block")
    #expect(log.output.contains("promotion gate: block: bad versions"), "\(log.output)")
    let down = try bench.run("lineage", "b.csv", "--down")
    #expect(down.output.contains("rolled back"), "\(down.output)")
  }

  /// A source is withdrawn under the terms of then, and good again once it was refreshed.
  @Test func aSourceGoesBadAndIsRefreshed() throws {
    let story = try PromotionBench()
    let bench = story.bench
    func declare(_ day: String) throws {
      try bench.write(
        "s.sources.yaml",
        """
        assay_sources: 1
        sources:
          - { id: S1, license: CC0-1.0, refreshed_at: 2026-11-01 }
          - { id: S2, license: CC0-1.0, refreshed_at: \(day) }

        """)
    }
    try declare("2026-11-01")
    try bench.write(
      "orders.assay.yaml",
      PromotionBench.contract.replacingOccurrences(
        of: "  - { name: email, type: string, privacy: pii.email }\n",
        with: "  - { name: source, type: string }\nprovenance: { field: source, sources: s.sources.yaml, require: [license] }\n"))
    _ = try bench.shell("git -c user.name=a -c user.email=a@example.com commit -qam sources")
    for (version, rows, extra) in [("1.0", "1,S1\n", Self.first), ("2.0", "1,S1\n2,S2\n", "")] {
      let trained = try story.train(version, on: "\(version).csv", rows: "id,source\n" + rows)
      #expect(trained.status == 0, "\(trained.output)")
      try story.describe(version, extra: extra)
      let run = try story.promote()
      #expect(run.status == 0, "\(run.all)")
    }
    let back = try bench.run(
      "rollback", "--source", "S2", "--refreshed-before", "2026-11-20", "--author", "ada", "--text", "withdrawn", "--now",
      Bench.now)
    #expect(back.status == 0 && back.output.contains("GO BACK  demand in production: from 2.0"), "\(back.all)")
    #expect(back.output.hasPrefix("BAD  source S2, as it was before 2026-11-20: withdrawn\n"), "\(back.output)")
    let blocked = try story.promote()
    #expect(blocked.status == 1 && blocked.output.contains("✗ bad versions     source S2: the rollback"), "\(blocked.all)")
    try declare("2026-11-20")
    let checked = try story.shell("assay check orders.assay.yaml --data 2.0.csv --gate promotion")
    #expect(checked.status == 0, "\(checked.output)")
    let mended = try story.promote()
    #expect(mended.status == 0 && mended.output.contains("version 1.0, promoted"), "\(mended.all)")
  }

  @Test func aVersionOfAModelIsRolledBack() throws {
    let story = try Self.twoVersions()
    let back = try story.bench.run(
      "rollback", "--model", "demand@2.0", "--author", "ada", "--text", "it drifts", "--now", Bench.now)
    #expect(back.status == 0 && back.output.contains("from 2.0") && back.output.contains("to 1.0"), "\(back.all)")
    let again = try story.promote()
    #expect(again.status == 1 && again.output.contains("give what is mended a new version"), "\(again.all)")
    // Both versions bad leaves nothing.
    let stuck = try story.bench.run(
      "rollback", "--model", "demand@1.0", "--author", "ada", "--text", "it too", "--now", Bench.now)
    #expect(stuck.status == 1 && stuck.output.contains("STUCK    demand in production"), "\(stuck.all)")
  }

  @Test func whatNobodyCheckedIsNamedWithTheCommandThatMendsIt() throws {
    let story = try PromotionBench()
    #expect(try story.train("1.0", on: "a.csv", check: false).status == 0)
    try story.describe("1.0", extra: Self.first)
    let unknown = try story.promote()
    #expect(unknown.status == 1, "\(unknown.all)")
    #expect(unknown.output.contains("mend  write a contract for it and check it with --gate promotion"), "\(unknown.output)")
    #expect(story.commands(in: unknown).isEmpty, "\(unknown.output)")
    // By the model, it is known which contract it belongs to.
    let digest = try story.digest("a.csv")
    try story.describe("1.0", extra: "\(Self.first)\ndatasets: [{ contract: orders.assay.yaml, digests: ['\(digest)'] }]")
    let named = try story.promote()
    #expect(story.commands(in: named) == ["assay check orders.assay.yaml --data a.csv --gate promotion"], "\(named.output)")
    #expect(try story.shell("assay check orders.assay.yaml --data a.csv").status == 0)
    let merged = try story.promote()
    #expect(merged.output.contains("others said merge pass"), "\(merged.output)")
    #expect(story.commands(in: merged) == ["assay check orders.assay.yaml --data a.csv --gate promotion"], "\(merged.output)")
    #expect(try story.run(story.commands(in: merged)).status == 0)
    #expect(try story.promote().status == 0)
  }

  @Test func whatIsNotHereIsUndecided() throws {
    let story = try Self.twoVersions()
    _ = try story.bench.shell("rm b.csv")
    let run = try story.promote("--json", "-")
    #expect(run.status == 3, "\(run.all)")
    let json = try run.json()
    #expect(json["verdict"].string == "block" && json["is_inconclusive"].value as? Bool == true)
    let link = json["links"].items.first { $0["kind"].string == "reproducibility" }
    #expect(link?["status"].string == "inconclusive" && link?["broken"][0]["subject"].string == "b.csv")
  }

  @Test func thePolicySetsAgeUsesAndPrivacy() throws {
    let story = try Self.twoVersions()
    let bench = story.bench
    let old = ["--now", "2026-11-29T12:00:00Z"]
    #expect(try story.promote(old[0], old[1]).status == 0)
    try bench.write(
      "assay.policy.yaml",
      """
      assay_policy: 1
      gates:
        promotion:
          max_age: 7d
          privacy: { allow: [internal] }
          uses: { allow: [analytics] }

      """)
    let other = try story.promote()
    #expect(other.status == 1 && other.output.contains("no policy decided"), "\(other.all)")
    #expect(other.unfolded.contains("pii.email, not in the policy's allowed privacy classes (assay.policy.yaml:5)"))
    #expect(other.output.contains("commercial-training: the policy does not allow this use (assay.policy.yaml:6)"))
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { promotion: { max_age: 7d } }\n")
    #expect(try story.shell("assay check orders.assay.yaml --data b.csv --gate promotion").status == 0)
    #expect(try story.promote().status == 0)
    let late = try story.promote(old[0], old[1])
    #expect(late.status == 1 && late.output.contains("the decision is 8d old"), "\(late.all)")
    #expect(late.output.contains("and may be 7d (assay.policy.yaml:2)"), "\(late.output)")
  }

  @Test func aSignatureCanBeAskedFor() throws {
    let story = try Self.twoVersions()
    let bench = story.bench
    let made = try bench.shell(
      """
      openssl genpkey -algorithm ed25519 -out key.pem && chmod 600 key.pem && openssl pkey -in key.pem -pubout -out pub.pem \
      && openssl pkey -pubin -in pub.pem -outform DER | sha256sum
      """)
    #expect(made.status == 0, "\(made.output)")
    try bench.write(
      "assay.policy.yaml", "assay_policy: 1\ngates: { promotion: { require_signature: ['\(made.output.suffix(68).prefix(64))'] } }\n")
    let checked = try story.shell(
      "assay check orders.assay.yaml --data b.csv --gate promotion --json r.json && \"$ASSAY\" sign r.json --key key.pem --out e.json")
    #expect(checked.status == 0, "\(checked.output)")
    let without = try story.promote()
    #expect(without.status == 1 && without.output.contains("✗ signatures       b.csv: no key"), "\(without.all)")
    let with = try story.promote("--attestation", "e.json", "--key", "pub.pem")
    #expect(with.status == 0 && with.output.contains("✓ signatures"), "\(with.all)")
    // An envelope holds for ever, and a young one may be asked for.
    let policy = try bench.text("assay.policy.yaml")
    try bench.write("assay.policy.yaml", policy.replacingOccurrences(of: "{ require", with: "{ max_age: 7d, require"))
    let later = "2026-11-29T12:00:00Z"
    func sign(_ name: String, _ now: String) throws {
      let signed = try bench.shell(
        """
        "$ASSAY" check orders.assay.yaml --data b.csv --gate promotion --json r.json --quiet --now \(now) \
        && "$ASSAY" sign r.json --key key.pem --out \(name)
        """)
      #expect(signed.status == 0, "\(signed.output)")
    }
    try sign("old.json", Bench.now)
    try sign("new.json", later)
    let replayed = try story.promote("--attestation", "old.json", "--key", "pub.pem", "--now", later)
    let unfolded = replayed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(replayed.status == 1 && unfolded.contains("was judged at 2026-11-21T12:00:00Z, longer ago"), "\(replayed.all)")
    let young = try story.promote("--attestation", "new.json", "--key", "pub.pem", "--now", later)
    #expect(young.status == 0, "\(young.all)")
    try bench.write("assay.policy.yaml", policy)
    #expect(try story.shell("assay check orders.assay.yaml --data b.csv --gate promotion").status == 0)
    // Another key may sign as it likes.
    let other = try bench.shell(
      """
      openssl genpkey -algorithm ed25519 -out k2.pem && chmod 600 k2.pem && openssl pkey -in k2.pem -pubout -out p2.pem \
      && "$ASSAY" sign r.json --key k2.pem --out e2.json
      """)
    #expect(other.status == 0, "\(other.output)")
    #expect(try story.promote("--attestation", "e2.json", "--key", "p2.pem").status == 1)
    #expect(try story.promote("--attestation", "e2.json", "--key", "pub.pem").complaints.contains("does not count"))
  }

  @Test func anAttemptIsReplayedYearsLater() throws {
    let story = try Self.twoVersions()
    let entry = try story.query("SELECT max(sequence) AS n FROM promotions").split(separator: "\n")[1]
    _ = try story.bench.run(
      "rollback", "--dataset", "b.csv", "--author", "ada", "--text", "bad", "--now", "2028-01-01T00:00:00Z")
    let same = try story.promote("--replay", String(entry))
    #expect(same.status == 0 && same.output.hasPrefix("PASS"), "\(same.all)")
    #expect(same.complaints.contains("replay: entry \(entry) came to the same"), "\(same.complaints)")
    try story.describe("2.0", extra: "# a remark")
    let other = try story.promote("--replay", String(entry))
    #expect(other.status == 1 && other.complaints.contains("demand.model.yaml is not what was judged"), "\(other.all)")
    #expect(try story.promote("--replay", "1").status == 2)
  }

  @Test func contractsThatTheModelNamesAreRead() throws {
    let story = try PromotionBench()
    #expect(try story.train("1.0", on: "a.csv").status == 0)
    let digest = try story.digest("a.csv")
    try story.describe("1.0", extra: "\(Self.first)\ndatasets: [{ contract: orders.assay.yaml, digests: ['\(digest)'] }]")
    #expect(try story.promote("--dry-run").status == 0)
    try story.describe("1.0", extra: "\(Self.first)\ndatasets: [{ contract: orders.assay.yaml }]")
    #expect(try story.promote("--dry-run").status == 0)
    try story.bench.write("more.csv", "id,email\n7,\n")
    let more = try story.promote("--dry-run")
    #expect(more.status == 1 && more.output.contains("no check saw these bytes"), "\(more.all)")
    try story.describe("1.0", extra: "\(Self.first)\ndatasets: [{ contract: missing.assay.yaml }]")
    #expect(try story.promote("--dry-run").status == 2)
    try story.bench.write("orders.assay.yaml", PromotionBench.contract + "title: new\n")
    try story.describe("1.0", extra: "\(Self.first)\ndatasets: [{ contract: orders.assay.yaml, digests: ['\(digest)'] }]")
    let changed = try story.promote("--dry-run")
    #expect(changed.status == 1 && changed.output.contains("orders.assay.yaml has changed since it was checked"), "\(changed.all)")
  }

  @Test func whatIsWrongIsSaidBeforeAnythingIsDecided() throws {
    let story = try Self.twoVersions()
    let bench = story.bench
    let cases: [([String], String)] = [
      (["promote"], "expected one model"), (["promote", "demand.model.yaml"], "--author"),
      (["promote", "none.model.yaml", "--dry-run"], "none.model.yaml"),
      (["promote", "orders.assay.yaml", "--dry-run"], "This is a contract, where a model was expected"),
      (["promote", "demand.model.yaml", "--dry-run", "--policy", "uv.lock"], "policy"),
      (["promote", "demand.model.yaml", "--dry-run", "--ledger", "none.db"], "none.db"),
      (["promote", "demand.model.yaml", "--dry-run", "--json", "demand.model.yaml"], "would overwrite"),
      (["promote", "demand.model.yaml", "--dry-run", "--attestation", "e.json"], "--key"),
      (["rollback", "--dry-run"], "expected one of --source"), (["rollback", "--source", "S1"], "--author"),
      (["rollback", "--source", "S1", "--dry-run"], "does not know `source:S1`"),
      (["rollback", "--dataset", "modle-2.0.bin", "--dry-run"], "did you mean `model-2.0.bin`"),
      (["rollback", "--dataset", "customers@b.csv", "--dry-run"], "never checked as the dataset customers"),
      (["rollback", "--model", "demand", "--dry-run"], "is not ID@VERSION"),
      (["rollback", "--model", "demand@9", "--dry-run"], "it knows 1.0, 2.0"),
      (["rollback", "--dataset", "b.csv", "--refreshed-before", "2026-01-01", "--dry-run"], "goes with --source"),
      (["rollback", "--source", "S1", "--refreshed-before", "May", "--dry-run"], "is no date"),
    ]
    for (words, expected) in cases {
      let run = try bench.run(words)
      #expect(run.status == 2 && run.all.contains(expected), "\(words): \(run.all)")
    }
    #expect(try bench.run("lint", "demand.model.yaml").status == 0)
    try bench.write("bad.model.yaml", "assay_model: 1\nuses: research\n")
    let lint = try bench.run("lint", ".")
    #expect(lint.status == 2 && lint.output.contains("bad.model.yaml:2:1") && lint.output.contains("did you mean `use`?"), "\(lint.all)")
  }

  @Test func theTextHasColoursOnATerminalOnly() throws {
    let story = try Self.twoVersions()
    #expect(try story.promote("--dry-run", "--color", "always").output.contains("\u{1B}[1;32m✓"))
    #expect(try !story.promote("--dry-run").output.contains("\u{1B}"))
  }
}

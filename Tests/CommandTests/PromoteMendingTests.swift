import Foundation
import TestSupport
import Testing

/// What `assay promote` says of a broken link, and whether doing it mends it.
@Suite struct PromoteMendingTests {
  /// Whatever it says to run, runs, and leads to what it says.
  @Test func whatItSaysToRunMends() throws {
    let story = try PromotionBench()
    let bench = story.bench
    try bench.write("it's orders.assay.yaml", PromotionBench.contract.replacingOccurrences(of: "license: CC-BY-4.0\n", with: ""))
    try bench.write("a b.csv", "id,email\n1,a@example.com\n")
    try bench.write("m.bin", "weights\n")
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { promotion: { max_age: 7d, licenses: { deny: [MIT] } } }\n")
    _ = try bench.shell("mv m.bin model-1.0.bin")
    let trained = try story.shell(
      "assay check \"it's orders.assay.yaml\" --data 'a b.csv' --gate promotion --ledger '.assay/other l.db'; assay record --name"
        + " train --input 'a b.csv' --output model-1.0.bin --environment uv.lock --ledger '.assay/other l.db'")
    #expect(trained.status == 0, "\(trained.output)")
    try story.describe("1.0", extra: PromoteTests.first)
    let blocked = try story.promote("--ledger", ".assay/other l.db")
    #expect(blocked.status == 1 || blocked.status == 3, "\(blocked.all)")
    let command = "assay check 'it'\\''s orders.assay.yaml' --data 'a b.csv' --gate promotion --ledger '.assay/other l.db'"
    #expect(story.commands(in: blocked).contains(command), "\(blocked.output)")
    // The data is checked anew once its contract says what it lacked.
    try bench.write("it's orders.assay.yaml", PromotionBench.contract)
    let run = try story.run([command])
    #expect(run.status == 0, "\(run.output)")
    let mended = try story.promote("--ledger", ".assay/other l.db")
    #expect(mended.status == 0, "\(mended.all)")
    // Another state of the policy, and what the ledger shows of a block.
    try bench.write("assay.policy.yaml", "assay_policy: 1\ngates: { promotion: { max_age: 8d } }\n")
    let changed = try story.promote("--ledger", ".assay/other l.db")
    #expect(changed.status == 1 && changed.output.contains("another state of the policy decided"), "\(changed.all)")
    #expect(try story.run(story.commands(in: changed)).status == 0)
    #expect(try story.promote("--ledger", ".assay/other l.db").status == 0)
    _ = try bench.run(
      "rollback", "--dataset", "a b.csv", "--author", "ada", "--text", "bad", "--ledger", ".assay/other l.db", "--now", Bench.now)
    let bad = try story.promote("--ledger", ".assay/other l.db")
    #expect(bad.status == 1 && story.commands(in: bad).count == 1, "\(bad.all)")
    let shown = try story.run(story.commands(in: bad))
    #expect(shown.status == 0 && shown.output.contains("bad"), "\(shown.output)")
  }

  /// Sentences are folded, commands are not.
  @Test func theTextFitsTheTerminal() throws {
    let story = try PromotionBench()
    #expect(try story.train("1.0", on: "a.csv", check: false).status == 0)
    try story.describe("1.0")
    for width in [80, 100] {
      let text = try story.bench.shell(
        "script -qec 'stty cols \(width); \"$ASSAY\" promote demand.model.yaml --dry-run --all --color never' /dev/null")
      let lines = text.output.split(separator: "\r\n").filter { !$0.contains("run   assay") }
      #expect(lines.count > 10 && lines.allSatisfy { $0.count <= width }, "\(text.output)")
    }
  }

  /// Somebody else's commit, a shallow clone, no repository at all.
  @Test func commitsAreLookedUp() throws {
    let story = try PromoteTests.twoVersions()
    let bench = story.bench
    _ = try bench.shell("git clone -q --no-hardlinks . elsewhere && mv .git hidden")
    let nowhere = try story.promote("--dry-run")
    #expect(nowhere.status == 3 && nowhere.unfolded.contains("git finds no repository in the working"), "\(nowhere.all)")
    #expect(try story.promote("--dry-run", "--repository", "elsewhere").status == 0)
    _ = try bench.shell("git init -q . && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m x")
    let other = try story.promote("--dry-run")
    #expect(other.status == 3 && other.unfolded.contains("is not, or not whole, in"), "\(other.all)")
    #expect(other.unfolded.contains("name the repository that has it with --repository"), "\(other.all)")
    // The commit alone is not enough: every file of it must be there.
    let lost = try bench.shell(
      "id=$(git -C elsewhere rev-parse HEAD:uv.lock) && rm -f elsewhere/.git/objects/${id:0:2}/${id:2}")
    #expect(lost.status == 0, "\(lost.output)")
    #expect(try story.promote("--dry-run", "--repository", "elsewhere").status == 3)
  }

  /// A copied line is no decision.
  @Test func noneLeftIsAWordOfItsOwn() throws {
    let story = try PromoteTests.twoVersions()
    for version in ["1.0", "2.0"] {
      _ = try story.bench.run(
        "rollback", "--model", "demand@\(version)", "--author", "ada", "--text", "it drifts", "--now", Bench.now)
    }
    #expect(try story.train("3.0", on: "c.csv").status == 0)
    try story.describe("3.0", extra: PromoteTests.first)
    let copied = try story.promote()
    #expect(copied.status == 1 && copied.output.contains("was taken back: version 2.0 by entry"), "\(copied.all)")
    try story.describe("3.0", extra: "rollback: { none_left: both drift }")
    let declared = try story.promote()
    #expect(declared.status == 0 && declared.output.hasPrefix("WARN"), "\(declared.all)")
    #expect(declared.output.contains("there is nothing to roll back to: every other version"), "\(declared.output)")
    for wrong in ["{}", "{ none: a, none_left: b }", "{ none_left: '' }", "{ left: a }"] {
      try story.describe("3.0", extra: "rollback: \(wrong)")
      #expect(try story.promote("--dry-run").status == 2, "\(wrong)")
    }
  }
}

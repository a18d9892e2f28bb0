import TestSupport
import Testing

/// `assay lint` and `assay explain`.
struct LintTests {
  @Test func aGoodContractHasNothingWrong() throws {
    let run = try Bench.withOrders().run("lint", "orders.assay.yaml")
    #expect(run.status == 0)
    #expect(run.output == "orders.assay.yaml: nothing wrong\n")
  }

  @Test func everyProblemIsToldInOneGo() throws {
    let bench = try Bench()
    try bench.write(
      "c.assay.yaml",
      "assay: 1\nid: c\ndata: { files: c.csv }\nfeilds: 1\nfields:\n  - { name: a, type: strng, minimum: x }\n")
    let run = try bench.run("lint", "c.assay.yaml")
    #expect(run.status == 2)
    #expect(run.output.contains("c.assay.yaml:4:1: error: Unknown key `feilds`"), "\(run.output)")
    #expect(run.output.contains("c.assay.yaml:6:"))
    #expect(run.output.contains("did you mean `string`?"))
    #expect(run.output.contains("^"))
  }

  /// A manifest as JSONL or CSV may be large and is not kept: no line of it is shown, rather than an empty one.
  @Test(arguments: ["s.sources.jsonl", "s.sources.csv"])
  func aManifestThatIsDataIsToldByItsPlacesAlone(name: String) throws {
    let bench = try Bench()
    try bench.write(name, name.hasSuffix("csv") ? "id,licens\nS1,MIT\n" : "{\"id\": \"S1\", \"licens\": \"MIT\"}\n")
    let run = try bench.run("lint", name)
    #expect(run.status == 2)
    #expect(run.output.contains("\(name):") && run.output.contains("key.unknown"), "\(run.output)")
    #expect(!run.output.contains(" | "), "\(run.output)")
  }

  @Test func clausesThatCannotBeCompiledAreErrors() throws {
    let bench = try Bench()
    try bench.write(
      "c.assay.yaml", "assay: 1\nid: c\ndata: { files: c.csv }\nfields: [{ name: a, type: string, pattern: '(' }]\n")
    let run = try bench.run("lint", "c.assay.yaml")
    #expect(run.status == 2)
    #expect(run.output.contains("not a regular expression"), "\(run.output)")
  }

  @Test func policiesAndWaiversAreLintedToo() throws {
    let bench = try Bench()
    try bench.write("a/x.assay.yaml", Bench.ordersContract)
    try bench.write("a/assay.policy.yaml", "assay_policy: 1\ngates: { mrge: {} }\n")
    try bench.write(
      "a/waivers.yaml",
      "assay_waivers: 1\nwaivers:\n  - { clause: a/b, ceiling: 1, reason: r, owner: o, issue: i, expires: 2026-02-30 }\n")
    let run = try bench.run("lint", "a", "--now", Bench.now)
    #expect(run.status == 2)
    #expect(run.output.contains("a/assay.policy.yaml:2:10: error: "), "\(run.output)")
    #expect(run.output.contains("a/waivers.yaml:3:"), "\(run.output)")
    #expect(run.output.contains("3 files: 2 errors, 0 warnings"), "\(run.output)")
    let missing = try bench.run("lint", "a/absent.assay.yaml", "a/x.assay.yaml")
    #expect(missing.status == 2)
    #expect(missing.output.contains("a/absent.assay.yaml does not exist"))
    #expect(missing.output.contains("2 files: 1 error, 0 warnings"))
  }

  @Test func explainTellsWhatAContractChecks() throws {
    let run = try Bench.withOrders().run("explain", "orders.assay.yaml")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("orders/amount/cell.above_maximum: at most 100 (warns above 0; memory: constant)"))
    let memory = "memory: grows with distinct keys"
    #expect(lines.contains("orders/id/column.duplicate_value: no value twice (blocks above 0; \(memory))"))
    #expect(lines.allSatisfy { $0.contains(": ") })
  }

  /// Those on the dataset as a whole too.
  /// A clause is copied from a report.
  @Test func explainTakesAClauseAsReportsShowIt() throws {
    let bench = try Bench()
    let rule = try bench.run("explain", "cell.missing")
    let clause = try bench.run("explain", "orders/email/cell.missing")
    #expect(clause.status == 0 && clause.output == rule.output && rule.output.contains("cell.missing"))
    let named = try bench.run("explain", "orders/shipped-before-ordered")
    #expect(named.status == 2 && named.complaints.contains("`assay explain CONTRACT` lists"), "\(named.all)")
  }

  @Test func explainTellsTheCostOfEveryClause() throws {
    let bench = try Bench.withOrders()
    let more = """
      rows: { min: 1, per_file: { max: 9 } }
      license: CC-BY-4.0
      uses: [analytics]
      freshness: [{ mtime: true, block_after: 24h }]
      checks: [{ unique: [country, amount] }]

      """
    try bench.write("orders.assay.yaml", Bench.ordersContract + more)
    let run = try bench.run("explain", "orders.assay.yaml")
    #expect(run.status == 0, "\(run.all)")
    let lines = run.output.split(separator: "\n").map(String.init)
    let classes = ["; memory: constant)", "; memory: grows with distinct keys)", "; memory: needs a second dataset)"]
    for line in lines { #expect(classes.contains { line.hasSuffix($0) }, "\(line)") }
    #expect(lines.count { $0.hasSuffix(classes[1]) } == 2)
    for rule in ["rows.too_few", "file.too_many_rows", "license.not_allowed", "data.stale", "record.malformed"] {
      #expect(lines.contains { $0.hasPrefix("orders/\(rule): ") && $0.hasSuffix(classes[0]) }, "\(run.output)")
    }
  }

  /// Another contract's dataset is read for its sources, a manifest is not.
  @Test func explainTellsWhichClausesNeedASecondDataset() throws {
    let bench = try Bench()
    for (sources, cost) in [("{ contract: o.assay.yaml }", "needs a second dataset"), ("s.yaml", "constant")] {
      try bench.writeContract(
        "t", of: "t.csv", fields: "name: s, type: string",
        rest: "provenance: { field: s, sources: \(sources), require: [license], max_age: 30d }")
      let run = try bench.run("explain", "t.assay.yaml")
      let lines = run.output.split(separator: "\n").filter { $0.contains("/source.") }
      #expect(lines.count >= 3 && lines.allSatisfy { $0.hasSuffix("; memory: \(cost))") }, "\(run.all)")
    }
    let folder = try bench.run("explain", ".")
    #expect(folder.status == 2 && folder.complaints.contains("name one contract in it"), "\(folder.all)")
  }

  @Test(arguments: [
    "unique", "cell.missing", "column.order", "rows.too_few", "data.stale", "file.not_pinned", "object.extra_field",
  ])
  func explainKnowsEveryKindOfRule(name: String) throws {
    let run = try assay(["explain", name])
    #expect(run.status == 0)
    #expect(run.output.contains("docs/rules/"))
  }
}

/// What structure, meaning and checks have to say comes in one go.
struct LintInOneGoTests {
  @Test func everyKindOfProblemIsSaidAtOnce() throws {
    let scratch = try Scratch()
    try scratch.write(
      "t.assay.yaml",
      """
      assay: 1
      id: t
      titel: typing mistake
      data: { files: d.csv }
      fields:
        - { name: a, type: integer, minimum: abc }
        - { name: b, type: string, pattern: '[' }
        - { name: c, type: date, layout: '%Q' }
      """)
    let run = try assay(["lint", "t.assay.yaml"], in: scratch.path)
    #expect(run.status == 2)
    for word in ["titel", "abc", "regular expression", "%Q", "4 errors"] { #expect(run.output.contains(word), "\(word)") }
  }
}

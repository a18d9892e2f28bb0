import TestSupport
import Testing

/// `--against`: what a change introduced, and what was there already.
struct AgainstTests {
  /// With the result of these rows in `before.json`.
  private func bench(_ rows: String, contract: String = Bench.ordersContract) throws -> Bench {
    let bench = try Bench.withOrders(rows)
    try bench.write("orders.assay.yaml", contract)
    _ = try bench.check("orders.assay.yaml", "--quiet", "--json", "before.json")
    return bench
  }

  private func check(_ bench: Bench, _ rows: String, _ words: String...) throws -> CommandResult {
    try bench.write("orders.csv", "id,amount,country\n" + rows)
    return try bench.run(
      ["check", "orders.assay.yaml", "--against", "before.json", "--now", Bench.now] + words)
  }

  /// A missing private value was filled in, another one taken away: both look alike, and the key tells.
  @Test(arguments: ["unique: true", ""]) func privateValuesAreToldApartByTheirRecords(unique: String) throws {
    let bench = try Bench()
    let key = unique.isEmpty ? "" : ", \(unique)"
    try bench.write(
      "people.assay.yaml",
      "assay: 1\nid: people\ndata: { files: people.csv }\nfields:\n  - { name: id, type: integer\(key) }\n"
        + "  - { name: email, type: string, required: true, privacy: pii.email }\n  - { name: note, type: string }\n")
    try bench.write("people.csv", "id,email,note\n1,,x\n2,b@example.com,x\n3,,x\n")
    _ = try bench.check("people.assay.yaml", "--json", "before.json")
    // The note of a record that was broken already may change.
    try bench.write("people.csv", "id,email,note\n1,,y\n2,b@example.com,x\n3,,x\n")
    let touched = try bench.check("people.assay.yaml", "--against", "before.json")
    #expect(touched.status == 0 && touched.output.contains("2 already there"), "\(touched.output)")
    #expect(touched.output.contains("by their number") == unique.isEmpty, "\(touched.output)")
    try bench.write("people.csv", "id,email,note\n1,a@example.com,x\n2,,x\n3,,x\n")
    let exchanged = try bench.check("people.assay.yaml", "--against", "before.json")
    #expect(exchanged.status == (unique.isEmpty ? 0 : 1), "\(exchanged.output)")
    if !unique.isEmpty { #expect(exchanged.output.contains("1 new, 1 already there"), "\(exchanged.output)") }
    try bench.write("people.csv", "id,email,note\n1,,x\n2,,x\n3,,x\n")
    let more = try bench.check("people.assay.yaml", "--against", "before.json")
    #expect(more.status == 1 && more.output.contains("1 new, 2 already there"), "\(more.output)")
  }

  /// A change that takes a contract away passes nothing in silence.
  @Test func aContractThatIsGoneIsNamed() throws {
    let bench = try Bench.withOrders()
    try bench.write("more.assay.yaml", Bench.ordersContract.replacing("id: orders\n", with: "id: more\n"))
    _ = try bench.check("more.assay.yaml", "orders.assay.yaml", "--json", "before.json")
    let both = try bench.check("more.assay.yaml", "orders.assay.yaml", "--against", "before.json")
    #expect(!both.output.contains("no such contract"), "\(both.output)")
    let one = try bench.check("orders.assay.yaml", "--against", "before.json", "--json", "-")
    #expect(one.output.contains("before.json holds results of more, and no such contract was checked now"), "\(one.all)")
  }

  @Test func whatWasThereAlreadyOnlyWarns() throws {
    let bench = try bench("1,-5,DE\n2,-6,DE\n")
    // The rows have moved.
    let run = try check(bench, "3,1,DE\n2,-6,DE\n1,-5,DE\n")
    #expect(run.status == 0, "\(run.all)")
    #expect(run.output.hasPrefix("WARN"))
    #expect(run.output.contains("nothing new: the earlier result has 2"), "\(run.output)")
    #expect(run.output.contains("against: 0 new, 2 already there, 0 gone"), "\(run.output)")
    #expect(run.output.contains("against before.json (sha256:"), "\(run.output)")
  }

  @Test func whatIsNewBlocksAndIsShownFirst() throws {
    let bench = try bench("1,-5,DE\n2,-6,DE\n")
    let run = try check(bench, "1,-5,DE\n2,-6,DE\n3,-777,DE\n")
    #expect(run.status == 1)
    #expect(run.output.contains("1 new, 2 already there"), "\(run.output)")
    #expect(run.output.contains("amount: -777"), "\(run.output)")
    #expect(!run.output.contains("amount: -5"), "\(run.output)")
    let json = try check(bench, "1,-5,DE\n3,-777,DE\n", "--json", "-").json()
    let decision = json["contracts"][0]["decision"]
    let change = decision["clauses"][0]["change"]
    #expect(change["kind"].string == "worse")
    #expect(change["before"].int == 2 && change["after"].int == 2 && change["introduced"].int == 1)
    #expect(change["new_exemplars"].items.map(\.int) == [1])
    #expect(decision["comparison"]["gone"].int == 1)
    #expect(decision["basis"]["against"]["path"].string == "before.json")
    let junit = try check(bench, "1,-5,DE\n3,-777,DE\n", "--junit", "-").output
    #expect(junit.contains("value=\"1 new, 1 already there, 1 gone\""), "\(junit)")
  }

  @Test func whatCouldNotBeReadNowBlocks() throws {
    let bench = try bench("1,-5,DE\n")
    let run = try check(bench, "1,-5,DE\n", "--data", "absent.csv")
    #expect(run.status == 3, "\(run.all)")
  }

  @Test func anotherVersionOfTheContractIsSaid() throws {
    let bench = try bench("1,5,DE\n", contract: Bench.ordersContract + "version: 1.0.0\n")
    try bench.write("orders.assay.yaml", Bench.ordersContract + "version: 2.0.0\n")
    let run = try check(bench, "1,5,DE\n")
    #expect(run.output.contains("the earlier result is of version 1.0.0 of the contract, this one of 2.0.0"))
  }

  @Test func whatIsNoResultIsRefused() throws {
    let bench = try bench("1,5,DE\n")
    func refusal(_ words: String...) throws -> String {
      let run = try bench.run(["check", "orders.assay.yaml", "--now", Bench.now] + words)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      return run.complaints
    }
    #expect(try refusal("--against", "orders.csv").contains("orders.csv is no JSON result of assay"))
    #expect(try refusal("--against", "absent.json").contains("absent.json does not exist"))
    #expect(try refusal("--against", "before.json", "--json", "before.json").contains("would overwrite before.json"))
  }

  @Test func aResultOfOtherContractsIsAMistake() throws {
    let bench = try bench("1,-5,DE\n")
    try bench.write("o.assay.yaml", "assay: 1\nid: other\ndata: { files: orders.csv }\nextra_fields: allow\n")
    _ = try bench.check("o.assay.yaml", "--quiet", "--json", "other.json")
    let run = try bench.check("orders.assay.yaml", "--against", "other.json")
    #expect(run.status == 2)
    #expect(run.output.isEmpty, "said before any data is read")
    #expect(run.complaints.contains("other.json holds no result of orders\n  help: it holds other"), "\(run.complaints)")
  }

  /// Refusing it outright would keep out the change that repairs what could not be read.
  @Test func withoutACompleteResultAllCountsAsNew() throws {
    let bench = try bench("1,-5,DE\n")
    _ = try bench.check("orders.assay.yaml", "--quiet", "--data", "absent.csv", "--json", "unread.json")
    try bench.write("broken/orders.assay.yaml", "assay: 1\nid: orders\n")
    _ = try bench.run("check", "broken", "--quiet", "--json", "invalid.json")
    for name in ["unread.json", "invalid.json"] {
      let run = try bench.check("orders.assay.yaml", "--against", name)
      #expect(run.status == 1)
      #expect(run.output.contains("all counts as new, since \(name) holds no complete result of orders: "), "\(run.all)")
    }
    try bench.write("orders.csv", "id,amount,country\n1,5,DE\n")
    #expect(try bench.check("orders.assay.yaml", "--against", "unread.json").status == 0)
  }

  @Test func aNewContractBesideAnOldOneIsAllNew() throws {
    let bench = try bench("1,5,DE\n")
    try bench.write(
      "new.assay.yaml", "assay: 1\nid: new\ndata: { files: new.csv }\nfields: [{ name: a, type: integer }]\n")
    try bench.write("new.csv", "a\nx\n")
    let run = try bench.check("orders.assay.yaml", "new.assay.yaml", "--against", "before.json")
    #expect(run.status == 1)
    #expect(run.output.contains("all counts as new, since before.json holds no result of new"), "\(run.output)")
  }
}

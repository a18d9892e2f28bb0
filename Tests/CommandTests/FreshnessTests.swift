import TestSupport
import Testing

/// How old data is, by each of the three clocks. It is 2026-11-21T12:00:00Z.
struct FreshnessTests {
  private func run(_ type: String, _ value: String, _ freshness: String, files: [String: String] = [:]) throws
    -> CommandResult
  {
    let bench = try Bench()
    for (name, text) in files { try bench.write(name, text) }
    try bench.write("f.csv", "at\n\(value)\n")
    try bench.write(
      "f.assay.yaml",
      "assay: 1\nid: f\ndata: { files: f.csv }\nfields: [{ name: at, \(type) }]\nfreshness: [\(freshness)]\n")
    return try bench.check("f.assay.yaml")
  }

  @Test(
    arguments: [
      // A timestamp, to the second.
      ("type: timestamp", "2026-11-20T12:00:00Z", "{ field: at, block_after: 24h }", 0),
      ("type: timestamp", "2026-11-20T11:59:59Z", "{ field: at, block_after: 24h }", 1),
      ("type: timestamp", "2026-11-20T11:59:59Z", "{ field: at, warn_after: 24h }", 0),
      ("type: timestamp", "2026-11-20T13:00:00+02:00", "{ field: at, block_after: 24h }", 1),
      // A date is the end of that day: in UTC, or in its zone.
      ("type: date", "2026-11-20", "{ field: at, block_after: 12h }", 0),
      ("type: date", "2026-11-20", "{ field: at, block_after: 11h }", 1),
      ("type: date", "2026-11-20", "{ field: at, block_after: 7h, time_zone: America/New_York }", 0),
      ("type: date", "2026-11-20", "{ field: at, block_after: 12h, time_zone: Europe/Berlin }", 1),
      ("type: date", "2026-11-21", "{ field: at, block_after: 1h }", 0),
      // Without a zone, the clause says which.
      (
        "type: timestamp, zone: forbidden", "2026-11-21T12:30:00",
        "{ field: at, block_after: 1h, time_zone: Europe/Berlin }", 0
      ),
      (
        "type: timestamp, zone: forbidden", "2026-11-21T11:59:00",
        "{ field: at, block_after: 1h, time_zone: Europe/Berlin }", 1
      ),
      // The future would make stale data look fresh.
      ("type: timestamp", "2026-11-21T12:04:00Z", "{ field: at, block_after: 1h }", 0),
      ("type: timestamp", "2026-11-21T13:00:00Z", "{ field: at, block_after: 1h }", 1),
      ("type: timestamp", "2026-11-21T13:00:00Z", "{ field: at, block_after: 1h, future_tolerance: 2h }", 0),
      ("type: date", "2026-11-22", "{ field: at, block_after: 1h }", 1),
    ] as [(String, String, String, Int32)])
  func theNewestEventDecides(type: String, value: String, freshness: String, status: Int32) throws {
    let run = try run(type, value, freshness)
    #expect(run.status == status, "\(run.all)")
  }

  @Test func theAgeIsToldWithItsLimit() throws {
    let run = try run("type: timestamp", "2026-11-18T08:00:00Z", "{ field: at, warn_after: 24h, block_after: 72h }")
    #expect(run.status == 1)
    #expect(
      run.output.contains("3d 4h old (newest 2026-11-18T08:00:00Z), expected block after 72h, warn after 24h"),
      "\(run.output)")
  }

  @Test(
    arguments: [
      ("m.json", "{\"a\": {\"at\": \"2026-11-21T11:30:00Z\"}}", "/a/at", 0),
      ("m.json", "{\"a\": [\"2026-11-19\"]}", "/a/0", 1),
      ("m.yaml", "refreshed_at: 2026-11-21\n", "/refreshed_at", 0),
      ("m.yaml", "refreshed_at: 2026-11-23\n", "/refreshed_at", 1),
      ("m.json", "{\"at\": \"2026-11-21T18:00:00Z\"}", "/at", 1), ("m.json", "{}", "/at", 3),
      ("m.json", "{\"at\": \"soon\"}", "/at", 3),
      ("m.json", "{", "/at", 3), ("absent.json", "", "/at", 3),
    ] as [(String, String, String, Int32)])
  func aManifestSaysWhenDataWasRefreshed(name: String, text: String, pointer: String, status: Int32) throws {
    let files = text.isEmpty ? [:] : [name: text]
    let run = try run(
      "type: string", "x", "{ manifest: { file: \(name), pointer: \(pointer) }, block_after: 1h }", files: files)
    #expect(run.status == status, "\(run.all)")
  }

  @Test func theModificationTimeIsAClock() throws {
    let bench = try Bench()
    try bench.write("f.csv", "a\n1\n")
    try bench.writeContract(
      "f", of: "f.csv", fields: "name: a, type: integer", rest: "freshness: [{ mtime: true, block_after: 1d }]")
    _ = try bench.shell("touch -d 2026-11-20T12:00:01Z f.csv")
    let fresh = try bench.check("f.assay.yaml")
    #expect(fresh.status == 0)
    #expect(!fresh.output.contains("git checkout"))
    _ = try bench.shell("touch -d 2026-11-20T11:59:59Z f.csv")
    #expect(try bench.check("f.assay.yaml").status == 1)
    _ = try bench.shell("touch -d 2026-11-22T00:00:00Z f.csv")
    let future = try bench.check("f.assay.yaml")
    #expect(future.status == 1)
    #expect(future.output.contains("1 in the future"), "\(future.output)")
    // A pipe was always written just now.
    #expect(try bench.shell("cat f.csv | \"$ASSAY\" check f.assay.yaml --data -").status == 3)
    try bench.write(".git/HEAD", "")
    _ = try bench.shell("touch -d 2026-11-21T11:00:00Z f.csv")
    let checkout = try bench.check("f.assay.yaml")
    #expect(checkout.status == 0)
    #expect(checkout.output.contains("f.csv lies in a git checkout, which resets modification times"))
  }
}

import Foundation
import TestSupport
import Testing

/// Peak memory of whole runs, measured by `Benchmarks/measure.c`.
struct MemoryTests {
  let bench: Bench
  let measure: String

  init() throws {
    bench = try Bench()
    measure = bench.path("measure")
    let source = Repository.path("Benchmarks/measure.c")
    let compiler = try program("/usr/bin/env", ["cc", "-O2", "-o", measure, source])
    try #require(compiler.status == 0, "\(compiler.all)")
    try bench.write("data.assay.yaml", """
      assay: 1
      id: data
      data: { files: data.csv }
      fields:
        - { name: id, type: integer, required: true }
        - { name: text, type: string, required: true }
        - { name: score, type: decimal, minimum: 0, maximum: 100 }

      """)
  }

  @Test func aLargeFileTakesNoMoreThanASmallOne() throws {
    try writeData(of: 300 << 20, text: "the quick brown fox, \"\"said\"\" he,\n jumps")
    let run = try peak("MEASURED check data.assay.yaml --threads 2")
    #expect(run.code == 0, "\(run.output)")
    #expect(run.mebibytes <= 64)
  }

  @Test func recordsOfOneMebibyteFit() throws {
    try writeData(of: 300 << 20, text: String(repeating: "lorem, ipsum ", count: (1 << 20) / 13))
    let run = try peak("MEASURED check data.assay.yaml --threads 2")
    #expect(run.code == 0, "\(run.output)")
    #expect(run.mebibytes <= 64)
  }

  @Test func recordsThatAreShownAreNotKept() throws {
    try writeData(of: 150 << 20, text: String(repeating: "\"\"", count: (1 << 19) - 20))
    let rule = "assay: 1\nid: strict\ndata: { files: data.csv }\nextra_fields: allow\norder: any\n"
    try bench.write("strict.assay.yaml", rule + "fields: [{ name: score, type: decimal, maximum: 10 }]\n")
    let run = try peak("MEASURED check strict.assay.yaml --threads 2")
    #expect(run.code == 1, "\(run.output)")
    #expect(run.mebibytes <= 64)
  }

  /// Records of a mebibyte that are all cells or values, for more threads than the machine may have.
  @Test(arguments: [2, 4, 16], Dense.all)
  func recordsOfManyValuesFit(threads: Int, _ data: Dense) throws {
    let fields = data.fields.map { "  - { name: \"\($0)\", type: integer }\n" }.joined()
    let format = data.head.isEmpty ? "jsonl" : "csv"
    try bench.write(
      "dense.assay.yaml",
      "assay: 1\nid: dense\ndata: { files: dense.\(format) }\nextra_fields: allow\nfields:\n\(fields)\(data.more)")
    let count = ((1 << 20) - data.before.utf8.count - data.after.utf8.count - 1) / data.item.utf8.count
    let record = data.before + String(repeating: data.item, count: count) + data.after + "\n"
    try write(Data(record.utf8), times: 40, behind: data.head, to: "dense.\(format)")
    let run = try peak("MEASURED check dense.assay.yaml --threads \(threads)")
    #expect(run.code == data.code, "\(run.output)")
    #expect(run.mebibytes <= 64)
  }

  struct Dense: CustomTestStringConvertible {
    var testDescription: String
    /// The first line of a CSV file.
    var head = ""
    var before = ""
    var item: String
    var after = ""
    var fields: [String]
    var more = ""
    var code = 0

    static let all = [
      Dense(testDescription: "items", before: "{\"a\":[", item: "1,", after: "1]}", fields: ["a[]"]),
      Dense(
        testDescription: "empty objects", before: "{\"a\":[", item: "{},", after: "1]}",
        fields: ["a[].b", "a[].c", "a[].d", "a[].e"]),
      Dense(
        testDescription: "items of the wrong type", before: "{\"a\":[", item: "\"x\",", after: "1]}", fields: ["a[]"],
        code: 1),
      Dense(testDescription: "undeclared", before: "{\"a\":1,\"b\":[", item: "1,", after: "1]}", fields: ["a"]),
      Dense(testDescription: "no end", before: "{\"a\":[", item: "1,", fields: ["a[]"], code: 1),
      Dense(
        testDescription: "equal items", before: "{\"a\":[", item: "1,", after: "1]}", fields: ["b"],
        more: "  - { name: a, type: array, unique_items: true }\n", code: 1),
      Dense(testDescription: "cells", head: "a,b\n", item: ",", fields: ["a", "b"], code: 1),
      Dense(testDescription: "quoted cells", head: "a,b\n", item: "\"\",", fields: ["a", "b"], code: 1),
      Dense(testDescription: "blank lines", head: "a,b\n", item: "\n", fields: ["a", "b"], code: 1),
      Dense(testDescription: "short lines", head: "a,b\n", item: "1,2\n", after: "1,2", fields: ["a", "b"]),
    ]
  }

  @Test(arguments: ["1,", "1,\""])
  func aRecordWithoutAnEndIsRefusedWithoutBeingHeld(start: String) throws {
    let head = "printf 'id,text,score\\n\(start.replacing("\"", with: "\\\""))'"
    let endless = "(\(head); head -c 400M /dev/zero | tr '\\0' a)"
    let run = try peak("\(endless) | MEASURED check data.assay.yaml --threads 2 --data -")
    #expect(run.code == 1)
    #expect(run.output.contains("record too long"))
    #expect(run.mebibytes <= 128)
  }

  /// A file of equal records, `text` quoted.
  private func writeData(of byteCount: Int, text: String) throws {
    let record = "4711,\"\(text)\",12.50\n"
    let block = Data(String(repeating: record, count: max(1, (1 << 20) / record.utf8.count)).utf8)
    try write(block, times: byteCount / block.count, behind: "id,text,score\n", to: "data.csv")
  }

  private func write(_ block: Data, times: Int, behind head: String, to name: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: try bench.write(name, head)))
    try file.seekToEnd()
    for _ in 0..<times { try file.write(contentsOf: block) }
    try file.close()
  }

  /// A shell line in which `MEASURED` stands for the binary; what it took.
  private func peak(_ line: String) throws -> (code: Int, mebibytes: Double, output: String) {
    let output = try bench.shell(line.replacing("MEASURED", with: "\(measure) report 60 \"$ASSAY\"")).output
    let report = try bench.text("report").split(separator: " ")
    let kibibytes = try #require(Double(report[2]))
    print("peak: \(Int(kibibytes / 1024)) MiB")
    return (try #require(Int(report[3].trimmingCharacters(in: .newlines))), kibibytes / 1024, output)
  }
}

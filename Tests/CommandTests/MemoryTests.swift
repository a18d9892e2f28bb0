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
    let path = try bench.write("data.csv", "id,text,score\n")
    let record = "4711,\"\(text)\",12.50\n"
    let block = Data(String(repeating: record, count: max(1, (1 << 20) / record.utf8.count)).utf8)
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    for _ in 0..<(byteCount / block.count) { try file.write(contentsOf: block) }
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

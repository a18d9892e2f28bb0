import TestSupport
import Testing

/// Sentences that people met and stumbled over.
struct WordingTests {
  @Test func aFieldThatNoOneDeclaredIsNamed() throws {
    let scratch = try Scratch()
    try scratch.write("t.jsonl", "{\"a\":1}\n{\"b\":2}\n")
    try scratch.write(
      "t.assay.yaml", "assay: 1\nid: t\ndata: { files: t.jsonl }\nfields:\n  - { name: a, type: integer }\n")
    let text = try assay(["check", "t.assay.yaml"], in: scratch.path).output
    #expect(text.contains("expected only declared fields; at /b"))
  }

  @Test func aQuestionEndsWithOneMark() throws {
    let scratch = try Scratch()
    try scratch.write("t.assay.yaml", "assay: 1\nid: t\ndata: { files: t.csv }\nlicense: Apache2\n")
    let complaints = try assay(["lint", "t.assay.yaml"], in: scratch.path)
    #expect((complaints.output + complaints.complaints).contains("did you mean `Apache-2.0`? [license.invalid]"))
  }

  @Test func aKeywordForAllTypesSaysSo() throws {
    let text = try assay(["explain", "cell.missing"]).output
    #expect(text.contains("place  a field of every type\n"))
  }
}

/// JSON of RFC 8259, strictly: no comments, no trailing commas, no duplicate keys, nothing after the value.
package enum JSON {
  /// Reads one value. A lone surrogate, which RFC 8259 leaves open, is refused, since no string can hold it.
  package static func parse(_ bytes: [UInt8], depthLimit: Int = 512) throws(MarkupProblem) -> Node {
    if let problem = SourceText.encodingProblem(in: bytes) { throw problem }
    var scanner = JSONScanner(bytes, depthLimit: depthLimit)
    return try scanner.document()
  }
}

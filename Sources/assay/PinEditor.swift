import Contracts
import Markup
import Validation

/// A file and the digest that it shall have.
struct NewPin {
  /// As the data's paths are written.
  let path: String
  /// As seen from the file that will hold the pin.
  let name: String
  let digest: Digest
}

/// Puts pins into a contract's text: digests are exchanged where they stand, what is new comes after them, what is gone
/// goes. Every other character stays, comments and blank lines among the pins too.
struct PinEditor {
  /// The text is written in a way that cannot be edited safely.
  struct Refusal: Error {
    let message: String
    let advice: String
  }

  let path: String
  private let root: Node?
  private let mark: String
  private let lineEnd: String
  /// Without their line ends.
  private var lines: [[Unicode.Scalar]]

  init(source: [UInt8], path: String) {
    self.path = path
    root = YAML.parse(source).root
    var scalars = Array(String(decoding: source, as: UTF8.self).unicodeScalars)
    mark = scalars.first == "\u{FEFF}" ? "\u{FEFF}" : ""
    if !mark.isEmpty { scalars.removeFirst() }
    lines = scalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    lineEnd = lines.count > 1 && lines[0].last == "\r" ? "\r\n" : "\n"
    if lineEnd == "\r\n" { for i in lines.indices where lines[i].last == "\r" { lines[i].removeLast() } }
  }

  /// The contract's text with these pins and no others.
  func replacing(with pins: [NewPin]) throws(Refusal) -> String {
    var editor = self
    if let entry = root?.entry("pins") {
      try editor.update(entry, pins)
    } else {
      try editor.append("pins:", pins.map { "  \($0.line)" })
    }
    let text = editor.text
    try editor.verify(text, pins)
    return text
  }

  /// The contract's text, naming a manifest.
  func naming(manifest: String) throws(Refusal) -> String {
    var editor = self
    try editor.append("pins: \(NewPin.quoted(manifest))", [])
    return editor.text
  }

  private var text: String {
    var view = String.UnicodeScalarView()
    for (number, line) in lines.enumerated() {
      if number > 0 { view.append(contentsOf: lineEnd.unicodeScalars) }
      view.append(contentsOf: line)
    }
    return mark + String(view)
  }

  private mutating func append(_ head: String, _ rest: [String]) throws(Refusal) {
    guard root?.isFlow != true else { throw refusal("it is written in braces") }
    while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
    let end = lines.last.map { String(String.UnicodeScalarView($0)) } == "..." ? lines.count - 1 : lines.count
    let block = ["", "# Written by `assay pin`: the bytes that were approved.", head] + rest
    lines.insert(contentsOf: block.map { Array($0.unicodeScalars) }, at: end)
    lines.append([])
  }

  private func refusal(_ why: String) -> Refusal {
    Refusal(
      message: "the pins of \(path) cannot be edited safely: \(why)",
      advice: "write `pins:` as one `file: digest` to a line, or use --manifest")
  }
}

extension PinEditor {
  private mutating func update(_ entry: Node.Entry, _ pins: [NewPin]) throws(Refusal) {
    guard let entries = entry.value.entries else { throw refusal("they are no list of files") }
    let directory = Path.directory(of: path)
    let old = entries.map { (entry: $0, path: Path.resolved($0.key.text ?? "", in: directory)) }
    let added = pins.filter { pin in !old.contains { $0.path == pin.path } }
    let gone = old.filter { item in !pins.contains { $0.path == item.path } }
    for item in old {
      guard let pin = pins.first(where: { $0.path == item.path }) else { continue }
      try exchange(item.entry.value, for: pin.digest)
    }
    guard !added.isEmpty || !gone.isEmpty else { return }
    guard !entry.value.isFlow else { throw refusal("they are written in braces, and files came or went") }
    try insert(added, after: entries, of: entry)
    // From the last line up, so that the numbers of those before stay right.
    for item in gone.sorted(by: { $0.entry.key.line > $1.entry.key.line }) {
      guard item.entry.key.line == item.entry.value.line else { throw refusal("a pin goes over several lines") }
      lines.remove(at: item.entry.key.line - 1)
    }
  }

  /// Replaces a digest where it stands, in quotes or without.
  private mutating func exchange(_ node: Node, for digest: Digest) throws(Refusal) {
    let old = Array((node.text ?? "").unicodeScalars)
    guard lines.indices.contains(node.line - 1) else { throw refusal("line \(node.line) is not there") }
    let line = lines[node.line - 1]
    var start = node.column - 1
    if line.indices.contains(start), line[start] == "'" || line[start] == "\"" { start += 1 }
    guard start + old.count <= line.count, line[start..<(start + old.count)].elementsEqual(old) else {
      throw refusal("line \(node.line) holds no digest")
    }
    lines[node.line - 1].replaceSubrange(start..<(start + old.count), with: Array("\(digest)".unicodeScalars))
  }

  private mutating func insert(_ added: [NewPin], after entries: [Node.Entry], of pins: Node.Entry) throws(Refusal) {
    guard let last = entries.last else { throw refusal("there are none") }
    let indent = String(repeating: " ", count: last.key.column - 1)
    lines.insert(contentsOf: added.map { Array((indent + $0.line).unicodeScalars) }, at: last.value.line)
  }

  /// Reads the new text again: what it pins must be what was asked for.
  private func verify(_ text: String, _ pins: [NewPin]) throws(Refusal) {
    let directory = Path.directory(of: path)
    let entries = YAML.parse(Array(text.utf8)).root?["pins"]?.entries ?? []
    let found = entries.map { "\(Path.resolved($0.key.text ?? "", in: directory)) \($0.value.text ?? "")" }
    guard found.sorted() == pins.map({ "\($0.path) \($0.digest)" }).sorted() else {
      throw refusal("its lines are not where they seem to be")
    }
  }
}

extension NewPin {
  fileprivate var line: String { "\(Self.quoted(name)): \(digest)" }

  static func quoted(_ name: String) -> String {
    let isPlain = name.first != "-" && !name.hasPrefix("...") && !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/".contains($0)) }
    guard !isPlain else { return name }
    return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// A line of `sha256sum`: a name with a backslash or line break is escaped, and the line says so at its start.
  var sumLine: String {
    let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\n": "\\n", "\r": "\\r"]
    let needsEscapes = name.unicodeScalars.contains { escapes[$0] != nil }
    let shown = name.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    return (needsEscapes ? "\\" : "") + "\(digest.hex)  \(shown)\n"
  }
}

/// Builds the tree from events. What can be passed over is collected; what cannot is thrown.
struct YAMLComposer {
  private let limits: YAML.Limits
  private(set) var problems: [MarkupProblem] = []
  private var anchors: [String: Anchor] = [:]
  private var aliasedNodes = 0

  private enum Anchor {
    /// Still being read, so that an alias to it would never end.
    case open
    case complete(Node, count: Int)
  }

  private typealias Composed = (node: Node, count: Int)

  init(limits: YAML.Limits) { self.limits = limits }

  mutating func document(from events: UnsafeYAMLEvents) throws(MarkupProblem) -> Node? {
    guard case .documentStart = try events.next().kind else { return nil }
    let root = try node(startingWith: try events.next(), in: events, depth: 1).node
    let end = try events.next()
    if case .documentStart = end.kind {
      throw MarkupProblem(
        code: "yaml.documents", "The file holds a second document.", line: end.line, column: end.column,
        advice: "Put each document in its own file.")
    }
    return root
  }

  private mutating func node(startingWith event: YAMLEvent, in events: UnsafeYAMLEvents, depth: Int)
    throws(MarkupProblem) -> Composed
  {
    guard depth <= limits.depth else {
      throw MarkupProblem(
        code: "markup.too_deep", "The text is nested more than \(limits.depth) levels deep.", line: event.line,
        column: event.column)
    }
    refuseTag(of: event)
    if case .alias(let name) = event.kind { return try expanded(name, at: event) }
    if let anchor = event.anchor { anchors[anchor] = .open }
    let composed = try collected(event, in: events, depth: depth)
    if let anchor = event.anchor { anchors[anchor] = .complete(composed.node, count: composed.count) }
    return composed
  }

  private mutating func collected(_ event: YAMLEvent, in events: UnsafeYAMLEvents, depth: Int)
    throws(MarkupProblem) -> Composed
  {
    func node(_ content: Node.Content) -> Node { Node(line: event.line, column: event.column, content) }
    switch event.kind {
    case .scalar(let text, let style):
      return (node(.scalar(text: text, style: style)), 1)
    case .sequenceStart(let isFlow):
      let (items, count) = try items(in: events, depth: depth)
      return (node(.sequence(items, isFlow: isFlow)), count + 1)
    case .mappingStart(let isFlow):
      let (entries, count) = try entries(in: events, depth: depth)
      return (node(.mapping(entries, isFlow: isFlow)), count + 1)
    case .documentStart, .alias, .collectionEnd, .streamEnd:
      throw MarkupProblem(code: "yaml.syntax", "A value is missing here.", line: event.line, column: event.column)
    }
  }

  private mutating func items(in events: UnsafeYAMLEvents, depth: Int) throws(MarkupProblem) -> ([Node], Int) {
    var items: [Node] = []
    var total = 0
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind { return (items, total) }
      let (item, count) = try node(startingWith: event, in: events, depth: depth + 1)
      items.append(item)
      total += count
    }
  }

  private mutating func entries(in events: UnsafeYAMLEvents, depth: Int) throws(MarkupProblem) -> ([Node.Entry], Int) {
    var entries: [Node.Entry] = []
    var firstLines: [[UInt8]: Int] = [:]
    var total = 0
    while true {
      let event = try events.next()
      if case .collectionEnd = event.kind { return (entries, total) }
      let (key, keyCount) = try node(startingWith: event, in: events, depth: depth + 1)
      let (value, valueCount) = try node(startingWith: try events.next(), in: events, depth: depth + 1)
      total += keyCount + valueCount
      if accepts(key, among: &firstLines) { entries.append(Node.Entry(key: key, value: value)) }
    }
  }

  private mutating func accepts(_ key: Node, among firstLines: inout [[UInt8]: Int]) -> Bool {
    guard case .scalar(let text, let style) = key.content else {
      report("key.not_scalar", "A key must be a single value, not a list or a mapping.", at: key)
      return false
    }
    if text == "<<" && style == .plain {
      report(
        "yaml.merge_key", "The merge key `<<` is not part of YAML 1.2 and is not read here.", at: key,
        advice: "Write the keys out.")
      return false
    }
    if let line = firstLines[Array(text.utf8)] {
      report("key.duplicate", "The key `\(text)` is here twice; the first is on line \(line).", at: key)
      return false
    }
    firstLines[Array(text.utf8)] = key.line
    return true
  }

  private mutating func expanded(_ name: String, at event: YAMLEvent) throws(MarkupProblem) -> Composed {
    func problem(_ code: String, _ message: String, _ advice: String?) -> MarkupProblem {
      MarkupProblem(code: code, message, line: event.line, column: event.column, advice: advice)
    }
    switch anchors[name] {
    case nil:
      let advice = suggestion(for: name, among: anchors.keys.sorted()).map { "did you mean `*\($0)`?" }
      throw problem(
        "yaml.alias_unknown", "The alias `*\(name)` names no anchor above it.",
        advice ?? "Text that begins with * goes in single quotes.")
    case .open:
      throw problem("yaml.alias_recursive", "The alias `*\(name)` stands inside its own anchor.", nil)
    case .complete(let node, let count):
      aliasedNodes += count
      guard aliasedNodes <= limits.aliasedNodes else {
        throw problem(
          "yaml.alias_limit", "Aliases stand for more than \(limits.aliasedNodes) values in all.",
          "Write fewer aliases of aliases.")
      }
      return (node, count)
    }
  }

  private mutating func refuseTag(of event: YAMLEvent) {
    guard let tag = event.tag else { return }
    problems.append(
      MarkupProblem(
        code: "yaml.tag", "Tags are not read here: `\(tag)`.", line: event.line, column: event.column,
        advice: "Text that begins with ! goes in single quotes."))
  }

  private mutating func report(_ code: String, _ message: String, at node: Node, advice: String? = nil) {
    problems.append(MarkupProblem(code: code, message, line: node.line, column: node.column, advice: advice))
  }
}

import CLibYAML

/// What libyaml reads next, with its place from 1.
struct YAMLEvent {
  enum Kind {
    case documentStart
    case alias(String)
    case scalar(text: String, style: Node.ScalarStyle)
    case sequenceStart(isFlow: Bool)
    case mappingStart(isFlow: Bool)
    case collectionEnd
    case streamEnd
  }

  var kind: Kind
  var line: Int
  var column: Int
  var anchor: String?
  var tag: String?
}

/// libyaml's parser over bytes that it keeps alive. The only place that touches its pointers.
final class UnsafeYAMLEvents {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// The bytes must be UTF-8.
  init(_ bytes: [UInt8]) throws(MarkupProblem) {
    input = .allocate(capacity: max(bytes.count, 1))
    _ = input.update(fromContentsOf: bytes)
    guard yaml_parser_initialize(parser) == 1 else {
      input.deallocate()
      parser.deallocate()
      throw MarkupProblem(code: "yaml.memory", "There is not enough memory to read the text.", line: 1, column: 1)
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event that says something; after the stream's end there is none to ask for.
  func next() throws(MarkupProblem) -> YAMLEvent {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
      defer { yaml_event_delete(&event) }
      if let result = UnsafeYAMLEvents.converted(event) { return result }
    }
  }

  private static func converted(_ event: yaml_event_t) -> YAMLEvent? {
    func result(_ kind: YAMLEvent.Kind, anchor: UnsafePointer<UInt8>? = nil, tag: UnsafePointer<UInt8>? = nil)
      -> YAMLEvent
    {
      YAMLEvent(
        kind: kind, line: event.start_mark.line + 1, column: event.start_mark.column + 1,
        anchor: anchor.map { String(cString: $0) }, tag: tag.map { String(cString: $0) })
    }
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return result(.documentStart)
    case YAML_STREAM_END_EVENT: return result(.streamEnd)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return result(.collectionEnd)
    case YAML_ALIAS_EVENT: return result(.alias(String(cString: event.data.alias.anchor)))
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let kind = YAMLEvent.Kind.scalar(text: String(decoding: bytes, as: UTF8.self), style: .init(scalar.style))
      return result(kind, anchor: scalar.anchor, tag: scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      let isFlow = start.style == YAML_FLOW_SEQUENCE_STYLE
      return result(.sequenceStart(isFlow: isFlow), anchor: start.anchor, tag: start.tag)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      let isFlow = start.style == YAML_FLOW_MAPPING_STYLE
      return result(.mappingStart(isFlow: isFlow), anchor: start.anchor, tag: start.tag)
    default: return nil
    }
  }

  private func problem() -> MarkupProblem {
    let state = parser.pointee
    let what = state.problem.map { String(cString: $0) } ?? "the text cannot be read"
    if state.error == YAML_READER_ERROR { return characterProblem(what, offset: state.problem_offset) }
    let context = state.context.map { "\(String(cString: $0)), " } ?? ""
    let mark = state.problem_mark
    // What went wrong often began where the context did, or on the line before.
    let lines = [mark.line + 1, state.context_mark.line + 1, mark.line]
    return MarkupProblem(
      code: "yaml.syntax", "This is no YAML: \(context)\(what).", line: mark.line + 1, column: mark.column + 1,
      advice: YAML.advice(on: lines, of: SourceText(Array(input))))
  }

  /// libyaml reads ahead, so that its own mark is not where the character stands.
  private func characterProblem(_ what: String, offset: Int) -> MarkupProblem {
    let before = input.prefix(offset)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return MarkupProblem(
      code: "yaml.character", "The text holds a character that YAML does not allow: \(what).",
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before[lineStart...].count { !UTF8.isContinuation($0) } + 1,
      advice: "Write it as an escape in double quotes: \"\\u0007\".")
  }
}

extension Node.ScalarStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
    default: self = .plain
    }
  }
}

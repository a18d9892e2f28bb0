import Contracts
import Markup

/// Keeps the records of a small dataset whole, each as a mapping whose values know where they stand.
package final class RecordCollector: RecordSplitter {
  package struct Record {
    package var node: Node
    package var file: String
  }

  /// What is too much to keep.
  package struct Limits: Sendable {
    package var records: Int
    package var bytes: Int

    package init(records: Int, bytes: Int) {
      self.records = records
      self.bytes = bytes
    }
  }

  package private(set) var records: [Record] = []
  /// Why not all are kept.
  package private(set) var problem: String?
  private let limits: Limits
  private let dialect: CSVDialect
  private var byteCount = 0

  private init(_ data: DataSource, limits: Limits) {
    dialect = data.csv
    self.limits = limits
  }

  /// Reads all records of a contract's files, whatever it asks of them. What cannot be read, or is malformed, is a
  /// problem: `sources.csv:3: …`.
  package static func read(
    _ contract: Contract, _ options: EvaluationOptions, root: String?, limits: Limits
  ) -> (collector: RecordCollector, paths: [String], digests: [Digest?]) {
    var bare = Contract(id: contract.id, data: contract.data, allowsExtraFields: true, path: contract.path)
    let place = SourceLocation(file: contract.path, line: 1, column: 1)
    bare.clauses = ["data.unreadable", "record.malformed"].map { rule in
      Clause(
        id: ClauseID(contract: contract.id, field: nil, rule: RuleID(rawValue: rule)), rule: RuleID(rawValue: rule),
        keyword: "data", measure: rule == "record.malformed" ? .records : .dataset, location: place)
    }
    var options = options
    options.threadCount = 1
    options.hashesFiles = true
    let collector = RecordCollector(contract.data, limits: limits)
    // Without fields and keywords there is nothing that could not be compiled, but for the reader's dialect.
    options.reader = .simd
    guard let plan = try? Plan(bare, options) else {
      collector.problem = "\(contract.path) cannot be read"
      return (collector, [], [])
    }
    let evaluator = Evaluator(plan, root: root)
    let result = evaluator.run(splitter: collector)
    collector.note(result)
    let digests = result.files.map { file in file.digests.first { $0.algorithm == .sha256 } }
    return (collector, evaluator.paths, digests)
  }

  private func note(_ result: RunResult) {
    if let found = (result.problems + result.files.compactMap(\.problem)).first {
      problem = found.message
    } else if let clause = result.clauses.first(where: { $0.status == .failed }), let first = clause.exemplars.first {
      let what = [first.kind.map { "malformed record (\($0))" }, first.detail].compactMap { $0 }
      problem = "\(first.position.file):\(first.position.line):1: \(what.joined(separator: ": "))"
    }
  }

  package func split(_ block: Block, _ reader: any RecordReader, _ binding: FileBinding, _ evidence: Evidence) {
    let faulty = Set(reader.faults.map(\.record))
    for record in 0..<reader.recordCount where !faulty.contains(record) && problem == nil {
      let bytes = UnsafeBufferPointer(rebasing: block.bytes[reader.bounds(ofRecord: record)])
      let position = evidence.position(evidence.candidate(record: record, item: 0))
      byteCount += bytes.count
      guard records.count < limits.records, byteCount <= limits.bytes else {
        problem = "\(position.file):\(position.line):1: more than \(limits.records) records or \(limits.bytes) bytes"
        return
      }
      let node: Node?
      if let cells = reader.texts(ofRecord: record) {
        node = mapping(cells, binding.names, bytes, line: position.line)
      } else {
        node = (try? JSON.parse(Array(bytes)))?.moved(toLine: position.line)
      }
      guard let node else {
        problem = "\(position.file):\(position.line):1: the record cannot be read"
        return
      }
      records.append(Record(node: node, file: position.file))
    }
  }

  /// A CSV record under its header; what is beyond the header has been a fault.
  private func mapping(_ cells: [[UInt8]], _ names: [String], _ bytes: UnsafeBufferPointer<UInt8>, line: Int) -> Node {
    let places = places(of: bytes, line: line)
    let entries = zip(names, cells).enumerated().map { index, cell in
      let (line, column) = index < places.count ? places[index] : (line, 1)
      let key = Node(line: line, column: column, .scalar(text: cell.0, style: .quoted))
      let text = String(decoding: cell.1, as: UTF8.self)
      return Node.Entry(key: key, value: Node(line: line, column: column, .scalar(text: text, style: .quoted)))
    }
    return Node(line: line, column: 1, .mapping(entries, isFlow: false))
  }

  /// Where each cell of a record begins, as far as quotes and delimiters tell.
  private func places(of bytes: UnsafeBufferPointer<UInt8>, line: Int) -> [(line: Int, column: Int)] {
    var places = [(line: line, column: 1)]
    var (line, column) = (line, 1)
    var isQuoted = false
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if byte == dialect.quote { isQuoted.toggle() }
      if !isQuoted, bytes[i...].starts(with: dialect.delimiter) {
        i += dialect.delimiter.count
        column += dialect.delimiter.count
        places.append((line, column))
        continue
      }
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      i += 1
    }
    return places
  }
}

extension Node {
  /// The same value in a text whose lines before it end at `line - 1`. It is not in YAML, where brackets may be a
  /// mistake that quotes mend.
  fileprivate func moved(toLine line: Int) -> Node {
    var node = self
    node.line += line - 1
    switch content {
    case .scalar: break
    case .sequence(let items, _):
      node.content = .sequence(items.map { $0.moved(toLine: line) }, isFlow: false)
    case .mapping(let entries, _):
      let moved = entries.map { Node.Entry(key: $0.key.moved(toLine: line), value: $0.value.moved(toLine: line)) }
      node.content = .mapping(moved, isFlow: false)
    }
    return node
  }
}

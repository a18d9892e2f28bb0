import Contracts
import Markup

extension ContractCompiler {
  /// The nodes of fields that have a name and a type; the others have been reported.
  private var fieldNodes: [Node] {
    (root["fields"]?.items ?? []).filter { $0["name"]?.text != nil }
  }

  mutating func fields(of data: DataSource) -> [Field] {
    var lines: [[UInt8]: Int] = [:]
    return fieldNodes.map { node in
      let field = field(node, of: data)
      checkSpelling(of: field, at: node)
      checkFormat(of: field, at: node, data)
      let key = Array(field.path.text.utf8)
      if let line = lines[key] {
        report(
          "field.duplicate", "The field `\(field.path)` is declared twice, first on line \(line)",
          at: node["name"] ?? node)
      }
      lines[key] = lines[key] ?? node.line
      return field
    }
  }

  private mutating func field(_ node: Node, of data: DataSource) -> Field {
    let name = node["name"] ?? node
    var field = Field(path: path(name, data), type: type(node), location: location(node))
    field.isOptional = node["optional"]?.flag ?? false
    field.isNullable = node["nullable"]?.flag ?? false
    field.privacy = node["privacy"]?.text.map(PrivacyClass.init)
    field.spelling = spelling(node).filled(from: data.csv.spelling)
    field.title = node["title"]?.text
    if let problem = judges.spellingProblem(field, data.format ?? .csv) { report("field.spelling", problem, at: name) }
    return field
  }

  private func type(_ node: Node) -> FieldType {
    node.entry("type").map(Written.init)?.value?.text.flatMap(FieldType.init) ?? .any
  }

  private mutating func path(_ name: Node, _ data: DataSource) -> FieldPath {
    let text = name.text ?? ""
    if text.isEmpty { report("field.blank_name", "A field's name must not be empty", at: name) }
    guard data.format == .jsonl, !text.isEmpty else { return FieldPath(header: text) }
    if let path = FieldPath(path: text) { return path }
    report(
      "field.bad_path", "`\(text)` is no path into a document", at: name,
      advice: #"Write `meta.url`, `tags[]`, or `a\.b` for one key with a dot in it."#)
    return FieldPath(header: text)
  }

  private mutating func checkFormat(of field: Field, at node: Node, _ data: DataSource) {
    guard data.format == .csv else { return }
    if field.type == .array || field.type == .object {
      report(
        "type.wrong_format", "CSV has no values of type \(field.type.rawValue)", at: node["type"] ?? node,
        advice: "Use `type: string` with `format: json`.")
    }
    if field.isOptional && !data.csv.hasHeader {
      report("header.needed", "Without a header no column can be absent", at: node["optional"] ?? node)
    }
  }

  mutating func addHeaderClauses(_ data: DataSource) {
    switch data.format {
    case .jsonl: addObjectClauses()
    case .csv where data.csv.hasHeader: addColumnClauses()
    case .csv:
      for key in ["order", "extra_fields"] {
        guard let entry = root.entry(key) else { continue }
        report("header.needed", "`\(key)` needs a header, and `header: false` says that there is none", at: entry.key)
      }
    case nil: return
    }
  }

  private mutating func addObjectClauses() {
    if let entry = root.entry("order") {
      report("keyword.wrong_format", "`order` concerns columns, and JSONL has none", at: entry.key)
    }
    let entry = root.entry("extra_fields")
    let written = entry.map(Written.init)
    guard written?.value?.text != "allow", let place = entry?.key ?? root.entry("fields")?.key else { return }
    guard root.entry("fields") != nil else { return }
    add("object.extra_field", keyword: "extra_fields", options: written?.options, at: place)
  }

  private mutating func addColumnClauses() {
    let header = root["data"]?["csv"]?.entry("header")?.key ?? root.entry("data")?.key ?? root
    add("column.duplicate", keyword: "header", measure: .dataset, at: header)
    add("column.blank", keyword: "header", measure: .dataset, at: header)
    guard let fields = root.entry("fields")?.key else { return }
    for (key, rule, lenient) in [("order", "column.order", "any"), ("extra_fields", "column.extra", "allow")] {
      let written = root.entry(key).map(Written.init)
      if written?.value?.text == lenient { continue }
      add(
        RuleID(rawValue: rule), keyword: key, measure: .dataset, options: written?.options, at: written?.key ?? fields)
    }
  }

  mutating func addFieldClauses(_ contract: Contract) {
    for (index, node) in fieldNodes.enumerated() where contract.fields.indices.contains(index) {
      addImpliedClauses(of: contract.fields[index], at: index, node, contract.data)
      let first = clauses.count
      for entry in node.entries ?? [] { addClause(entry, of: contract.fields[index], at: index, contract.data) }
      checkBounds(of: contract.fields[index], clauses[first...])
      checkNullable(node)
    }
  }

  private mutating func addImpliedClauses(of field: Field, at index: Int, _ node: Node, _ data: DataSource) {
    let isCSV = data.format != .jsonl
    let place = (index: index, path: field.path.text)
    if isCSV && data.csv.hasHeader && !field.isOptional {
      add("column.missing", keyword: "fields", field: place, measure: .dataset, at: node)
    }
    guard let entry = node.entry("type") else { return }
    let written = Written(entry)
    if field.type == .any || field.type == .string && isCSV {
      if let options = written.options {
        report(
          "type.never_fails", "Every value is a valid \(field.type.rawValue) here, so that this clause cannot fail",
          at: options, advice: "Write `type: \(field.type.rawValue)`.")
      }
      return
    }
    add("cell.wrong_type", keyword: "type", field: place, options: written.options, at: written.key)
  }

  private mutating func checkNullable(_ node: Node) {
    guard let entry = node.entry("nullable"), entry.value.flag == true else { return }
    if node.entry("required").map(Written.init)?.isSet == true { return }
    report(
      "nullable.no_effect", "`nullable` only softens `required`, which is not here", at: entry.key, level: .warning,
      advice: "Null satisfies every other clause; leave `nullable` out, or add `required: true`.")
  }
}

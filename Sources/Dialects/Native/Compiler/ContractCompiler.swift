import Contracts
import Markup

/// Turns a tree into a contract, reporting what no schema can say.
///
/// What does not have its shape is passed over in silence here: the structure check has reported it.
struct ContractCompiler {
  let root: Node
  let file: String
  let vocabulary: [Keyword]
  let judges: NativeDialect.Judges
  let id: String
  var diagnostics: [Diagnostic] = []
  var clauses: [Clause] = []

  init(root: Node, file: String, vocabulary: [Keyword], judges: NativeDialect.Judges) {
    self.root = root
    self.file = file
    self.vocabulary = vocabulary
    self.judges = judges
    id = root["id"]?.text ?? ""
  }

  mutating func compile() -> Contract {
    let data = dataSource()
    var contract = Contract(
      id: id, version: root["version"]?.text, title: root["title"]?.text, owner: owner, tags: texts(root["tags"]),
      data: data, path: file)
    addDatasetClauses()
    contract.rows = rowBounds()
    addMalformedClause()
    contract.fields = fields(of: data)
    addHeaderClauses(data)
    contract.allowsExtraFields = root.entry("extra_fields").map(Written.init)?.value?.text == "allow"
    contract.allowsAnyOrder = root.entry("order").map(Written.init)?.value?.text == "any"
    addFieldClauses(contract)
    addChecks(contract)
    contract.pins = pins()
    contract.freshness = freshness(contract)
    contract.license = license()
    contract.uses = uses()
    addLicenseCompatibility(contract)
    contract.privacy = privacy(contract)
    contract.provenance = provenance(contract)
    contract.clauses = clauses
    checkIdentities(contract.fields)
    return contract
  }

  private var owner: Owner? {
    guard let node = root["owner"] else { return nil }
    if let team = node.text { return Owner(team: team) }
    return Owner(team: node["team"]?.text, contact: node["contact"]?.text, runbook: node["runbook"]?.text)
  }

  private mutating func addDatasetClauses() {
    add("data.unreadable", keyword: "data", measure: .dataset, at: root.entry("data")?.key ?? root)
  }

  private mutating func addMalformedClause() {
    let entry = root.entry("malformed")
    let place = entry?.key ?? root.entry("data")?.key ?? root
    add("record.malformed", keyword: "malformed", options: entry?.value, at: place)
  }

  /// Two clauses with one identity could not be told apart by waivers, baselines and reports.
  private mutating func checkIdentities(_ fields: [Field]) {
    var firsts: [ClauseID: Clause] = [:]
    for clause in clauses {
      guard let first = firsts[clause.id] else {
        firsts[clause.id] = clause
        continue
      }
      // A field that is declared twice has been reported; its clauses would only repeat that.
      if let a = clause.field, let b = first.field, a != b, fields[a].path == fields[b].path { continue }
      diagnostics.append(
        Diagnostic(
          .error, .semantic, code: "clause.duplicate",
          "This clause has the identity `\(clause.id)`, like the one on line \(first.location.line).",
          at: clause.location, advice: "Give it an `id` of its own."))
    }
  }
}

/// A clause as it is written, short or long.
struct Written {
  var key: Node
  /// What stands after the key, or under `value`.
  var value: Node?
  /// The long form.
  var options: Node?

  init(_ entry: Node.Entry) {
    key = entry.key
    let isLong = entry.value.entries != nil
    options = isLong ? entry.value : nil
    value = isLong ? entry.value["value"] : entry.value
  }

  /// Whether a flag is set: `true`, or a long form that leaves `value` out.
  var isSet: Bool { value.map { $0.flag == true } ?? (options != nil) }
}

extension ContractCompiler {
  func location(_ node: Node) -> SourceLocation { node.location(in: file) }

  func scalar(_ node: Node) -> Scalar? {
    node.text.map { Scalar($0, isNull: node.isNull, isQuoted: node.isQuoted, at: location(node)) }
  }

  func texts(_ node: Node?) -> [String] { (node?.items ?? []).compactMap(\.text) }

  mutating func report(
    _ code: String, _ message: String, at node: Node, level: Diagnostic.Level = .error, advice: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(level, .semantic, code: code, message + ".", at: location(node), advice: advice))
  }
}

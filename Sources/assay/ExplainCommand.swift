import Contracts
import Markup
import Validation

/// `assay explain`: what a contract will be checked for, or what a rule means.
enum ExplainCommand: Command {
  static let description = CommandDescription(
    name: "explain", summary: "Say what a rule means, or what a contract will be checked for.",
    operands: "RULE | CLAUSE | CONTRACT",
    options: [CheckOptions.root],
    discussion: """
      A clause as reports show it, such as orders/email/cell.missing, stands for its rule. A rule has a page of its own
      in docs/rules, with examples.
      """)

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else {
      throw UsageError(
        message: "expected one rule or one contract",
        advice: "name a rule as a report does, such as cell.missing, or a contract file")
    }
    let subject = rule(ofClause: arguments.operands[0]) ?? arguments.operands[0]
    let keywords = Catalog.vocabulary.filter { $0.rule.rawValue == subject || $0.name == subject }
    if !keywords.isEmpty {
      for keyword in keywords { Output.print(text(keyword)) }
      return 0
    }
    if FileKind.isDirectory(subject) {
      throw UsageError(message: "\(subject) is a directory", advice: "name one contract in it")
    }
    if Glob.exists(subject) { return try explain(contract: subject, CheckOptions(arguments)) }
    if let (rule, summary) = Catalog.impliedRules.first(where: { $0.rule.rawValue == subject }) {
      Output.print("\(rule): \(summary)\n  rule   \(rule) (docs/rules/\(rule).md)\n  place  the contract as a whole\n")
      return 0
    }
    let names = Catalog.rules.map(\.rawValue) + Catalog.vocabulary.map(\.name)
    throw UsageError(
      message: "`\(subject)` is no rule, keyword or contract",
      advice: suggestion(for: subject, among: names).map { "did you mean \($0)?" }
        ?? "`assay explain CONTRACT` lists the clauses of a contract with what they ask")
  }

  /// `cell.missing` of `orders/email/cell.missing`, unless a file has that name; `nil` where no rule ends it.
  private static func rule(ofClause text: String) -> String? {
    guard text.contains("/"), !Glob.exists(text) else { return nil }
    let last = Path.name(of: text)
    return Catalog.rules.contains { $0.rawValue == last } ? last : nil
  }

  private static func text(_ keyword: Keyword) -> String {
    let types = keyword.types.map(\.rawValue).sorted().joined(separator: ", ")
    let field = types.isEmpty ? "a field of every type" : "a field of type \(types)"
    return """
      \(keyword.name): \(keyword.summary)
        rule   \(keyword.rule) (docs/rules/\(keyword.rule).md)
        place  \(keyword.place == .field ? field : "checks")
        memory \(memory(keyword.cost))

      """
  }

  private static func memory(_ cost: Keyword.Cost) -> String {
    switch cost {
    case .constant: "constant"
    case .distinctKeys: "grows with distinct keys"
    case .secondDataset: "needs a second dataset"
    }
  }

  /// What is asked of sources is judged by a second dataset, where another contract's is their manifest.
  private static func impliedCost(of clause: Clause, _ contract: Contract) -> Keyword.Cost {
    guard clause.rule.rawValue.hasPrefix("source."), case .contract? = contract.provenance?.manifest else {
      return .constant
    }
    return .secondDataset
  }

  private static func severity(of clause: Clause) -> String {
    let limits = [
      clause.thresholds.blockAbove.map { "blocks above \($0)" },
      clause.thresholds.warnAbove.map { "warns above \($0)" },
    ]
    return limits.compactMap { $0 }.joined(separator: ", ")
  }

  private static func explain(contract path: String, _ options: CheckOptions) throws(UsageError) -> Int32 {
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = reading.plan else { return 2 }
    for (clause, check) in zip(contract.clauses, plan.checks) {
      // What no keyword asks for is judged record by record, or from what was counted.
      let cost = Catalog.vocabulary.first { $0.rule == clause.rule }?.cost ?? impliedCost(of: clause, contract)
      let summary = Catalog.impliedRules.first { $0.rule == clause.rule }?.summary
      let expected = (check?.expected ?? summary).map { ": \($0)" } ?? ""
      Output.print("\(clause.id)\(expected) (\(severity(of: clause)); memory: \(memory(cost)))\n")
    }
    return 0
  }
}

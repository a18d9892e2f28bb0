import Contracts
import Markup
import Validation

/// `assay explain`: what a contract will be checked for, or what a rule means.
enum ExplainCommand: Command {
  static let description = CommandDescription(
    name: "explain", summary: "Say what a rule means, or what a contract will be checked for.",
    operands: "RULE | CONTRACT",
    options: [OptionDescription("root", value: "DIR", "open no file outside of this directory, links followed")],
    discussion: "A rule has a page of its own in docs/rules, with examples.")

  static func run(_ arguments: Arguments, _ words: [String]) throws(UsageError) -> Int32 {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected one rule or one contract") }
    let subject = arguments.operands[0]
    let keywords = Catalog.vocabulary.filter { $0.rule.rawValue == subject || $0.name == subject }
    if !keywords.isEmpty {
      for keyword in keywords { Output.print(text(keyword)) }
      return 0
    }
    if Glob.exists(subject) { return try explain(contract: subject, CheckOptions(arguments)) }
    if Catalog.rules.contains(RuleID(rawValue: subject)) {
      Output.print("\(subject): implied by the contract, see docs/rules/\(subject).md\n")
      return 0
    }
    let names = Catalog.rules.map(\.rawValue) + Catalog.vocabulary.map(\.name)
    throw UsageError(
      message: "`\(subject)` is no rule, keyword or contract",
      advice: suggestion(for: subject, among: names).map { "did you mean \($0)?" })
  }

  private static func text(_ keyword: Keyword) -> String {
    let types = keyword.types.isEmpty ? "every type" : keyword.types.map(\.rawValue).sorted().joined(separator: ", ")
    return """
      \(keyword.name): \(keyword.summary)
        rule   \(keyword.rule) (docs/rules/\(keyword.rule).md)
        place  \(keyword.place == .field ? "a field of type \(types)" : "checks")
        memory \(memory(keyword.cost))

      """
  }

  private static func memory(_ cost: Keyword.Cost) -> String {
    switch cost {
    case .constant: "constant"
    case .distinctKeys: "grows with the number of distinct keys"
    case .secondDataset: "holds the keys of a second dataset"
    }
  }

  private static func explain(contract path: String, _ options: CheckOptions) throws(UsageError) -> Int32 {
    let reading = ContractFiles.read(path, root: options.root, options: options.evaluation)
    if !reading.complaint.isEmpty { Output.complain(reading.complaint) }
    guard !reading.hasErrors, let contract = reading.contract, let plan = try? Plan(contract, options.evaluation)
    else { return 2 }
    for (clause, check) in zip(contract.clauses, plan.checks) {
      let cost = Catalog.vocabulary.first { $0.rule == clause.rule }?.cost ?? .constant
      let expected = check.map { ": \($0.expected)" } ?? ""
      let severity = clause.thresholds.blockAbove.map { "blocks above \($0)" } ?? "warns above \(clause.thresholds.warnAbove.map { "\($0)" } ?? "0")"
      Output.print("\(clause.id)\(expected) (\(severity); memory: \(memory(cost)))\n")
    }
    return 0
  }
}

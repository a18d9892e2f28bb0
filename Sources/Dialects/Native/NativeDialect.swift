import Contracts
import Markup

/// The contract language of this tool: `assay: 1`, in YAML.
package struct NativeDialect: Sendable {
  /// What other rooms know about words that this one only reads. Each returns one sentence, or `nil` when all is well.
  package struct Judges: Sendable {
    /// What is wrong with an SPDX expression.
    package var licenseProblem: @Sendable (String) -> String? = { _ in nil }
    /// A valid SPDX expression in canonical case.
    package var canonicalLicense: @Sendable (String) -> String = { $0 }
    /// What is wrong with a clause's argument for the field's type: `abc` as a bound of integers.
    package var argumentProblem: @Sendable (Clause, Field, DataSource.Format) -> String? = { _, _, _ in nil }
    /// Why values spelled like a field's cannot be read: a layout that is none.
    package var spellingProblem: @Sendable (Field, DataSource.Format) -> String? = { _, _ in nil }

    package init() {}
  }

  private let vocabulary: [Keyword]
  private let judges: Judges
  private let grammar: ContractGrammar

  package init(vocabulary: [Keyword], judges: Judges = Judges()) {
    self.vocabulary = vocabulary
    self.judges = judges
    grammar = ContractGrammar(vocabulary: vocabulary)
  }

  /// Reads a contract and reports all problems in one go, by place. Any error leaves no contract; warnings do not.
  package func read(_ bytes: [UInt8], file: String) -> (contract: Contract?, diagnostics: [Diagnostic]) {
    let (root, problems) = YAML.parse(bytes)
    guard let root else { return (nil, unreadable(problems, file: file)) }
    var structure = StructureCheck(file: file)
    structure.check(root, .mapping(grammar.contract), named: "")
    guard root.entries != nil else { return (nil, structure.diagnostics) }
    var compiler = ContractCompiler(root: root, file: file, vocabulary: vocabulary, judges: judges)
    let contract = compiler.compile()
    let diagnostics = (structure.diagnostics + compiler.diagnostics).sorted()
    return (diagnostics.contains { $0.level == .error } ? nil : contract, diagnostics)
  }

  private func unreadable(_ problems: [MarkupProblem], file: String) -> [Diagnostic] {
    if !problems.isEmpty { return problems.map { Diagnostic($0, file: file) }.sorted() }
    let place = SourceLocation(file: file, line: 1, column: 1)
    return [
      Diagnostic(.error, .structural, code: "contract.empty", "The contract is empty.", at: place)
    ]
  }
}

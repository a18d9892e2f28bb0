import Contracts
import Licensing

/// A contract, compiled: what to decode and what to check.
package struct Plan: Sendable {
  package let contract: Contract
  package let options: EvaluationOptions
  package let decoders: [FieldDecoder]
  /// One for each clause of the contract; `nil` for those that fold no records.
  package private(set) var checks: [(any CompiledCheck)?]
  /// What the contract's provenance names, once it has been read.
  package private(set) var sources: SourceManifest?
  /// What licences allow and ask; with the terms that a policy declares once it has been bound.
  package private(set) var licenseTable = LicenseTable()
  package let masking: Masking

  /// Compiles; throws every clause that makes no sense.
  package init(_ contract: Contract, _ options: EvaluationOptions) throws(PlanProblems) {
    self.contract = contract
    self.options = options
    masking = Masking(contract, masksAll: options.masksAll)
    var problems: [Diagnostic] = []
    var decoders: [FieldDecoder] = []
    let format = contract.data.format ?? .csv
    for field in contract.fields {
      do { decoders.append(try FieldDecoder(field: field, format: format, level: options.kernel ?? .best)) } catch {
        problems.append(
          Diagnostic(.error, .semantic, code: "field.spelling", error.message, at: field.location))
      }
    }
    if let problem = Self.readerProblem(contract, options) { problems.append(problem) }
    guard problems.isEmpty else { throw PlanProblems(diagnostics: problems) }
    self.decoders = decoders
    let context = CheckContext(contract: contract, decoders: decoders, options: options)
    var checks: [(any CompiledCheck)?] = []
    for clause in contract.clauses {
      do { checks.append(try Catalog.compile(clause, in: context)) } catch {
        problems.append(
          Diagnostic(.error, .semantic, code: "clause.argument", error.message, at: clause.location))
      }
    }
    guard problems.isEmpty else { throw PlanProblems(diagnostics: problems) }
    self.checks = checks
  }

  /// Target size of a block: such that more than two threads together have about the same in hand, however many they
  /// are, but not so small that putting together what the checks of many fields found costs more than finding it. How
  /// much that is, `docs/decisions/0020-bounded-batches.md` says.
  ///
  /// No longer than a record may be: what follows an overlong record is copied, as far as it has been read.
  var blockBytes: Int {
    // The index of CSV is about as long as the block, and both should fit the cache.
    let usual = contract.data.format == .jsonl ? 1 << 20 : 512 << 10
    if let bytes = options.blockBytes { return min(bytes, max(usual, contract.data.recordLimitBytes)) }
    let share = options.threadCount <= 2 ? usual : max(64 << 10, (640 << 10) / options.threadCount)
    return min(usual, max(share, 512 * contract.fields.count))
  }

  /// How many rows a batch has at most.
  var batchRows: Int { options.batchRows ?? RecordBatch.rowLimit(fieldCount: contract.fields.count) }

  /// How many values of a field with several a record.
  var batchValues: Int {
    options.batchValues ?? RecordBatch.valueLimit(fieldCount: contract.fields.count { $0.path.isRepeated })
  }

  /// For each field, how many bytes of its texts anything looks at, from their beginning; `.max` for all.
  var textBytes: [Int] {
    decoders.indices.map { field in
      checks.reduce(decoders[field].textBytes) { max($0, $1?.textBytes(ofField: field) ?? 0) }
    }
  }

  /// The plan with the sources that its records are to come from. Without them, what is asked of sources is undecided.
  package func binding(_ sources: SourceManifest) -> Plan {
    var plan = self
    plan.sources = sources
    let context = CheckContext(contract: contract, decoders: decoders, options: options, sources: sources)
    for (index, clause) in contract.clauses.enumerated() where clause.rule == .sourceUnknown {
      // It compiled before, and nothing but the sources is new.
      if let check = try? SourceCount(clause, in: context) { plan.checks[index] = Compiled(check: check) }
    }
    return plan
  }

  /// The plan with the terms of licences that the policy declares.
  package func binding(_ licenseTable: LicenseTable) -> Plan {
    var plan = self
    plan.licenseTable = licenseTable
    return plan
  }

  /// Whoever asks for libcsv wants a second opinion, so another reader must not quietly give it.
  private static func readerProblem(_ contract: Contract, _ options: EvaluationOptions) -> Diagnostic? {
    guard options.reader == .libcsv, contract.data.format != .jsonl else { return nil }
    do { _ = try LibCSVReader(dialect: contract.data.csv) } catch {
      let place = contract.data.files.first?.location ?? SourceLocation(file: contract.path, line: 1, column: 1)
      return Diagnostic(
        .error, .semantic, code: "reader.unsupported", "libcsv cannot read this dialect: \(error.explanation)",
        at: place,
        advice: "Leave out `--reader libcsv`, or take `--reader plain`.")
    }
    return nil
  }
}

/// Every clause of a contract that could not be compiled.
package struct PlanProblems: Error {
  package let diagnostics: [Diagnostic]
}

import Contracts
import Markup

/// The report for programs: everything that a run found, from which every other report can be written again.
///
/// `docs/result.schema.json` describes it.
package struct JSONReport: Sendable {
  package enum Layout: Sendable { case pretty, compact }

  /// The version of the format, which grows when a reader of the old one would misread the new one.
  package static let formatVersion = 1

  private let layout: Layout

  package init(layout: Layout = .pretty) { self.layout = layout }

  /// The whole document, with a line break at its end.
  package func render(_ report: Report) -> String {
    report.json.text(isPretty: layout == .pretty) + "\n"
  }

  /// What is wrong with a text that should be such a report.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package var message: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int

    package var description: String { "\(line):\(column): \(message)" }
  }

  /// Reads what `render` wrote: the same report, exactly. Members that it does not know are passed over.
  package static func read(_ bytes: [UInt8]) throws(Problem) -> Report {
    do {
      return try Report(JSONReader(node: try JSON.parse(bytes)))
    } catch let problem as MarkupProblem {
      throw Problem(message: problem.message, line: problem.line, column: problem.column)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(message: "\(error)", line: 1, column: 1)
    }
  }
}

extension Report: JSONForm {
  var json: JSONValue {
    .object([
      "assay_result": JSONReport.formatVersion.json, "version": version.json, "now": now.json, "verdict": verdict.json,
      "policy": policy?.json, "command": command.json, "contracts": entries.json,
      "timings": timings?.json, "ledger": ledger?.json,
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let format: Int = try reader["assay_result"]
    guard format == JSONReport.formatVersion else {
      let known = JSONReport.formatVersion
      throw reader.problem("this is a result of format \(format); this program reads format \(known)")
    }
    self.init(
      version: try reader["version"], now: try reader["now"], policy: try reader["policy"],
      command: try reader["command"], entries: try reader["contracts"],
      timings: try reader["timings"], ledger: try reader["ledger"])
  }
}

extension Report.Entry: JSONForm {
  var json: JSONValue {
    let effects = Effects(decision)
    return .object([
      "id": result.contract.id.json, "decision": decision.json,
      "tally": .object(Tally(self).parts.map { JSONValue.Member(name: $0.name, value: $0.count.json) }),
      "record_count": result.recordCount.json, "malformed_count": result.malformedCount.json,
      "files": result.files.json, "problems": result.problems.json, "notices": result.notices.json,
      "observed_licenses": result.observedLicenses.json, "sources": result.sources?.json,
      "clauses": .array(result.clauses.map { $0.json(decision: effects[$0.clause.id]) }),
      "contract_digest": result.contractDigest?.json, "contract": result.contract.json(results: result.clauses),
    ])
  }
  init(_ reader: JSONReader) throws(JSONReport.Problem) {
    let clauses: [ClauseResult] = try reader["clauses"]
    self.init(
      result: RunResult(
        contract: try Contract(reader.required("contract"), results: clauses),
        contractDigest: try reader["contract_digest"], files: try reader["files"],
        recordCount: try reader["record_count"], malformedCount: try reader["malformed_count"], clauses: clauses,
        problems: try reader["problems"], observedLicenses: try reader["observed_licenses"],
        sources: try reader["sources"], notices: try reader["notices"]),
      decision: try reader["decision"])
  }
}

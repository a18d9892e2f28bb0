import Contracts

/// JUnit XML, for what already reads it: one suite for each contract, one case for each clause.
package struct JUnitReport: Sendable {
  package enum Dialect: Sendable {
    /// Validates against the schemas of Jenkins and of Ant alike.
    case strict
    /// Strict, and what GitLab, GitHub's actions and Jenkins read besides: each case's file, line and output.
    case ci
  }

  private let dialect: Dialect

  package init(dialect: Dialect) { self.dialect = dialect }

  /// The whole document, with a line break at its end.
  package func render(_ report: Report) -> String {
    var names = CaseNames()
    var suites = report.entries.enumerated().map { index, entry in
      JUnitSuite(index: index, entry: entry, report: report, names: &names)
    }
    if suites.isEmpty { suites = [JUnitSuite(nothingCheckedIn: report)] }
    var xml = XMLWriter()
    let total = suites.reduce(into: JUnitCounts()) { $0.add($1.counts) }
    let isExtended = dialect == .ci
    xml.element(
      "testsuites",
      [
        "name": isExtended ? "assay" : nil, "tests": isExtended ? "\(total.tests)" : nil,
        "failures": isExtended ? "\(total.failures)" : nil, "errors": isExtended ? "\(total.errors)" : nil,
        "time": isExtended ? JUnitSuite.time : nil,
      ]
    ) { xml in
      for suite in suites { suite.write(to: &xml, isExtended: isExtended) }
    }
    return xml.text
  }
}

/// Gives each case a class and a name that no other case of the document has, since GitLab drops the second of two.
struct CaseNames {
  private var taken: Set<[String]> = []

  mutating func unique(className: String, name: String) -> String {
    var candidate = name
    var number = 2
    while !taken.insert([className, candidate]).inserted {
      candidate = "\(name) (\(number))"
      number += 1
    }
    return candidate
  }
}

/// How many cases of a suite ended in which way.
struct JUnitCounts {
  var tests = 0
  var failures = 0
  var errors = 0
  var skipped = 0

  mutating func add(_ other: JUnitCounts) {
    tests += other.tests
    failures += other.failures
    errors += other.errors
    skipped += other.skipped
  }
}

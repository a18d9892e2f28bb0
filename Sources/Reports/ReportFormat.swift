import Contracts

/// One way to write a report, by the name that the command line uses.
package struct ReportFormat: Sendable {
  package let name: String
  /// One line for help.
  package let summary: String
  package let render: @Sendable (Report) -> String

  /// Every format. A new one is its file and its line here.
  package static let all: [ReportFormat] = [
    ReportFormat(name: "text", summary: "for people, without colours") { TextReport().render($0) },
    ReportFormat(name: "json", summary: "everything, for `assay report` and other programs") {
      JSONReport().render($0)
    },
    ReportFormat(name: "junit", summary: "JUnit XML with files and lines, for GitLab, GitHub and Jenkins") {
      JUnitReport(dialect: .ci).render($0)
    },
    ReportFormat(name: "junit-strict", summary: "JUnit XML that every schema accepts") {
      JUnitReport(dialect: .strict).render($0)
    },
  ]

  /// The format of this name, if there is one.
  package static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }
}

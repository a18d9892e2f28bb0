import Comparison
import Contracts

extension ContractComparison {
  var sections: [DiffSection] {
    let head = DiffSection(
      "Contracts", headings: ["", "CONTRACT", "VERSION", "FILE"],
      rows: [("before", before), ("after", after)].map { name, subject in
        [.ours(name), .theirs(subject.id), DiffSection.Cell(theirs: subject.version), .theirs(subject.path)]
      })
    return [head, DiffSection(contract: differences, title: "What changed"), effects]
  }

  private var effects: DiffSection {
    guard !differences.isEmpty else { return DiffSection("For whom", notes: [[.ours("Nothing changed")]]) }
    func words(_ who: String, _ lines: [ContractDifference], _ effect: (ContractDifference) -> Effect) -> String {
      let count = lines.count { effect($0) == .breaking }
      guard count > 0 else { return "Nothing breaks \(who)" }
      return "\(Amount.counted(count, "line")) \(count == 1 ? "breaks" : "break") \(who)"
    }
    return DiffSection(
      "For whom",
      notes: [
        [.ours(words("consumers, who read the data", differences, \.consumers))],
        [.ours(words("producers, who write the data", differences, \.producers))],
      ])
  }
}

extension DiffSection {
  /// The lines of a contract, each with its places and its reason.
  init(contract lines: [ContractDifference], title: String) {
    self.init(
      title, headings: ["", "WHAT", "BEFORE", "AFTER", "CONSUMERS", "PRODUCERS", "LINES", "WHY"],
      rows: lines.map { line in
        [
          .ours(line.kind.sign), .theirs(line.name), Cell(theirs: line.before?.text), Cell(theirs: line.after?.text),
          .ours(line.consumers.rawValue), .ours(line.producers.rawValue), .ours(line.places), .ours(line.reason),
        ]
      },
      notes: lines.compactMap { line in line.hint.map { [.theirs(line.name), .ours(": "), .theirs($0)] } })
  }
}

extension ContractDifference.Kind {
  fileprivate var sign: String {
    switch self {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }
}

extension ContractDifference {
  /// `12 → 14`: the lines of the two files.
  fileprivate var places: String {
    let lines = [before, after].map { $0.map { "\($0.place.line)" } ?? "-" }
    return lines.joined(separator: " → ")
  }
}

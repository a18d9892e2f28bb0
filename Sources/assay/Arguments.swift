import Markup

/// One option of a command.
struct OptionDescription: Sendable {
  /// Without the dashes.
  let name: String
  /// What the value stands for, in capitals; `nil` for a flag.
  let value: String?
  let help: String
  /// A closed list of values.
  var choices: [String] = []
  var isRepeatable = false

  init(
    _ name: String, value: String? = nil, choices: [String] = [], isRepeatable: Bool = false, _ help: String
  ) {
    self.name = name
    self.value = choices.isEmpty ? value : choices.joined(separator: "|")
    self.choices = choices
    self.isRepeatable = isRepeatable
    self.help = help
  }
}

/// A command: what it is called, what it takes, what it does.
struct CommandDescription: Sendable {
  let name: String
  let summary: String
  /// `CONTRACT…`
  let operands: String
  let options: [OptionDescription]
  /// Paragraphs below the options.
  var discussion = ""
}

/// Why a command line makes no sense. Exit code 2.
struct UsageError: Error {
  let message: String
  var advice: String?
}

/// A command line, read by its description.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  init(_ words: [String], for command: CommandDescription) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      } else if word.hasPrefix("--") {
        try readOption(word, &rest, command)
      } else if word.hasPrefix("-"), word != "-" {
        throw UsageError(message: "unknown option \(word)", advice: Self.advice(onShort: word, command))
      } else {
        operands.append(word)
      }
    }
  }

  /// `-q` is probably `--quiet`, and `-quiet` is.
  private static func advice(onShort word: String, _ command: CommandDescription) -> String {
    let name = String(word.dropFirst())
    let names = command.options.map(\.name)
    let found = suggestion(for: name, among: names) ?? names.first { $0.hasPrefix(name) }
    return found.map { "did you mean --\($0)?" } ?? "options are spelled out; `assay \(command.name) --help` lists them"
  }

  private mutating func readOption(
    _ word: String, _ rest: inout ArraySlice<String>, _ command: CommandDescription
  ) throws(UsageError) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = command.options.first(where: { $0.name == parts[0] }) else {
      let names = command.options.map(\.name)
      throw UsageError(
        message: "unknown option --\(parts[0]) for `assay \(command.name)`",
        advice: suggestion(for: parts[0], among: names).map { "did you mean --\($0)?" }
          ?? "`assay \(command.name) --help` lists the options")
    }
    guard option.value != nil else {
      guard parts.count == 1 else { throw UsageError(message: "--\(option.name) takes no value") }
      return try add("", to: option)
    }
    if parts.count == 2 { return try add(parts[1], to: option) }
    guard let value = rest.popFirst() else {
      throw UsageError(message: "--\(option.name) needs a value: \(option.value ?? "")")
    }
    try add(value, to: option)
  }

  private mutating func add(_ value: String, to option: OptionDescription) throws(UsageError) {
    guard option.choices.isEmpty || option.choices.contains(value) else {
      throw UsageError(
        message: "--\(option.name) is one of \(option.choices.joined(separator: ", ")), not `\(value)`",
        advice: suggestion(for: value, among: option.choices).map { "did you mean \($0)?" })
    }
    guard option.isRepeatable || values[option.name] == nil else {
      throw UsageError(message: "--\(option.name) is given twice")
    }
    values[option.name, default: []].append(value)
  }

  /// The value of an option that is given at most once.
  func value(_ name: String) -> String? { values[name]?.first }

  /// The values of a repeatable option, in order.
  func values(_ name: String) -> [String] { values[name] ?? [] }

  /// Whether a flag was given.
  func has(_ name: String) -> Bool { values[name] != nil }
}

extension CommandDescription {
  /// What `--help` prints.
  var help: String {
    var lines = ["\(summary)", "", "usage: assay \(name)\(operands.isEmpty ? "" : " " + operands) [options]", ""]
    let labels = options.map { "--\($0.name)\($0.value.map { " \($0)" } ?? "")" }
    let width = min(30, (labels.map(\.count).max() ?? 0) + 2)
    for (option, label) in zip(options, labels) {
      if label.count + 2 > width {
        lines.append("  \(label)")
        lines.append(String(repeating: " ", count: width + 2) + option.help)
      } else {
        lines.append("  \(label)\(String(repeating: " ", count: width - label.count))\(option.help)")
      }
    }
    if !discussion.isEmpty { lines += ["", discussion] }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Arguments {
  /// The whole number that an option gives, within the range; `nil` where it is not given.
  func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        message: "--\(name) `\(text)` is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

import Contracts

extension ShownValue {
  /// The value for one line; in quotes where it could be mistaken for something else.
  var shown: String {
    switch self {
    case .null: "null"
    case .absent: "absent"
    case .masked(let byteCount): "[masked, \(Amount.counted(byteCount, "byte"))]"
    case .text(let text, let isCut): ShownValue.shown(text) + (isCut ? "…" : "")
    }
  }

  private static func shown(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text != "null" && text != "absent" && text.first != " " && text.last != " "
      && !text.contains("\"") && !text.contains(", ") && !text.hasPrefix("[masked")
    return isPlain ? text.harmless : "\"\(text.harmless)\""
  }
}

/// XML 1.0, indented, with every text escaped and every character allowed.
struct XMLWriter {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  typealias Attributes = KeyValuePairs<String, String?>

  /// An element that holds others; attributes that are `nil` are left out.
  mutating func element(_ name: String, _ attributes: Attributes = [:], content: (inout XMLWriter) -> Void) {
    line("<\(name)\(Self.written(attributes))>")
    depth += 1
    content(&self)
    depth -= 1
    line("</\(name)>")
  }

  /// An element that holds text, which is kept as it is, blanks included.
  mutating func element(_ name: String, _ attributes: Attributes = [:], text content: String = "") {
    let start = "<\(name)\(Self.written(attributes))"
    line(content.isEmpty ? "\(start)/>" : "\(start)>\(Self.escaped(content))</\(name)>")
  }

  private mutating func line(_ content: String) {
    text += String(repeating: "  ", count: depth) + content + "\n"
  }

  private static func written(_ attributes: Attributes) -> String {
    var result = ""
    for case (let name, let value?) in attributes { result += " \(name)=\"\(escaped(value, inAttribute: true))\"" }
    return result
  }

  /// `>` too, so that no text holds `]]>`. Line breaks in attributes become references, since a parser would make
  /// blanks of them.
  private static func escaped(_ content: String, inAttribute: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"" where inAttribute: result.append(contentsOf: "&quot;".unicodeScalars)
      case "\n" where inAttribute, "\t" where inAttribute, "\r":
        result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }

  /// XML 1.0, production 2, which forbids most control characters even as references.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}

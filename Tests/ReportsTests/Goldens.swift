import Foundation
import Testing

/// Expected texts beside the tests; `ASSAY_UPDATE_GOLDENS=1` writes them anew.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static func expect(_ text: String, equals name: String, location: Testing.SourceLocation = #_sourceLocation) throws {
    let file = folder.appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    // By scalars, since strings compare by canonical equivalence.
    #expect(
      text.unicodeScalars.elementsEqual(expected.unicodeScalars),
      "\(name) differs; see it with ASSAY_UPDATE_GOLDENS=1 and git diff", sourceLocation: location)
  }
}

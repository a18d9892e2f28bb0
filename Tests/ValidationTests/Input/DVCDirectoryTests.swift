import Testing

@testable import Validation

/// The hash by which DVC knows a directory.
struct DVCDirectoryTests {
  /// The example of DVC's user guide, "Internal directories and files".
  @Test func theDocumentedExampleIsReproduced() {
    let members = [
      (name: "index.jpeg", md5: "402e97968614f583ece3b35555971f64"),
      (name: "cat.jpeg", md5: "de7371b0119f4f75f9de703c7c3bac16"),
    ]
    #expect(dvcDirectoryDigest(members).hex == "6fdb5336fce0dbfd669f83065f107551")
  }
}

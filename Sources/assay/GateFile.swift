import Validation

/// A policy, waivers or a baseline: named on the command line, not to be used, or to be looked for.
enum GateFile {
  case named(String)
  /// `none`; a file of that name is `./none`.
  case unused
  case nearest

  static let policy = "assay.policy.yaml"
  static let waivers = "waivers.yaml"
  static let baseline = "assay.baseline.yaml"

  init(_ option: String?) {
    switch option {
    case nil: self = .nearest
    case "none": self = .unused
    case let path?: self = .named(path)
    }
  }

  /// Which file to open, and what confines it.
  struct Place {
    var path: String
    /// A file that was found lies in the repository; one that is named may lie anywhere, since its owner names it.
    var root: String?
  }

  /// `nil` where none is to be used.
  func place(_ nearest: NearestFile?, _ name: String, looks: Bool) -> Place? {
    switch self {
    case .named(let path): Place(path: path, root: nil)
    case .unused: nil
    case .nearest:
      looks
        ? nearest.flatMap { nearest in
          nearest.path(named: name).map { Place(path: $0, root: nearest.boundary) }
        } : nil
    }
  }

  /// Whether the command line speaks of it.
  var isNamed: Bool {
    if case .nearest = self { return false }
    return true
  }

  /// The file that the command line names.
  var path: String? {
    if case .named(let path) = self { return path }
    return nil
  }
}

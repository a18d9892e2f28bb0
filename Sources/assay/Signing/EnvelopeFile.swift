import Contracts
import Provenance
import Validation

/// A signed envelope and the keys that are trusted, as a command line names them.
struct EnvelopeFile {
  static let key = OptionDescription(
    "key", value: "FILE", isRepeatable: true, "a public key in PEM that is trusted; one must have signed; repeatable")

  let path: String
  /// Each with the file that it came from.
  private let keys: [(key: PublicKey, path: String)]

  /// Reads the keys; what they signed is read by `verified`.
  init(_ path: String, _ arguments: Arguments) throws(UsageError) {
    self.path = path
    guard arguments.has("key") else {
      throw UsageError(
        message: "--key names a public key that is trusted, and is missing",
        advice: "`openssl pkey -in key.pem -pubout` prints the one of a private key")
    }
    var keys: [(PublicKey, String)] = []
    for path in arguments.values("key") {
      let bytes: [UInt8]
      do throws(InputFailure) { bytes = try SmallFile.read(path, root: nil) } catch {
        throw UsageError(message: error.problem.message, advice: error.problem.advice)
      }
      do throws(SigningError) { keys.append((try PublicKey(pem: bytes, name: path), path)) } catch {
        throw UsageError(error)
      }
    }
    self.keys = keys
  }

  /// Where a key came from.
  func path(of key: PublicKey) -> String { keys.first { $0.key == key }?.path ?? "" }

  enum Finding {
    case verified(VerifiedStatement)
    case refused(SigningError)
    case unreadable(InputProblem)
  }

  /// What the envelope says, if one of the keys has signed it.
  func finding() -> Finding {
    let bytes: [UInt8]
    do throws(InputFailure) { bytes = try SmallFile.read(path, root: nil) } catch { return .unreadable(error.problem) }
    do throws(SigningError) {
      return .verified(try Attestations.verify(envelope: bytes, keys: keys.map(\.key)))
    } catch {
      return .refused(error)
    }
  }

  /// The one operand of a command.
  static func operand(_ arguments: Arguments, _ what: String) throws(UsageError) -> String {
    guard arguments.operands.count == 1 else { throw UsageError(message: "expected \(what)") }
    return arguments.operands[0]
  }
}

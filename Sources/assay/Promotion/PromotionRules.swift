import Contracts
import Dialects
import Gating
import Licensing
import Promotion
import Provenance
import Validation

/// The policy of the promotion gate: the one that is named, or the nearest above the model.
struct PromotionRules {
  private(set) var policy: GatePolicy?
  private(set) var file: FileReference?
  private(set) var licenses = LicenseTable()

  /// `nil` where the policy is invalid, which has then been said.
  init?(near model: String, _ arguments: Arguments) {
    let nearest = NearestFile(from: Path.directory(of: model), root: nil)
    guard let place = GateFile(arguments.value("policy")).place(nearest, GateFile.policy, looks: true) else { return }
    let bytes: [UInt8]
    do throws(InputFailure) { bytes = try SmallFile.read(place.path, root: place.root) } catch {
      Output.complain(error.problem)
      return nil
    }
    if let mistake = DocumentKind.policy.mistake(in: bytes, file: place.path) {
      Output.complain(render([mistake], source: bytes))
      return nil
    }
    let (read, diagnostics) = PolicyReader.read(bytes, file: place.path, rules: Catalog.rules)
    if !diagnostics.isEmpty { Output.complain(render(diagnostics, source: bytes)) }
    guard let read else { return nil }
    licenses = LicenseTable(declaring: read.licenseTerms)
    policy = read.gate(named: Gate.promotion.rawValue)
    file = FileReference(path: place.path, digest: .sha256(of: bytes))
  }
}

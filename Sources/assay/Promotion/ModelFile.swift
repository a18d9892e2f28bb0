import Contracts
import Dialects
import Gating
import Promotion
import Provenance
import Validation

/// A model's file, with what it names read as well.
struct ModelFile {
  /// Its paths are seen from the working directory.
  let model: ModelManifest
  let reference: FileReference
  /// The contracts that it names, by their id.
  let contracts: [String: FileReference]

  /// `nil` where something is invalid, which has then been said.
  init?(_ path: String) throws(UsageError) {
    let bytes: [UInt8]
    do throws(InputFailure) { bytes = try SmallFile.read(path, root: nil) } catch {
      Output.complain(error.problem)
      return nil
    }
    if let mistake = DocumentKind.model.mistake(in: bytes, file: path) {
      Output.complain(render([mistake], source: bytes))
      return nil
    }
    let (read, diagnostics) = ModelReader.read(bytes, file: path)
    if !diagnostics.isEmpty { Output.complain(render(diagnostics, source: bytes)) }
    guard let read else { return nil }
    let folder = Path.directory(of: path)
    var model = read.resolvingPaths { Path.resolved($0, in: folder) }
    var contracts: [String: FileReference] = [:]
    for index in model.datasets.indices {
      guard let (id, file, digests) = try Self.dataset(model.datasets[index]) else { return nil }
      contracts[id] = file
      model.datasets[index].digests = digests
    }
    self.model = model
    self.contracts = contracts
    reference = FileReference(path: path, digest: .sha256(of: bytes))
  }

  /// The contract's id and bytes, and the data: as the model names it, or as the contract's files are now.
  private static func dataset(
    _ dataset: ModelManifest.Dataset
  ) throws(UsageError) -> (id: String, file: FileReference, digests: [Digest])? {
    let reading = ContractFiles.read(
      dataset.contract, root: nil, options: EvaluationOptions(now: Instant(seconds: 0)))
    guard let plan = reading.plan, !reading.hasErrors else {
      Output.complain(reading.complaint)
      return nil
    }
    let file = FileReference(path: dataset.contract, digest: .sha256(of: reading.bytes))
    guard dataset.digests.isEmpty else { return (plan.contract.id, file, dataset.digests) }
    let paths = Evaluator(plan, replacement: nil, root: nil).paths
    guard !paths.isEmpty, !paths.contains("-") else {
      throw UsageError(
        message: "\(dataset.location): \(dataset.contract) names no file that is here",
        advice: "name the bytes under `digests`")
    }
    var digests: [Digest] = []
    for path in paths {
      do throws(InputFailure) { digests.append(try StoredBytes.digest(of: path, root: nil)) } catch {
        throw UsageError(message: error.problem.message, advice: error.problem.advice)
      }
    }
    return (plan.contract.id, file, digests)
  }
}

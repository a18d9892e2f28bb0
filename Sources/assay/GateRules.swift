import Contracts
import Dialects
import Gating
import Licensing
import Validation

/// The policy, the waivers and the baseline that each contract is decided by.
///
/// Files that the command line names hold for every contract. Otherwise the nearest above each contract do; but as soon
/// as one is named, waivers and baseline that are not named are not used: a change under test must not bring exceptions
/// that the operator did not name.
struct GateRules {
  /// What one contract is decided by.
  struct Rules {
    var policy: Policy?
    var waivers: [Waiver] = []
    var baseline: Baseline?
    var basis = DecisionBasis()

    /// What licences allow and ask, with those that the policy declares.
    var licenses: LicenseTable { LicenseTable(declaring: policy?.licenseTerms ?? [:]) }
  }

  private let options: CheckOptions
  private let gate: Gate
  private let readsBaselines: Bool
  private let readsWaivers: Bool
  /// What is invalid is kept as `nil`, so that it is said once.
  private var policies: [String: (Policy, FileReference)?] = [:]
  private var waivers: [String: ([Waiver], FileReference)?] = [:]
  private var baselines: [String: (Baseline, FileReference)?] = [:]
  private var byContract: [String: Rules] = [:]
  private var isValid = true

  /// Reads all that these contracts need; `nil` when a file is invalid, which has then been said.
  ///
  /// The gate is the one of the options where none is given.
  init?(
    _ options: CheckOptions, contracts: [String], gate: Gate? = nil, readsBaselines: Bool = true,
    readsWaivers: Bool = true
  ) {
    self.options = options
    self.gate = gate ?? options.gate
    self.readsWaivers = readsWaivers
    self.readsBaselines = readsBaselines
    for contract in contracts { byContract[contract] = rules(near: contract) }
    if !isValid { return nil }
  }

  subscript(contract: String) -> Rules { byContract[contract] ?? Rules() }

  /// The decision on a result, and the result as it may be shown.
  func entry(_ result: RunResult, against earlier: EarlierResults? = nil) -> Report.Entry {
    let decision = decision(on: result, against: earlier)
    // The gate has to know which licences the rows name; a reader of the report need not, where the field is private.
    return Report.Entry(result: result.maskingLicenses(masksAll: options.evaluation.masksAll), decision: decision)
  }

  /// What the gate makes of a result, with the files that it was decided by.
  private func decision(on result: RunResult, against earlier: EarlierResults?) -> Decision {
    let rules = self[result.contract.path]
    var (before, missing): (RunResult?, String?) = (nil, nil)
    switch earlier?[result.contract.id] {
    case .result(let found)?: before = found
    case .nothing(let because)?: missing = because
    case nil: break
    }
    var decision = decide(
      result, gate: gate.rawValue, policy: rules.policy, waivers: rules.waivers, baseline: rules.baseline,
      earlier: before, now: options.now)
    decision.basis = rules.basis
    decision.basis.against = earlier?.reference
    if let missing { decision.notices.append("all counts as new, since \(missing)") }
    return decision
  }

  /// The policy, where one decides for every contract.
  var commonPolicy: String? {
    let files = Set(byContract.values.map(\.basis.policy))
    return files.count == 1 ? files.first??.path : nil
  }

  /// What to hear of waivers and baseline entries for contracts that were not checked, a sentence for each file. Those
  /// that lie in a folder that was checked whole are for nobody; of others only what looks like a slip is told. While a
  /// contract is invalid its id is not known, and nothing is said.
  func strayNotices(among results: [RunResult], folders: [String]) -> [String] {
    guard !folders.isEmpty, !results.contains(where: \.isOfInvalidContract) else { return [] }
    let ids = results.map(\.contract.id)
    let byWaivers = waivers.values.compactMap { found in found?.0.map(StrayExceptions.Exception.init) }
    let byBaselines = baselines.values.compactMap { found in found?.0.entries.map(StrayExceptions.Exception.init) }
    let notices = (byWaivers + byBaselines).compactMap { exceptions -> String? in
      guard let file = exceptions.first?.location.file else { return nil }
      let isWhole = folders.contains { Confinement.isWithin($0, path: file) }
      return StrayExceptions(exceptions, besides: ids).notice(onlyNear: !isWhole)
    }
    return Set(notices).sorted()
  }

  /// Every file that was read.
  var files: [String] {
    byContract.values.flatMap { [$0.basis.policy, $0.basis.waivers, $0.basis.baseline] }.compactMap { $0?.path }
  }

  private mutating func rules(near contract: String) -> Rules {
    let nearest = NearestFile(from: Path.directory(of: contract), root: options.root)
    var rules = Rules()
    if let place = options.policy.place(nearest, GateFile.policy, looks: true), let found = policy(place) {
      (rules.policy, rules.basis.policy) = found
    }
    let looks = !options.namesGateFiles
    if readsWaivers, let place = options.waivers.place(nearest, GateFile.waivers, looks: looks),
      let found = waivers(place, rules.policy)
    {
      (rules.waivers, rules.basis.waivers) = found
    }
    if readsBaselines, let place = options.baseline.place(nearest, GateFile.baseline, looks: looks),
      let found = baseline(place)
    {
      (rules.baseline, rules.basis.baseline) = found
    }
    return rules
  }

  private mutating func policy(_ place: GateFile.Place) -> (Policy, FileReference)? {
    if let known = policies[place.path] { return known }
    let rules = Catalog.rules
    let found = read(place, .policy) { PolicyReader.read($0, file: place.path, rules: rules) }
    policies.updateValue(found, forKey: place.path)
    return found
  }

  /// A policy limits how far ahead waivers may end, so the same file is read anew for another policy.
  private mutating func waivers(_ place: GateFile.Place, _ policy: Policy?) -> ([Waiver], FileReference)? {
    let key = "\(place.path)\n\(policy?.file ?? "")"
    if let known = waivers[key] { return known }
    let now = options.now
    let found = read(place, .waivers) { WaiverReader.read($0, file: place.path, policy: policy, now: now) }
    waivers.updateValue(found, forKey: key)
    return found
  }

  private mutating func baseline(_ place: GateFile.Place) -> (Baseline, FileReference)? {
    if let known = baselines[place.path] { return known }
    let found = read(place, .baseline) { BaselineReader.read($0, file: place.path) }
    baselines.updateValue(found, forKey: place.path)
    return found
  }

  private mutating func read<Value>(
    _ place: GateFile.Place, _ kind: DocumentKind, _ parse: ([UInt8]) -> (Value?, [Diagnostic])
  ) -> (Value, FileReference)? {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(place.path, root: place.root) } catch {
      Output.complain(error.problem)
      isValid = false
      return nil
    }
    let mistake = kind.mistake(in: bytes, file: place.path)
    let (value, diagnostics) = mistake.map { (nil, [$0]) } ?? parse(bytes)
    if !diagnostics.isEmpty { Output.complain(render(diagnostics, source: bytes)) }
    guard let value else {
      isValid = false
      return nil
    }
    return (value, FileReference(path: place.path, digest: digest(bytes)))
  }
}

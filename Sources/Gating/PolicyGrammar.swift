import Comparison

/// The keys of policies, waivers and baselines, for those who read them and for their JSON Schemas.
enum PolicyGrammar {
  static let policy = ["assay_policy", "gates", "privacy_classes", "license_terms", "waivers"]
  /// One of them is required.
  static let waiverRules = ["max_days", "notice_days"]
  static let gate = ["inconclusive", "rules", "licenses", "uses", "privacy", "changes"]
  static let promotionGate = gate + ["max_age", "require_signature"]
  static let selectors = ["rule", "field", "contract", "tag", "privacy"]
  static let rule = selectors + ["effect", "because"]
  static let licenses = ["allow", "deny", "unlisted"]
  static let uses = ["allow"]
  static let privacy = ["allow", "legal_basis"]

  static let approvedSources = "approved_sources"
  static let changes = ChangeKind.allCases.map(\.rawValue) + [approvedSources]

  /// All but the last are required: what is left out must not allow more.
  static let licenseTerms = ["use", "attribution", "share_alike", "derivatives", "database_right"]

  static let waivers = ["assay_waivers", "waivers"]
  /// All of them are required.
  static let waiver = ["clause", "ceiling", "reason", "owner", "issue", "expires"]

  static let modelRequired = ["assay_model", "id", "version", "use", "stage", "artifacts", "code"]
  static let model = modelRequired + ["owner", "datasets", "environment", "rollback"]
  static let owner = ["team", "contact", "runbook"]
  static let modelFile = ["file", "digest"]
  static let artifact = modelFile + ["owner", "recover"]
  static let modelDataset = ["contract", "digests"]
  static let code = ["commit", "repository"]
  /// Exactly one of them.
  static let noRollback = [NoRollback.Kind.none, .noneLeft].map(\.rawValue)

  /// All of them are required.
  static let baseline = ["assay_baseline", "tool", "date", "clauses"]
  /// All of them are required.
  static let baselineEntry = ["clause", "violations"]
}
